namespace Divoc.Functions.Keys;

/// <summary>
/// The issuer's private keys, which sign and never leave their store. A store that can't be reached throws
/// <see cref="SigningKeyUnavailableException"/>.
/// </summary>
public interface ISigningKeys
{
    /// <summary>
    /// All public keys that verifiers need, for all purposes. For each purpose and algorithm, a key that signs now (named by its
    /// thumbprint) comes first; those that signed earlier or will sign later come last, newest first.
    /// </summary>
    Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Chooses a key and lets the caller sign with it, because the signed data may contain the kid. If that key can't be reached, the next
    /// one is chosen and the caller is called again, until each was tried once or time is up. Only keys that are assigned to the purpose
    /// sign; if there are none for the algorithm and the kid rule, those for every purpose do.
    /// </summary>
    /// <typeparam name="T">The result of the caller.</typeparam>
    /// <param name="use">The purpose, the kind of key, and how the signed data name the key.</param>
    /// <param name="lane">The priority if signatures have to wait for their turn.</param>
    /// <param name="sign">
    /// Makes the data and signs them with the key, which can be used until this returns. Must have no side effects, because it may be
    /// called again with another key.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="SigningKeyUnavailableException">No key that serves the purpose could sign.</exception>
    Task<T> SignAsync<T>(
        SigningUse use, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken);
}

/// <summary>A key that was chosen for one use.</summary>
/// <param name="use">The use for which it was chosen; its rule can name the key.</param>
/// <param name="published">Its public half.</param>
/// <param name="sign">Signs a SHA-256 digest.</param>
public sealed class ChosenKey(SigningUse use, PublishedKey published, Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]>> sign)
{
    /// <summary>The public half.</summary>
    public PublishedKey Published => published;

    /// <summary>
    /// The thumbprint (RFC 7638) with which the key is published and remembered in the registry, whatever the rule. Signed data name the
    /// key by <see cref="KidToWrite"/>.
    /// </summary>
    public string KeyId => published.KeyId;

    /// <summary>The name of the key in the signed data, by the rule of the use.</summary>
    public string KidToWrite { get; } = use.Kid.KidOf(published)
        ?? throw new ArgumentException($"The key lacks what its name is made of: {use.Kid.Needs}.", nameof(published));

    /// <summary>Signs a digest.</summary>
    /// <param name="digest">SHA-256, 32 bytes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The signature in the form of <see cref="SignatureAlgorithm"/>.</returns>
    /// <exception cref="SigningKeyUnavailableException">
    /// The key did not sign. If the caller does not catch it, the next key is chosen.
    /// </exception>
    public Task<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) => sign(digest, cancellationToken);
}

/// <summary>
/// The priority of a signature if signatures have to wait for their turn: interactive ones go first, but each other waiting lane gets about
/// every tenth turn or more.
/// </summary>
public enum SigningLane
{
    /// <summary>Somebody waits for it.</summary>
    Interactive,

    /// <summary>One of many, for which nobody waits at a screen.</summary>
    Bulk,

    /// <summary>Lists that the service publishes from time to time, such as lists of revocations.</summary>
    Status,
}

/// <summary>Signature algorithms of JWS (RFC 7518 section 3.1) that signing keys support. All take a SHA-256 digest.</summary>
public enum SignatureAlgorithm
{
    /// <summary>RSASSA-PSS with SHA-256, MGF1 with SHA-256, salt of 32 bytes (section 3.5); RSA keys of at least 2048 bits.</summary>
    PS256,

    /// <summary>ECDSA over P-256 with SHA-256; the signature is R and S, 32 bytes each (section 3.4).</summary>
    ES256,
}

/// <summary>
/// The key's store could not be reached or did not answer. This is an error of the key, never of the event: whoever catches it tries again
/// later.
/// </summary>
public sealed class SigningKeyUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
