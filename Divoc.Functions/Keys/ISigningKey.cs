namespace Divoc.Functions.Keys;

/// <summary>
/// A private key that signs and never leaves its store. A store that can't be reached throws <see cref="SigningKeyUnavailableException"/>.
/// </summary>
public interface ISigningKey
{
    /// <summary>The public half, with its kid (RFC 7638 thumbprint).</summary>
    PublishedKey PublicKey { get; }

    /// <summary>
    /// Signs a SHA-256 digest with PS256: RSASSA-PSS, MGF1 with SHA-256, salt of 32 bytes (RFC 7518 section 3.5).
    /// </summary>
    /// <param name="digest">32 bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The signature, as long as the modulus.</returns>
    Task<byte[]> SignDigestAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken);
}
