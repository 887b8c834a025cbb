using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Divoc.Functions.Formats.EuDcc;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>A document signer of another issuer, made for a test: a key and its self-signed certificate.</summary>
internal sealed class DocumentSigner : IDisposable
{
    public const string ForTests = "1.3.6.1.4.1.1847.2021.1.1";
    public const string ForVaccinations = "1.3.6.1.4.1.1847.2021.1.2";
    public const string ForRecoveries = "1.3.6.1.4.1.1847.2021.1.3";

    private readonly AsymmetricAlgorithm key;

    private DocumentSigner(AsymmetricAlgorithm key, X509Certificate2 certificate) => (this.key, Certificate) = (key, certificate);

    public X509Certificate2 Certificate { get; }

    public byte[] Der => Certificate.RawData;

    public string Pem => Certificate.ExportCertificatePem();

    public AsymmetricAlgorithm Key => key;

    public byte[] Kid => SHA256.HashData(Der)[..8];

    public long Algorithm => key is RSA ? CoseMessage.Ps256 : CoseMessage.Es256;

    public static DocumentSigner Es256(DateTimeOffset? from = null, DateTimeOffset? until = null, params string[] usages)
    {
        return Of(static () => ECDsa.Create(ECCurve.NamedCurves.nistP256), from, until, usages);
    }

    public static DocumentSigner Ps256(DateTimeOffset? from = null, DateTimeOffset? until = null, params string[] usages)
    {
        return Of(static () => RSA.Create(2048), from, until, usages);
    }

    public void Dispose()
    {
        key.Dispose();
        Certificate.Dispose();
    }

    public byte[] Sign(ReadOnlySpan<byte> data) => key is RSA rsa
        ? rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
        : ((ECDsa)key).SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public bool Verifies(CoseMessage message)
    {
        var data = CoseMessage.SigningInputOf(message.Protected.Span, message.Payload.Span);
        return key is RSA rsa
            ? rsa.VerifyData(data, message.Signature.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
            : ((ECDsa)key)
                .VerifyData(data, message.Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>A message over a payload, its headers protected.</summary>
    public byte[] Message(ReadOnlySpan<byte> payload)
    {
        var headers = CoseMessage.ProtectedOf(Algorithm, Kid);
        return CoseMessage.Write(headers, payload, Sign(CoseMessage.SigningInputOf(headers, payload)));
    }

    /// <summary>The text of a certificate.</summary>
    public string Text(EuCertificate certificate, DateTimeOffset issuedAt, DateTimeOffset expiresAt)
    {
        return HealthCertificateText.Write(Message(HealthClaims.Write("XX", issuedAt, expiresAt, certificate)));
    }

    private static DocumentSigner Of(Func<AsymmetricAlgorithm> makeKey, DateTimeOffset? from, DateTimeOffset? until, string[] usages)
    {
        const string name = "CN=Trial signer, C=XX";
        var key = makeKey();
        var request = key is RSA rsa
            ? new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
            : new CertificateRequest(name, (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        if (usages.Length > 0)
        {
            var oids = new OidCollection();
            Array.ForEach(usages, usage => oids.Add(new Oid(usage)));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, critical: false));
        }

        return new DocumentSigner(
            key, request.CreateSelfSigned(from ?? DateTimeOffset.UtcNow.AddDays(-30), until ?? DateTimeOffset.UtcNow.AddYears(2)));
    }
}
