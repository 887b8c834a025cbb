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
    /// <param name="lane">Who goes first where signatures have to wait for their turn.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NotSupportedException">The store can never have a key for this algorithm.</exception>
    Task<KeySignature> SignDigestAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> digest, SigningLane lane, CancellationToken cancellationToken);
}

/// <summary>
/// What a signature is for, where signatures have to wait for their turn: interactive ones go first, but each other lane that waits gets at least every tenth turn or nearly so.
/// </summary>
public enum SigningLane
{
    /// <summary>Somebody waits for it.</summary>
    Interactive,

    /// <summary>One of very many, for which nobody waits at a screen.</summary>
    Bulk,

    /// <summary>What the service publishes of itself from time to time, such as lists of revocations.</summary>
    Status,
}

/// <summary>A signature with the name of the key that made it, since several may share the work.</summary>
/// <param name="Value">The signature in the form of <see cref="SignatureAlgorithm"/>.</param>
/// <param name="KeyId">The kid of the key (RFC 7638 thumbprint), one of the published.</param>
public sealed record KeySignature(byte[] Value, string KeyId);

/// <summary>Signature algorithms of JWS (RFC 7518 section 3.1) that signing keys know. All take a SHA-256 digest.</summary>
public enum SignatureAlgorithm
{
    /// <summary>RSASSA-PSS with SHA-256, MGF1 with SHA-256, salt of 32 bytes (section 3.5); RSA keys of at least 2048 bits.</summary>
    PS256,

    /// <summary>ECDSA over P-256 with SHA-256; the signature is R and S, 32 bytes each (section 3.4).</summary>
    ES256,
}

/// <summary>The key's store could not be asked or did not answer. A fault of the key, never of the event: whoever catches it tries again later.</summary>
public sealed class SigningKeyUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
