using System.Text.RegularExpressions;

namespace Divoc.Functions.Keys;

/// <summary>
/// What a key signs, such as <c>divoc</c> or <c>status</c>. Whoever signs brings a purpose and registers it (<see cref="KeysRegistration.AddKeyPurpose"/>); the settings may then
/// name keys for it. A key for which no purpose is named serves every purpose. Names are persisted with the keys that signed, so a name never changes its meaning.
/// </summary>
public sealed partial record KeyPurpose
{
    /// <summary>Makes a purpose.</summary>
    /// <param name="name">1 to 32 lower-case letters, digits and hyphens, the first of them a letter.</param>
    /// <exception cref="ArgumentException">It is no such name.</exception>
    public KeyPurpose(string name)
    {
        Name = Form().IsMatch(name) ? name : throw new ArgumentException("The name of a purpose has 1 to 32 lower-case letters, digits and hyphens, the first of them a letter.", nameof(name));
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Reads a name that somebody wrote. Null if it is none.</summary>
    public static KeyPurpose? TryParse(string name) => Form().IsMatch(name) ? new KeyPurpose(name) : null;

    /// <inheritdoc/>
    public override string ToString() => Name;

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,31}\z")]
    private static partial Regex Form();
}

/// <summary>What signs something: a key of a purpose, by an algorithm.</summary>
/// <param name="Purpose">What is signed.</param>
/// <param name="Algorithm">How.</param>
public sealed record SigningUse(KeyPurpose Purpose, SignatureAlgorithm Algorithm)
{
    /// <summary>How what is signed names the key. Default by its thumbprint. A key that the rule can't name is never chosen.</summary>
    public KidRule Kid { get; init; } = KidRule.Thumbprint;

    /// <summary>
    /// Whether, where what is signed stays on this machine and no key has the certificate that <see cref="Kid"/> needs, one is made with a certificate of development
    /// (<see cref="DevelopmentCertificate"/>). Default false: whoever signs has to look at what a certificate says.
    /// </summary>
    public bool TakesDevelopmentCertificate { get; init; }

    /// <summary>Which of the keys may be chosen; null for all. None is made where none of them may.</summary>
    public Func<PublishedKey, bool>? Only { get; init; }

    /// <summary>Whether a key may sign this, if it signs for the purpose.</summary>
    internal bool Fits(PublishedKey key) => key.Algorithm == Algorithm && Kid.CanName(key) && Only?.Invoke(key) != false;
}
