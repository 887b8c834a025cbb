using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Divoc.Functions.Tests.Keys.Vault;

/// <summary>Self-signed certificates of signing keys as DER, another one each time.</summary>
internal static class SignerCertificate
{
    public static byte[] Of(ECDsa key) => SelfSigned(new CertificateRequest("CN=signer", key, HashAlgorithmName.SHA256));

    public static byte[] Of(RSA key) =>
        SelfSigned(new CertificateRequest("CN=signer", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));

    public static string PemOf(byte[] certificate) => PemEncoding.WriteString("CERTIFICATE", certificate);

    private static byte[] SelfSigned(CertificateRequest request)
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var certificate = request.CreateSelfSigned(start, start.AddYears(10));
        return certificate.RawData;
    }
}
