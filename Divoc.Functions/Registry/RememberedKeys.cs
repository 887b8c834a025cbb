using System.Collections.Concurrent;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Registry;

/// <summary>
/// Remembers the public half of every key that signed: what a key signed is valid for longer than the key's own store may keep it. Nothing that a key signed
/// is stored before its document is.
/// </summary>
public sealed class RememberedKeys(RegistryDocuments documents, RememberedKeyList list, ISigningKey keys, TimeProvider time)
{
    /// <summary>All keys sign DIVOC's credentials and the list of revocations.</summary>
    private const string Purpose = "divoc";

    // Only what was seen in the registry. Several calls may look for the same kid at once: the first document stays.
    private readonly ConcurrentDictionary<string, bool> seen = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns when a key is remembered, and as one that must not be lost if others rely on it now. Costs a process one read for each kid, and the first process
    /// of all one write.
    /// </summary>
    /// <param name="kid">The kid of a signature.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SigningKeyUnavailableException">The key is not among the published ones, or they can't be read.</exception>
    public async Task RememberAsync(string kid, CancellationToken cancellationToken)
    {
        if (seen.ContainsKey(kid))
        {
            return;
        }

        var stored = await documents.ReadAsync(RememberedKey.PathOf(kid), RegistryJson.Compact.RememberedKey, cancellationToken);
        var key = stored?.Document;
        if (key is not { IsNeeded: true })
        {
            var described = await DescribeAsync(kid, cancellationToken);
            key = key is null ? described : key with { MadeByProgram = key.MadeByProgram && described.MadeByProgram, RetiredAt = null, RetiredFor = null };

            // Refused: another process was first, and its document stays.
            if (key != stored?.Document
                && await documents.TryWriteAsync(RememberedKey.PathOf(kid), key, stored?.ETag, RegistryJson.Compact.RememberedKey, cancellationToken))
            {
                ProtocolWrites.Done(ProtocolWrite.KeyRemembered, kid);
            }
        }

        list.Learn(key);
        seen.TryAdd(kid, true);
    }

    private async Task<RememberedKey> DescribeAsync(string kid, CancellationToken cancellationToken)
    {
        var published = await keys.GetPublishedKeysAsync(cancellationToken);
        var key = published.FirstOrDefault(candidate => candidate.KeyId == kid)
            ?? throw new SigningKeyUnavailableException("A key has signed that is not among the published ones.");
        return new RememberedKey
        {
            Kid = kid,
            Purpose = Purpose,
            Algorithm = key.Algorithm,
            PublicKey = key.Members.ToDictionary(),
            RememberedAt = time.GetUtcNow(),
            MadeByProgram = key.MadeByProgram,
        };
    }
}
