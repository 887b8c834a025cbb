using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;

namespace Divoc.Functions.Storage.Blob;

/// <summary>
/// Interprets errors of the SDK. Messages name the account, the status and the error code of the answer, never a blob. The SDK's own
/// exception is not kept, because its text can contain the requested address. Source: Microsoft, "Blob service error codes" and "Common
/// REST API error codes".
/// </summary>
internal static class BlobErrors
{
    private const int TooManyRequests = 429;

    /// <summary>
    /// Whether a conditional write was refused because the blob exists or has changed. Creations are answered with 409, other conditions
    /// with 412.
    /// </summary>
    public static bool IsConditionRefused(RequestFailedException fault) =>
        fault.Status == StatusCodes.Status412PreconditionFailed || fault.ErrorCode == BlobErrorCode.BlobAlreadyExists;

    /// <summary>Whether an immutability policy or a legal hold forbids changing or deleting the blob.</summary>
    public static bool IsImmutable(RequestFailedException fault) =>
        fault.ErrorCode is "BlobImmutableDueToPolicy" or "BlobImmutableDueToLegalHold";

    /// <summary>Whether there is no such blob, in an existing container.</summary>
    public static bool IsBlobMissing(RequestFailedException fault) => fault.ErrorCode == BlobErrorCode.BlobNotFound;

    /// <summary>The exception to throw instead; null for one that is no error of the store.</summary>
    public static Exception? Translate(Exception fault, Uri account) => fault switch
    {
        AggregateException several when several.InnerExceptions.Count > 0 => Translate(several.InnerExceptions[^1], account),
        RequestFailedException { Status: 0 } unreached =>
            new StoreUnavailableException($"{account.Host} can't be reached.", unreached.InnerException),
        RequestFailedException refused => Translate(refused, account),
        AuthenticationFailedException identity => new StoreUnavailableException(
            $"The program could not get an access token for {account.Host}: check the identity of the program "
                + $"({identity.GetType().Name}).", identity),
        OperationCanceledException or TimeoutException => new StoreUnavailableException($"{account.Host} did not answer in time."),
        IOException or HttpRequestException => new StoreUnavailableException($"The answer of {account.Host} was cut off.", fault),
        _ => null,
    };

    private static Exception Translate(RequestFailedException refused, Uri account)
    {
        var answer = $"{refused.Status} {refused.ErrorCode ?? "without an error code"}";
        if (Advice(refused) is { } advice)
        {
            return new StoreUnavailableException($"{account.Host} refused a call ({answer}): {advice}");
        }

        return IsOutage(refused)
            ? new StoreUnavailableException($"{account.Host} could not carry out a call ({answer}).")
            : new InvalidOperationException($"{account.Host} refused a call as wrong ({answer}).");
    }

    private static bool IsOutage(RequestFailedException refused) =>
        refused.Status is >= StatusCodes.Status500InternalServerError or StatusCodes.Status408RequestTimeout or TooManyRequests
            or StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden
        || refused.ErrorCode is "ContainerBeingDeleted" or "ContainerDisabled" or "AccountBeingCreated" or "OperationTimedOut";

    private static string? Advice(RequestFailedException refused) => refused.ErrorCode switch
    {
        "AuthenticationFailed" or "InvalidAuthenticationInfo" or "NoAuthenticationInformation" =>
            "check the account key or the identity, and this machine's clock.",
        "KeyBasedAuthenticationNotPermitted" =>
            $"the account accepts no keys: set {BlobStorageOptions.SectionName}:{nameof(BlobStorageOptions.AccountUrl)} instead of the "
                + "connection string.",
        "AuthorizationPermissionMismatch" or "InsufficientAccountPermissions" or "AuthorizationServiceMismatch"
            or "AuthorizationResourceTypeMismatch" =>
            "the identity lacks rights; give it the role Storage Blob Data Contributor.",
        "AuthorizationFailure" or "AuthorizationSourceIPMismatch" =>
            "check the account key, the identity's role Storage Blob Data Contributor and the account's network rules.",
        "AccountIsDisabled" => "the account is disabled.",
        "ContainerNotFound" or "ResourceNotFound" => "a container is missing; the program creates it when it starts.",
        _ => null,
    };
}
