using Divoc.Functions.Storage;

namespace Divoc.Functions.Registry;

/// <summary>Reads the keys that ever signed, and records of one that it is gone for good. Asks the registry only, so that it knows them where the keys are lost.</summary>
public sealed class RememberedKeyList(RegistryDocuments documents, TimeProvider time)
{
    /// <summary>For so long what was read is good enough to verify with: anybody may ask for that.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private const int MostTries = 5;

    // Replaced as a whole, so that several calls may do it at once.
    private KnownKeys? known;

    /// <summary>The keys as they are remembered now, in no order.</summary>
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

    /// <summary>The keys as they were remembered at most a minute ago, or when the store was last there.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be reached, and never could.</exception>
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

    /// <summary>This process has just remembered a key, or that it serves more purposes, so that it need not wait until it reads of it.</summary>
    internal void Learn(RememberedKey key)
    {
        if (known is { } before)
        {
            known = before with { Keys = [.. before.Keys.Where(other => other.Kid != key.Kid), key] };
        }
    }

    /// <summary>Records that a key is gone for good, so that its lack stops nothing any more. What it signed is verified as before.</summary>
    /// <returns>The key as it is remembered now; null if it is not.</returns>
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
            if (await documents.TryWriteAsync(RememberedKey.PathOf(kid), retired, read.Value.ETag, RegistryJson.Compact.RememberedKey, cancellationToken))
            {
                ProtocolWrites.Done(ProtocolWrite.KeyRemembered, kid);
                return retired;
            }
        }

        throw new StoreUnavailableException("Other processes are writing about the same key.");
    }

    private sealed record KnownKeys(IReadOnlyList<RememberedKey> Keys, long ReadAt);
}
