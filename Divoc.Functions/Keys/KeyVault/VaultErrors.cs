using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Identity;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>Interprets failed calls to a vault.</summary>
internal static class VaultErrors
{
    /// <summary>
    /// Whether an exception of a call to a vault means that the vault can't be used now. All kinds count, because client libraries throw
    /// all kinds for a wrong address or a token with a wrong audience, and no event is the cause. Exceptions: a cancelled call, and what is
    /// already described.
    /// </summary>
    public static bool Is(Exception exception)
    {
        return exception is not (SigningKeyUnavailableException or OperationCanceledException) || exception is TaskCanceledException;
    }

    /// <summary>Whether the vault refused a call for its rate, and when it may be called again.</summary>
    public static bool IsThrottled(Exception exception, out TimeSpan? retryAfter)
    {
        retryAfter = RetryAfter(exception);
        return exception is RequestFailedException { Status: StatusCodes.Status429TooManyRequests };
    }

    /// <summary>Whether the vault did not answer in time; for a repeated call, the last try counts.</summary>
    public static bool IsTimeout(Exception exception) =>
        exception is TaskCanceledException or AggregateException { InnerExceptions: [.., TaskCanceledException] };

    /// <summary>Whether a version can't be used any more as it was listed: disabled, expired, deleted, or access to it is lost.</summary>
    public static bool IsOutdated(Exception exception)
    {
        return exception is RequestFailedException {
            Status: StatusCodes.Status400BadRequest or StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound };
    }

    /// <summary>The pause that the vault requests; null for none. Only seconds, as vaults send them (RFC 9110 section 10.2.3).</summary>
    public static TimeSpan? RetryAfter(Exception exception)
    {
        return exception is RequestFailedException refused
            && refused.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) == true
            && uint.TryParse(text, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    /// <summary>A short name of the error, for metrics.</summary>
    public static string NameOf(Exception exception) => exception switch
    {
        _ when IsTimeout(exception) => "timeout",
        RequestFailedException { Status: 0 } or AggregateException or IOException => "unreachable",
        RequestFailedException refused => $"{refused.Status}",
        AuthenticationFailedException => "no_token",
        _ => "bad_answer",
    };

    /// <summary>The exception for callers: which key of which vault, and why.</summary>
    public static SigningKeyUnavailableException Describe(VaultKeyAddress key, Exception exception) => exception switch
    {
        RequestFailedException { Status: > 0 } refused
            => new SigningKeyUnavailableException(
                $"The vault answers {refused.Status} ({refused.ErrorCode ?? "no code"}) for the key {key.Key}."),
        AuthenticationFailedException =>
            new SigningKeyUnavailableException($"There is no token for the vault {key.Vault.Host}: {ReasonOf(exception)}", exception),
        _ when IsTimeout(exception) => new SigningKeyUnavailableException($"The vault {key.Vault.Host} did not answer in time."),
        NotSupportedException or JsonException or CryptographicException =>
            new SigningKeyUnavailableException($"The key {key.Key} can't be used: {exception.Message}", exception),
        RequestFailedException or AggregateException or IOException
            => new SigningKeyUnavailableException($"The vault {key.Vault.Host} can't be reached: {ReasonOf(exception)}", exception),
        _ => new SigningKeyUnavailableException($"The vault {key.Vault.Host} can't be used: {ReasonOf(exception)}", exception),
    };

    /// <summary>The first line of the innermost exception's message; for an aggregate of repeated calls, of the last one.</summary>
    private static string ReasonOf(Exception exception)
    {
        var cause = exception is AggregateException { InnerExceptions: [.., var last] }
            ? last.GetBaseException()
            : exception.GetBaseException();
        return cause.Message.Split(['\r', '\n'], 2)[0];
    }
}
