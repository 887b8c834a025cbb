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
        "The access key of this call belongs to no partner. Send your partner's key, or have the operator enter its SHA-256 in Divoc:Partners.";

    private const string UnknownOperator =
        "This is for operators. The key of this call is missing, or is none of theirs: send one whose SHA-256 stands in Divoc:Operators in the header x-functions-key.";

    /// <summary>RFC 9110, section 11.6.1. No standard has a scheme for keys in their own header.</summary>
    internal const string KeyChallenge = "ApiKey realm=\"certificates\", header=\"x-functions-key\", query=\"code\"";

    public static Problem Of(Exception exception) => exception switch
    {
        StoreUnavailableException => Unavailable("The store can't be reached just now. Try again later."),
        QueueUnavailableException => Unavailable("The event queue can't be reached just now. Try again later."),
        SigningKeyUnavailableException => Unavailable("The signing key can't be reached just now. Try again later."),
        SigningKeyMissingException => Unavailable("A key that signed certificates is missing, so no event is accepted until the operator has restored or retired it. Try again later."),
        LedgerBusyException => Unavailable("Others are changing the certificates of the same person just now. Try again later."),
        NewerFormException => Unavailable("A newer version of the service wrote what is asked for. Try again later."),
        BodiesFullException => Unavailable("The service is busy with the bodies of other calls. Try again later."),
        DecodingBusyException => Unavailable("The service is busy with other pictures and PDFs. Try again later."),
        ContentRefusedException refused => refused.ToProblem(),
        BodyLateException late => new Problem(StatusCodes.Status408RequestTimeout, late.Message),
        OperationCanceledException => Unavailable("The request took too long or the service is stopping. Try again later."),
        CallerUnknownException => new Problem(StatusCodes.Status403Forbidden, "UNKNOWN_PARTNER", UnknownPartner),
        OperatorUnknownException => new Problem(StatusCodes.Status401Unauthorized, UnknownOperator)
        {
            Message = "unauthenticated for invalid credentials",
            Headers = [(HeaderNames.WWWAuthenticate, KeyChallenge)],
        },
        BadHttpRequestException refused => new Problem(refused.StatusCode, ReasonPhrases.GetReasonPhrase(refused.StatusCode)),
        _ => new Problem(StatusCodes.Status500InternalServerError, "The service failed to answer this request."),
    };

    private static Problem Unavailable(string message)
    {
        return new Problem(StatusCodes.Status503ServiceUnavailable, message) { RetryAfter = RetryAfter };
    }
}
