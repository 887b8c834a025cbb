namespace Divoc.Functions.Keys;

/// <summary>
/// The issuer's private keys, which sign and never leave their store. A store that can't be reached throws <see cref="SigningKeyUnavailableException"/>.
/// </summary>
public interface ISigningKeys
{
    /// <summary>
    /// Every public key that verifiers need, of all purposes. Of those that serve one purpose and have one algorithm, a key that signs now
    /// (named by its thumbprint) comes first; those that signed earlier or will sign later come last, newest first.
    /// </summary>
    Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Chooses a key and has the caller sign with it, since the kid may be inside what is signed. Where that key can't be reached, the next one is chosen and the caller
    /// called again, until each was tried once or time is up. Keys that are named for the purpose sign alone; where there are none for the algorithm
    /// and the kid rule, those that serve every purpose do.
    /// </summary>
    /// <typeparam name="T">What the caller makes.</typeparam>
    /// <param name="use">What is signed, by which kind of key, and how it names the key.</param>
    /// <param name="lane">Who goes first where signatures have to wait for their turn.</param>
    /// <param name="sign">Makes what is signed and signs it with the key, which can be used until this ends. Changes nothing, since it may be called again with another key.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SigningKeyUnavailableException">No key that serves the purpose could sign.</exception>
    Task<T> SignAsync<T>(
        SigningUse use, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken);
}

/// <summary>A key that was chosen for one use.</summary>
/// <param name="use">What it was chosen for; its rule can name the key.</param>
/// <param name="published">Its public half.</param>
/// <param name="sign">Signs a SHA-256 digest.</param>
public sealed class ChosenKey(SigningUse use, PublishedKey published, Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]>> sign)
{
    /// <summary>The public half.</summary>
    public PublishedKey Published => published;

    /// <summary>
    /// The thumbprint (RFC 7638), by which the key is published and the registry remembers it, whatever the rule. What is signed names the key by
    /// <see cref="KidToWrite"/>.
    /// </summary>
    public string KeyId => published.KeyId;

    /// <summary>The name of the key to write into what is signed, by the rule of the use.</summary>
    public string KidToWrite { get; } = use.Kid.KidOf(published)
        ?? throw new ArgumentException($"The key lacks what its name is made of: {use.Kid.Needs}.", nameof(published));

    /// <summary>Signs a digest.</summary>
    /// <param name="digest">SHA-256, 32 bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The signature in the form of <see cref="SignatureAlgorithm"/>.</returns>
    /// <exception cref="SigningKeyUnavailableException">The key did not sign. Whoever lets it pass has the next key chosen.</exception>
    public Task<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) => sign(digest, cancellationToken);
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
