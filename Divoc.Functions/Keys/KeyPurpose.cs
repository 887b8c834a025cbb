using System.Text.RegularExpressions;

namespace Divoc.Functions.Keys;

/// <summary>
/// The purpose of a key, such as <c>divoc</c> or <c>status</c>. Whoever signs has a purpose and registers it
/// (<see cref="KeysRegistration.AddKeyPurpose"/>); the settings may then assign keys to it. A key without assigned purposes serves every
/// purpose. Names are persisted with the keys that signed, so a name never changes its meaning.
/// </summary>
public sealed partial record KeyPurpose
{
    /// <summary>Makes a purpose.</summary>
    /// <param name="name">1 to 32 lower-case letters, digits and hyphens, the first of them a letter.</param>
    /// <exception cref="ArgumentException">The name has another form.</exception>
    public KeyPurpose(string name)
    {
        Name = Form().IsMatch(name) ? name : throw new ArgumentException(
            "The name of a purpose has 1 to 32 lower-case letters, digits and hyphens, the first of them a letter.", nameof(name));
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Reads a name that somebody wrote. Null if it is not one.</summary>
    public static KeyPurpose? TryParse(string name) => Form().IsMatch(name) ? new KeyPurpose(name) : null;

    /// <inheritdoc/>
    public override string ToString() => Name;

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,31}\z")]
    private static partial Regex Form();
}

/// <summary>The use of a key: a purpose and an algorithm.</summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Algorithm">The algorithm.</param>
public sealed record SigningUse(KeyPurpose Purpose, SignatureAlgorithm Algorithm)
{
    /// <summary>How the signed data name the key; by default by its thumbprint. A key that the rule can't name is never chosen.</summary>
    public KidRule Kid { get; init; } = KidRule.Thumbprint;

    /// <summary>
    /// Whether a key with a certificate of development (<see cref="DevelopmentCertificate"/>) may be made, if signatures stay on this
    /// machine and no key has the certificate that <see cref="Kid"/> needs. Default false, because callers must then check the content of
    /// certificates.
    /// </summary>
    public bool TakesDevelopmentCertificate { get; init; }

    /// <summary>Decides which of the keys may be chosen; null for all. No key is made if none of them may.</summary>
    public Func<PublishedKey, bool>? Only { get; init; }

    /// <summary>Whether a key may sign this, if it signs for the purpose.</summary>
    internal bool Fits(PublishedKey key) => key.Algorithm == Algorithm && Kid.CanName(key) && Only?.Invoke(key) != false;
}
