using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Divoc.Functions.Keys;

/// <summary>
/// Certificates for keys whose signatures nobody trusts, so that formats that need a certificate can be tried out with them.
/// </summary>
internal static class TrialCertificate
{
    private static readonly X500DistinguishedName Nobody = new("CN=Nobody");
    private static readonly DateTimeOffset Start = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The key with a self-made certificate, if a rule can't name it without one.</summary>
    public static PublishedKey AddIfNeeded(SigningUse use, PublishedKey key)
    {
        if (use.Kid.CanName(key))
        {
            return key;
        }

        using var authority = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = PublicKey.CreateFromSubjectPublicKeyInfo(key.PublicKeyInfo, out _);
        var request = new CertificateRequest(Nobody, publicKey, HashAlgorithmName.SHA256);
        using var certificate = request.Create(Nobody, X509SignatureGenerator.CreateForECDsa(authority), Start, Start.AddYears(40), [1]);
        return key.CertifiedBy([new KeyCertificate(certificate.RawData, key.PublicKeyInfo)]);
    }
}
