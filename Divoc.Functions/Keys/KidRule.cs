using System.Security.Cryptography;

namespace Divoc.Functions.Keys;

/// <summary>
/// How the signed data of a format name the key. The registry remembers every key by its thumbprint, whatever name a format uses.
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
    /// The first eight bytes of the SHA-256 of the certificate's DER, in base64 with padding, like the names of keys in EU Digital COVID
    /// Certificates (Electronic Health Certificate Specification, key identifier).
    /// </summary>
    public static KidRule CertificateHash { get; } = new(
        "certificate hash", "an X.509 certificate", static key => key.Certificate is { } der ? NameOf(der.Span) : null);

    /// <summary>The name of the key of a certificate by <see cref="CertificateHash"/>.</summary>
    /// <param name="certificate">DER.</param>
    public static string NameOf(ReadOnlySpan<byte> certificate) =>
        Convert.ToBase64String(SHA256.HashData(certificate).AsSpan(0, BytesOfHash));

    /// <summary>What a key needs to have a name, in words; null if every key has one.</summary>
    public string? Needs { get; }

    /// <summary>The name of a key; null if it lacks what the rule needs.</summary>
    public string? KidOf(PublishedKey key) => kidOf(key);

    /// <summary>Whether a key has what the rule needs.</summary>
    public bool CanName(PublishedKey key) => kidOf(key) is not null;

    /// <inheritdoc/>
    public override string ToString() => name;
}
