using System.Collections.Concurrent;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Registry;

/// <summary>
/// Remembers the public half of every key that signed, because its signatures are valid for longer than the key's own store may keep it.
/// Nothing that a key signed is stored before its document.
/// </summary>
public sealed class RememberedKeys(RegistryDocuments documents, RememberedKeyList list, ISigningKeys keys, TimeProvider time)
{
    private const string PurposeForEarlierVersions = "divoc";

    // Only keys that were found in the registry. Several calls may look for the same kid at once.
    private readonly ConcurrentDictionary<string, bool> seen = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns when a key is remembered with its present purposes and certificate, and as one that must not be lost if others rely on it.
    /// Costs a process one read for each kid, and the first process one write.
    /// </summary>
    /// <param name="kid">The kid of a signature.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SigningKeyUnavailableException">The key is not among the published ones, or they can't be read.</exception>
    public async Task RememberAsync(string kid, CancellationToken cancellationToken)
    {
        if (seen.ContainsKey(kid))
        {
            return;
        }

        var stored = await documents.ReadAsync(RememberedKey.PathOf(kid), RegistryJson.Compact.RememberedKey, cancellationToken);
        var key = stored?.Document;
        RememberedKey described;
        try
        {
            described = await DescribeAsync(kid, cancellationToken);
        }
        catch (SigningKeyUnavailableException) when (key is { IsNeeded: true, Purposes: null })
        {
            // Its signatures can be verified with what is remembered. Whether it has a certificate by now is checked the next time.
            list.Learn(key);
            return;
        }

        key = key is null ? described : Join(key, described);
        if (key != stored?.Document)
        {
            if (!await documents.TryWriteAsync(
                RememberedKey.PathOf(kid), key, stored?.ETag, RegistryJson.Compact.RememberedKey, cancellationToken))
            {
                // Another process was first, and its document stays, unless it has less than this process knows.
                await RememberAsync(kid, cancellationToken);
                return;
            }

            ProtocolWrites.Done(ProtocolWrite.KeyRemembered, kid);
        }

        list.Learn(key);
        seen.TryAdd(kid, true);
    }

    /// <summary>
    /// Joins what was remembered and what is true now. Purposes and certificates are never removed: signatures for or under them stay
    /// valid.
    /// </summary>
    private static RememberedKey Join(RememberedKey stored, RememberedKey now)
    {
        var added = now.Purposes?.Except(stored.Purposes ?? []).ToList();
        var purposes = stored.Purposes;
        if (stored.Purposes is not null && added is not { Count: 0 })
        {
            purposes = added is null ? null : [.. stored.Purposes, .. added];
        }

        var certificates = stored.Certificates;
        if (now.Certificates?.Except(certificates ?? []).ToList() is { Count: > 0 } another)
        {
            certificates = [.. certificates ?? [], .. another];
        }

        return stored with
        {
            Purposes = purposes,
            Certificates = certificates,
            MadeByProgram = stored.MadeByProgram && now.MadeByProgram,
            RetiredAt = null,
            RetiredFor = null,
        };
    }

    private async Task<RememberedKey> DescribeAsync(string kid, CancellationToken cancellationToken)
    {
        var published = await keys.GetPublishedKeysAsync(cancellationToken);
        var key = published.FirstOrDefault(candidate => candidate.KeyId == kid)
            ?? throw new SigningKeyUnavailableException("A key has signed that is not among the published ones.");
        return new RememberedKey
        {
            Kid = kid,
            Purpose = PurposeForEarlierVersions,
            Purposes = key.Purposes.Count == 0 ? null : [.. key.Purposes.Select(purpose => purpose.Name)],
            Algorithm = key.Algorithm,
            PublicKey = key.Members.ToDictionary(),
            Certificates = key.Certificate is { } der ? [Convert.ToBase64String(der.Span)] : null,
            RememberedAt = time.GetUtcNow(),
            MadeByProgram = key.MadeByProgram,
        };
    }
}
