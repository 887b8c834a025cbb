using System.Globalization;
using Divoc.Functions.Keys;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Registry;

/// <summary>
/// Whether each key that others rely on is still there. As long as one is missing nothing is issued: whoever lost it would go on with a new one and not notice.
/// Once all were found, this process looks no more.
/// </summary>
public sealed partial class SigningKeyCheck(RememberedKeyList remembered, ISigningKeys keys, TimeProvider time, ILogger<SigningKeyCheck> logger)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(10);

    // Replaced as a whole, so that several calls may do it at once.
    private Finding? last;

    /// <summary>Looks which keys are missing.</summary>
    /// <exception cref="SigningKeyUnavailableException">It can't be asked which keys are there.</exception>
    /// <exception cref="StoreUnavailableException">It can't be asked which keys signed.</exception>
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

    /// <summary>Returns if no key is missing; for whoever is about to sign a certificate.</summary>
    /// <exception cref="SigningKeyMissingException">One is missing.</exception>
    /// <inheritdoc cref="FindMissingAsync" path="/exception"/>
    public async Task RequireAllAsync(CancellationToken cancellationToken)
    {
        if (last is { Missing.Count: 0 })
        {
            return;
        }

        if (last is { } known && time.GetElapsedTime(known.FoundAt) < LookAgainAfter)
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

    /// <summary>Returns unless a key is known to be missing; for whoever is about to promise a certificate. A key that can't be asked for now is promised for.</summary>
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

/// <summary>Keys that signed certificates are missing. The message says which, on one line, and what to do about it.</summary>
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
