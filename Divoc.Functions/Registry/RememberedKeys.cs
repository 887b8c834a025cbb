using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Registry;

/// <summary>
/// Remembers the public half of every key that signed: what a key signed is valid for longer than the key's own store may keep it. Nothing that a key signed
/// is stored before its document is.
/// </summary>
public sealed class RememberedKeys(RegistryDocuments documents, ISigningKey keys, TimeProvider time)
{
    /// <summary>All keys sign DIVOC's credentials and the list of revocations.</summary>
    private const string Purpose = "divoc";

    // Only what was seen in the registry. Several calls may look for the same kid at once: the first document stays.
    private readonly ConcurrentDictionary<string, bool> seen = new(StringComparer.Ordinal);

    /// <summary>Returns when a key is remembered. Costs a process one read for each kid, and the first process of all one write.</summary>
    /// <param name="kid">The kid of a signature.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SigningKeyUnavailableException">The key is not among the published ones, or they can't be read.</exception>
    public async Task RememberAsync(string kid, CancellationToken cancellationToken)
    {
        if (seen.ContainsKey(kid))
        {
            return;
        }

        if (await documents.FindETagAsync(PathOf(kid), cancellationToken) is null)
        {
            var key = await DescribeAsync(kid, cancellationToken);

            // Refused: another process was first, and its document stays.
            if (await documents.TryWriteAsync(PathOf(kid), key, null, RegistryJson.Compact.RememberedKey, cancellationToken))
            {
                ProtocolWrites.Done(ProtocolWrite.KeyRemembered, kid);
            }
        }

        seen.TryAdd(kid, true);
    }

    private static string PathOf(string kid) => $"keys/{kid}.json";

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

/// <summary>The public half of a key that signed, for verifying: written before the first of what it signed is stored, never changed.</summary>
public sealed record RememberedKey
{
    /// <summary>The form of this document.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = 1;

    /// <summary>The key id: SHA-256 thumbprint of the JWK, base64url (RFC 7638).</summary>
    public required string Kid { get; init; }

    /// <summary>What the key signs: <c>divoc</c> for DIVOC's credentials and the list of revocations.</summary>
    public required string Purpose { get; init; }

    /// <summary>The one algorithm that it signs with.</summary>
    public required SignatureAlgorithm Algorithm { get; init; }

    /// <summary>The members of the JWK that the kid is made of, in lexicographic order: <c>e, kty, n</c> of an RSA key, <c>crv, kty, x, y</c> of one on a curve.</summary>
    public required IReadOnlyDictionary<string, string> PublicKey { get; init; }

    /// <summary>When it was written (UTC).</summary>
    public required DateTimeOffset RememberedAt { get; init; }

    /// <summary>Whether the program made the key for use on its own machine, so that nobody else relies on what it signed.</summary>
    public required bool MadeByProgram { get; init; }
}
