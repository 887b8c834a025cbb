using System.Globalization;
using Divoc.Functions.Keys;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Registry;

/// <summary>
/// Checks whether each key on which others rely still exists. While one is missing, nothing is issued: otherwise an operator who lost it
/// would continue with a new one and not notice. When all were found, this process checks no more.
/// </summary>
public sealed partial class SigningKeyCheck(
    RememberedKeyList remembered, ISigningKeys keys, TimeProvider time, ILogger<SigningKeyCheck> logger)
{
    private static readonly TimeSpan CheckAgainAfter = TimeSpan.FromSeconds(10);

    // Replaced as a whole, so that concurrent calls may do it.
    private Finding? last;

    /// <summary>Finds the missing keys.</summary>
    /// <exception cref="SigningKeyUnavailableException">The existing keys can't be read.</exception>
    /// <exception cref="StoreUnavailableException">The keys that signed can't be read.</exception>
    public async Task<IReadOnlyList<RememberedKey>> FindMissingAsync(CancellationToken cancellationToken)
    {
        var missing = (await remembered.ReadAsync(cancellationToken)).Where(key => key.IsNeeded).ToList();
        if (missing.Count > 0)
        {
            var there = (await keys.GetPublishedKeysAsync(cancellationToken)).Select(key => key.KeyId).ToHashSet(StringComparer.Ordinal);
            missing.RemoveAll(key => there.Contains(key.Kid));
        }

        last = new Finding(missing, time.GetTimestamp());
        return missing;
    }

    /// <summary>Returns if no key is missing; for callers that will sign a certificate.</summary>
    /// <exception cref="SigningKeyMissingException">One is missing.</exception>
    /// <inheritdoc cref="FindMissingAsync" path="/exception"/>
    public async Task RequireAllAsync(CancellationToken cancellationToken)
    {
        if (last is { Missing.Count: 0 })
        {
            return;
        }

        if (last is { } known && time.GetElapsedTime(known.FoundAt) < CheckAgainAfter)
        {
            throw new SigningKeyMissingException(known.Missing);
        }

        var missing = await FindMissingAsync(cancellationToken);
        if (missing.Count > 0)
        {
            var fault = new SigningKeyMissingException(missing);
            Log.Missing(logger, fault.Message);
            throw fault;
        }
    }

    /// <summary>
    /// Returns unless a key is known to be missing; for callers that will promise a certificate. A key that can't be checked now counts as
    /// existing.
    /// </summary>
    /// <exception cref="SigningKeyMissingException">One is missing.</exception>
    public async Task RefuseIfMissingAsync(CancellationToken cancellationToken)
    {
        if (last is not { Missing.Count: > 0 } known)
        {
            return;
        }

        try
        {
            await RequireAllAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or SigningKeyUnavailableException)
        {
            throw new SigningKeyMissingException(known.Missing);
        }
    }

    private sealed record Finding(IReadOnlyList<RememberedKey> Missing, long FoundAt);

    private static partial class Log
    {
        [LoggerMessage(EventId = 1601, Level = LogLevel.Error, Message = "The program issues nothing. {Reason}")]
        public static partial void Missing(ILogger logger, string reason);
    }
}

/// <summary>Keys that signed certificates are missing. The message says which, in one line, and what to do about it.</summary>
public sealed class SigningKeyMissingException(IReadOnlyList<RememberedKey> missing) : Exception(Describe(missing))
{
    private static string Describe(IReadOnlyList<RememberedKey> missing)
    {
        var keys = missing.OrderBy(key => key.RememberedAt).Select(key =>
            $"The signing key {key.Kid} is missing. It has signed since "
                + $"{key.RememberedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.");
        var kid = missing.Count == 1 ? missing[0].Kid : "KID";
        return $"{string.Join(' ', keys)} Restore it: the file from the backup of the data directory, or the key in the vault, and name "
            + "its address in Divoc:KeyVault:Keys or KeysFor. "
            + $"Only if it is lost for good, run 'keys retire {kid} --reason TEXT' and start with a new key; what it signed still "
            + "verifies then.";
    }
}
