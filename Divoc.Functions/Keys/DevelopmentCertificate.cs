using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Divoc.Functions.Keys;

/// <summary>
/// The self-signed certificate of a key that the program makes for its own machine, so that formats that need one can be tried out there.
/// Its name says so, and nobody else trusts it.
/// </summary>
internal static class DevelopmentCertificate
{
    private const string Name = "CN=DEVELOPMENT SIGNER - NOT FOR USE";

    /// <summary>The tolerance of verifiers for clocks that differ.</summary>
    private static readonly TimeSpan Earlier = TimeSpan.FromHours(1);

    /// <summary>Makes one.</summary>
    public static string PemOf(ECDsa key, DateTimeOffset now) => PemOf(new CertificateRequest(Name, key, HashAlgorithmName.SHA256), now);

    /// <summary>Makes one.</summary>
    public static string PemOf(RSA key, DateTimeOffset now) =>
        PemOf(new CertificateRequest(Name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss), now);

    /// <summary>Whether a certificate is one of these, by its name.</summary>
    public static bool IsOne(X509Certificate2 certificate) => certificate.Subject == Name;

    /// <summary>Whether the program made a key with such a certificate for its own machine.</summary>
    public static bool IsOf(PublishedKey key)
    {
        if (!key.MadeByProgram || key.Certificate is not { } der)
        {
            return false;
        }

        using var certificate = X509CertificateLoader.LoadCertificate(der.Span);
        return IsOne(certificate);
    }

    private static string PemOf(CertificateRequest request, DateTimeOffset now)
    {
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        using var certificate = request.CreateSelfSigned(now - Earlier, now.AddYears(10));
        return certificate.ExportCertificatePem();
    }
}
