using System.Security.Cryptography;

namespace Divoc.Functions.Keys;

/// <summary>
/// How a format names the key that signed, in what it signs. The registry remembers every key by its thumbprint, whatever formats call it.
/// </summary>
public sealed class KidRule
{
    private const int BytesOfHash = 8;

    private readonly string name;
    private readonly Func<PublishedKey, string?> kidOf;

    private KidRule(string name, string? needs, Func<PublishedKey, string?> kidOf)
    {
        (this.name, this.kidOf, Needs) = (name, kidOf, needs);
    }

    /// <summary>The thumbprint of the JWK (RFC 7638), <see cref="PublishedKey.KeyId"/>.</summary>
    public static KidRule Thumbprint { get; } = new("thumbprint", null, static key => key.KeyId);

    /// <summary>
    /// The first eight bytes of the SHA-256 of the certificate's DER, in base64 with padding, as EU Digital COVID Certificates name keys
    /// (Electronic Health Certificate Specification, key identifier).
    /// </summary>
    public static KidRule CertificateHash { get; } = new(
        "certificate hash", "an X.509 certificate", static key => key.Certificate is { } der ? NameOf(der.Span) : null);

    /// <summary>The name that <see cref="CertificateHash"/> gives to the key of a certificate.</summary>
    /// <param name="certificate">DER.</param>
    public static string NameOf(ReadOnlySpan<byte> certificate) => Convert.ToBase64String(SHA256.HashData(certificate).AsSpan(0, BytesOfHash));

    /// <summary>What a key must have to be named, as words; null where every key can be.</summary>
    public string? Needs { get; }

    /// <summary>The name of a key; null where it lacks what the rule needs.</summary>
    public string? KidOf(PublishedKey key) => kidOf(key);

    /// <summary>Whether a key has what the rule needs.</summary>
    public bool CanName(PublishedKey key) => kidOf(key) is not null;

    /// <inheritdoc/>
    public override string ToString() => name;
}
