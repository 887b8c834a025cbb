namespace Divoc.Functions.Keys;

/// <summary>Signing of data that do not contain the kid.</summary>
public static class DigestSigning
{
    /// <summary>Signs a digest with whichever key can.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="use">The purpose and the kind of key.</param>
    /// <param name="digest">SHA-256, 32 bytes.</param>
    /// <param name="lane">The priority if signatures have to wait for their turn.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="SigningKeyUnavailableException">No key that serves the purpose could sign.</exception>
    public static Task<KeySignature> SignDigestAsync(
        this ISigningKeys keys, SigningUse use, ReadOnlyMemory<byte> digest, SigningLane lane, CancellationToken cancellationToken)
    {
        return keys.SignAsync(
            use, lane, async (key, ending) => new KeySignature(await key.SignAsync(digest, ending), key.KeyId), cancellationToken);
    }
}

/// <summary>A signature with the name of its key, because several keys may share the work.</summary>
/// <param name="Value">The signature in the form of <see cref="SignatureAlgorithm"/>.</param>
/// <param name="KeyId">The kid of the key (RFC 7638 thumbprint), one of the published.</param>
public sealed record KeySignature(byte[] Value, string KeyId);
