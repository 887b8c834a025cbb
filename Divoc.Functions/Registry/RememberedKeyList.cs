using Divoc.Functions.Storage;

namespace Divoc.Functions.Registry;

/// <summary>
/// Reads the keys that ever signed, and records that a key is lost for good. Uses only the registry, so that it knows the keys even if they
/// are lost.
/// </summary>
public sealed class RememberedKeyList(RegistryDocuments documents, TimeProvider time)
{
    /// <summary>How long the result is recent enough for verifying, which anybody can request.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private const int MostTries = 5;

    // Replaced as a whole, so that concurrent calls may do it.
    private KnownKeys? known;

    /// <summary>The keys that are remembered now, in no order.</summary>
    public async Task<IReadOnlyList<RememberedKey>> ReadAsync(CancellationToken cancellationToken)
    {
        var keys = new List<RememberedKey>();
        await foreach (var page in documents.ListAsync(RememberedKey.Prefix, cancellationToken))
        {
            foreach (var kid in page)
            {
                if (await documents.ReadAsync(RememberedKey.PathOf(kid), RegistryJson.Compact.RememberedKey, cancellationToken) is { } read)
                {
                    keys.Add(read.Document);
                }
            }
        }

        known = new KnownKeys(keys, time.GetTimestamp());
        return keys;
    }

    /// <summary>The keys that were remembered at most a minute ago, or when the store could last be read.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be reached, and was never reached.</exception>
    public async Task<IReadOnlyList<RememberedKey>> ReadForVerifyingAsync(CancellationToken cancellationToken)
    {
        if (known is { } fresh && time.GetElapsedTime(fresh.ReadAt) < Lifetime)
        {
            return fresh.Keys;
        }

        try
        {
            return await ReadAsync(cancellationToken);
        }
        catch (StoreUnavailableException) when (known is not null)
        {
            return known.Keys;
        }
    }

    /// <summary>
    /// Adds a key that this process has just remembered, or a new purpose of a key, so that it need not wait until it reads it.
    /// </summary>
    internal void Learn(RememberedKey key)
    {
        if (known is { } before)
        {
            known = before with { Keys = [.. before.Keys.Where(other => other.Kid != key.Kid), key] };
        }
    }

    /// <summary>
    /// Records that a key is lost permanently, so that its absence stops nothing any more. Its signatures are verified as before.
    /// </summary>
    /// <returns>The key as it is remembered now; null if it is unknown.</returns>
    public async Task<RememberedKey?> RetireAsync(string kid, string reason, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var read = await documents.ReadAsync(RememberedKey.PathOf(kid), RegistryJson.Compact.RememberedKey, cancellationToken);
            if (read is not { Document.RetiredAt: null })
            {
                return read?.Document;
            }

            var retired = read.Value.Document with { RetiredAt = time.GetUtcNow(), RetiredFor = reason };
            if (await documents.TryWriteAsync(
                RememberedKey.PathOf(kid), retired, read.Value.ETag, RegistryJson.Compact.RememberedKey, cancellationToken))
            {
                ProtocolWrites.Done(ProtocolWrite.KeyRemembered, kid);
                return retired;
            }
        }

        throw new StoreUnavailableException("Other processes are writing about the same key.");
    }

    private sealed record KnownKeys(IReadOnlyList<RememberedKey> Keys, long ReadAt);
}
