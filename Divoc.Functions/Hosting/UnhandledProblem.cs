using Divoc.Functions.Access;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Triggers;
using Divoc.Functions.Verification.Files;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Hosting;

/// <summary>Decides what a caller gets if an exception left an HTTP function, in both hosts. Nothing of the exception is shown.</summary>
public static class UnhandledProblem
{
    /// <summary>Callers should retry soon after an outage, but not all in the same second.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private const string UnknownPartner =
        "The access key of this call belongs to no partner. Send your partner's key, or ask the operator to add its SHA-256 to "
        + "Divoc:Partners.";

    private const string UnknownOperator =
        "This call is for operators, and its key is missing or belongs to no operator. Send a key whose SHA-256 is in Divoc:Operators, "
        + "in the header x-functions-key.";

    /// <summary>RFC 9110, section 11.6.1. No standard has a scheme for keys in their own header.</summary>
    internal const string KeyChallenge = "ApiKey realm=\"certificates\", header=\"x-functions-key\", query=\"code\"";

    public static Problem Of(Exception exception) => exception switch
    {
        StoreUnavailableException => Unavailable("The store can't be reached at present. Try again after the time in Retry-After."),
        QueueUnavailableException => Unavailable("The event queue can't be reached at present. Try again after the time in Retry-After."),
        SigningKeyUnavailableException => Unavailable(
            "The signing key can't be reached at present. Try again after the time in Retry-After."),
        SigningKeyMissingException => Unavailable(
            "A key that has signed certificates is missing. No event is accepted until the operator has restored or retired the key. "
            + "Try again later."),
        LedgerBusyException => Unavailable(
            "Other calls are changing the certificates of the same person. Try again after the time in Retry-After."),
        NewerFormException => Unavailable(
            "A newer version of the service wrote these data, and this version can't read them. Try again later."),
        BodiesFullException => Unavailable("The service is busy with the bodies of other calls. Try again after the time in Retry-After."),
        DecodingBusyException => Unavailable("The service is busy with other pictures and PDFs. Try again after the time in Retry-After."),
        ContentRefusedException refused => refused.ToProblem(),
        BodyLateException late => new Problem(StatusCodes.Status408RequestTimeout, late.Message),
        OperationCanceledException => Unavailable(
            "The request took too long, or the service is stopping. Try again after the time in Retry-After."),
        CallerUnknownException => new Problem(StatusCodes.Status403Forbidden, "UNKNOWN_PARTNER", UnknownPartner),
        OperatorUnknownException => new Problem(StatusCodes.Status401Unauthorized, UnknownOperator)
        {
            Message = "unauthenticated for invalid credentials",
            Headers = [(HeaderNames.WWWAuthenticate, KeyChallenge)],
        },
        BadHttpRequestException refused => new Problem(refused.StatusCode, ReasonPhrases.GetReasonPhrase(refused.StatusCode)),
        _ => new Problem(
            StatusCodes.Status500InternalServerError,
            "The service failed to answer this request. Try again later; if it fails again, tell the operator."),
    };

    private static Problem Unavailable(string message)
    {
        return new Problem(StatusCodes.Status503ServiceUnavailable, message) { RetryAfter = RetryAfter };
    }
}
