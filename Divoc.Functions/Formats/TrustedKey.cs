using System.Security.Cryptography;
using Divoc.Functions.Keys;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Formats;

/// <summary>A public key whose signatures are trusted: RSA, Ed25519 or P-256, with its names in proofs and its time.</summary>
public sealed record TrustedKey
{
    /// <summary>The kid in answers: the JWK's own, else its thumbprint (RFC 7638).</summary>
    public required string Kid { get; init; }

    /// <summary>The values of <c>verificationMethod</c> that name this key.</summary>
    public IReadOnlyList<string> VerificationMethods { get; init; } = [];

    /// <summary>
    /// The X.509 certificates of the key as DER. Formats that name keys by their certificates read them; certificate chains are not
    /// checked.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Certificates { get; init; } = [];

    /// <summary>
    /// The URL of the issuer that publishes the key in its own key set; null if it is unknown. Formats that name keys by their thumbprints
    /// compare it with the credential.
    /// </summary>
    public string? Issuer { get; init; }

    /// <summary>The name of that issuer in a directory; null for none.</summary>
    public string? IssuerName { get; init; }

    /// <summary>
    /// The names of the credentials of this key that the issuer has revoked, each with the end of the revoked period; null for no end. The
    /// whole is null if no list of the issuer is known, so that revocations can't be checked.
    /// </summary>
    public IReadOnlyDictionary<string, DateTimeOffset?>? RevokedNames { get; init; }

    /// <summary>Whether it is a key of this service: then the registry is asked.</summary>
    public bool IsOwn { get; init; }

    /// <summary>
    /// Whether it is a key of this service that is out of use. Somebody may have stolen it, so only those of its credentials count whose
    /// content the registry lists.
    /// </summary>
    public bool IsFormer { get; init; }

    /// <summary>
    /// Whether the registry lists only some of the certificates that it signed, as for a key of an earlier system. Certificates that are
    /// not listed are checked like those of another issuer, by <see cref="Profile"/>.
    /// </summary>
    public bool IsPartlyListed { get; init; }

    /// <summary>What is known about its issuer.</summary>
    public IssuerProfile Profile { get; init; } = IssuerProfile.Unknown;

    /// <summary>The RSA key; null for another kind.</summary>
    public RSAParameters? Rsa { get; init; }

    /// <summary>The algorithm of an RSA key.</summary>
    public RsaJwsAlgorithm Algorithm { get; init; }

    /// <summary>The Ed25519 key; null for another kind.</summary>
    public Ed25519PublicKey? Ed25519 { get; init; }

    /// <summary>The key on the curve P-256; null for another kind.</summary>
    public ECParameters? P256 { get; init; }

    /// <summary>First instant at which it may have signed (UTC); null for no limit.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>First instant at which it may not sign any more (UTC); null for no limit.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Whether a proof may name this key so.</summary>
    public bool AnswersTo(string verificationMethod) => VerificationMethods.Contains(verificationMethod, StringComparer.Ordinal);

    /// <summary>Whether one of its certificates has a name by <see cref="KidRule.CertificateHash"/>.</summary>
    public bool HasCertificateNamed(string kid) => Certificates.Any(certificate => KidRule.NameOf(certificate.Span) == kid);

    /// <summary>Whether it may have signed at an instant.</summary>
    public bool IsValidAt(DateTimeOffset instant) => !(instant < NotBefore) && !(instant >= NotAfter);
}
