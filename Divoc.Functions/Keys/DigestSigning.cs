namespace Divoc.Functions.Keys;

/// <summary>Signing where the kid is not inside what is signed.</summary>
public static class DigestSigning
{
    /// <summary>Signs a digest with whichever key can.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="use">What is signed, and by which kind of key.</param>
    /// <param name="digest">SHA-256, 32 bytes.</param>
    /// <param name="lane">Who goes first where signatures have to wait for their turn.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SigningKeyUnavailableException">No key that serves the purpose could sign.</exception>
    public static Task<KeySignature> SignDigestAsync(
        this ISigningKeys keys, SigningUse use, ReadOnlyMemory<byte> digest, SigningLane lane, CancellationToken cancellationToken)
    {
        return keys.SignAsync(
            use, lane, async (key, ending) => new KeySignature(await key.SignAsync(digest, ending), key.KeyId), cancellationToken);
    }
}

/// <summary>A signature with the name of the key that made it, since several may share the work.</summary>
/// <param name="Value">The signature in the form of <see cref="SignatureAlgorithm"/>.</param>
/// <param name="KeyId">The kid of the key (RFC 7638 thumbprint), one of the published.</param>
public sealed record KeySignature(byte[] Value, string KeyId);
