namespace Divoc.Functions.Keys;

/// <summary>
/// The issuer's private keys, which sign and never leave their store. A store that can't be reached throws <see cref="SigningKeyUnavailableException"/>.
/// </summary>
public interface ISigningKey
{
    /// <summary>
    /// Every public key that verifiers need: those that sign now come first, then those that signed earlier or will sign later, newest first.
    /// </summary>
    Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken);

    /// <summary>Signs a digest with a current key.</summary>
    /// <param name="algorithm">Tells which kind of key signs.</param>
    /// <param name="digest">SHA-256, 32 bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NotSupportedException">The store can never have a key for this algorithm.</exception>
    Task<KeySignature> SignDigestAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken);
}
