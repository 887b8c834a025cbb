using System.Security.Cryptography;
using Divoc.Functions.Keys;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Formats;

/// <summary>A public key whose signatures count: RSA, Ed25519 or P-256, with the names under which proofs may tell it, and its time.</summary>
public sealed record TrustedKey
{
    /// <summary>The kid in answers: the JWK's own, else its thumbprint (RFC 7638).</summary>
    public required string Kid { get; init; }

    /// <summary>The values of <c>verificationMethod</c> that this key answers to.</summary>
    public IReadOnlyList<string> VerificationMethods { get; init; } = [];

    /// <summary>The X.509 certificates of the key as DER. Formats that name keys by their certificates look at what these say; nobody judges their chains.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Certificates { get; init; } = [];

    /// <summary>The URL of the issuer that publishes the key in a key set of its own; null where nothing says so. Formats that name keys by their thumbprints hold it against what they read.</summary>
    public string? Issuer { get; init; }

    /// <summary>How a directory calls that issuer; null where none does.</summary>
    public string? IssuerName { get; init; }

    /// <summary>
    /// The names of what the issuer has revoked of this key's, with the time up to which; null for all times. The whole is null where no list of the issuer's was given, so that nothing is known of revocations.
    /// </summary>
    public IReadOnlyDictionary<string, DateTimeOffset?>? RevokedNames { get; init; }

    /// <summary>Whether it is a key of this service: then the registry is asked.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Whether it is a key of this service that is out of use. Somebody may have found it, so of what it signed only that counts whose content the registry lists.</summary>
    public bool IsFormer { get; init; }

    /// <summary>
    /// Whether the registry lists only a part of what it signed, as of a key of an earlier system. What is not listed is judged like a certificate of another issuer, by <see cref="Profile"/>.
    /// </summary>
    public bool IsPartlyListed { get; init; }

    /// <summary>What is known of its issuer.</summary>
    public IssuerProfile Profile { get; init; } = IssuerProfile.Unknown;

    /// <summary>The RSA key; null for another.</summary>
    public RSAParameters? Rsa { get; init; }

    /// <summary>What an RSA key signs with.</summary>
    public RsaJwsAlgorithm Algorithm { get; init; }

    /// <summary>The Ed25519 key; null for another.</summary>
    public Ed25519PublicKey? Ed25519 { get; init; }

    /// <summary>The key on the curve P-256; null for another.</summary>
    public ECParameters? P256 { get; init; }

    /// <summary>First instant at which it may have signed (UTC); null for no bound.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>First instant at which it may not have signed any more (UTC); null for no bound.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Whether a proof may tell this key by a name.</summary>
    public bool AnswersTo(string verificationMethod) => VerificationMethods.Contains(verificationMethod, StringComparer.Ordinal);

    /// <summary>Whether one of its certificates has a name by <see cref="KidRule.CertificateHash"/>.</summary>
    public bool HasCertificateNamed(string kid) => Certificates.Any(certificate => KidRule.NameOf(certificate.Span) == kid);

    /// <summary>Whether it may have signed at an instant.</summary>
    public bool IsValidAt(DateTimeOffset instant) => !(instant < NotBefore) && !(instant >= NotAfter);
}
