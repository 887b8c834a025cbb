using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.Keys;

/// <summary>Requests for certificates and self-signed certificates, signed where the key is.</summary>
public sealed class CertificateMakingTests : IDisposable
{
    private const string KeyUsage = "2.5.29.15";
    private const string ExtendedKeyUsage = "2.5.29.37";
    private const string Usage = "1.3.6.1.4.1.1847.2021.1.2";

    private static readonly KeyCertificateContent Wish = new(new X500DistinguishedName("CN=Signer, O=Ministry of Trials, C=XX"), [Usage]);

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(SignatureAlgorithm.ES256, "")]
    [InlineData(SignatureAlgorithm.ES256, "For status")]
    [InlineData(SignatureAlgorithm.PS256, "")]
    public async Task A_certificate_request_has_the_subject_and_the_usages_and_is_signed_by_the_key(
        SignatureAlgorithm algorithm, string head)
    {
        var (keys, key) = await OpenAsync(algorithm, head);
        using (keys)
        {
            // .NET refuses a request whose signature is wrong.
            var pem = await CertificateMaking.RequestAsync(keys, key, Wish, Token);
            var request = CertificateRequest.LoadSigningRequestPem(
                pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pss);

            Assert.Equal(Wish.Subject.RawData, request.SubjectName.RawData);
            Assert.Equal(key.PublicKeyInfo, request.PublicKey.ExportSubjectPublicKeyInfo());
            Assert.Equal(Usage, UsageOf(request.CertificateExtensions));
            var other = await CertificateMaking.RequestAsync(keys, key, Wish with { Usages = [] }, Token);
            Assert.Null(UsageOf(CertificateRequest.LoadSigningRequestPem(
                other,
                HashAlgorithmName.SHA256,
                CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions,
                RSASignaturePadding.Pss).CertificateExtensions));
        }
    }

    [Theory]
    [InlineData(SignatureAlgorithm.ES256)]
    [InlineData(SignatureAlgorithm.PS256)]
    public async Task A_self_signed_certificate_matches_the_key_and_is_accepted_in_the_key_file(SignatureAlgorithm algorithm)
    {
        var (keys, key) = await OpenAsync(algorithm, "For status");
        var now = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
        var der = await CertificateMaking.SelfSignAsync(keys, key, Wish, now, now.AddDays(90), Token);
        var again = await CertificateMaking.SelfSignAsync(keys, key, Wish, now, now.AddDays(90), Token);
        keys.Dispose();
        using var certificate = X509CertificateLoader.LoadCertificate(der);

        Assert.Equal((Wish.Subject.Name, Wish.Subject.Name, 3), (certificate.Subject, certificate.Issuer, certificate.Version));
        Assert.Equal(
            (now.AddHours(-1).UtcDateTime, now.AddDays(90).UtcDateTime),
            (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime()));
        Assert.Equal(Usage, UsageOf(certificate.Extensions));
        Assert.NotEqual(der, again);
        await File.AppendAllTextAsync(folder.PathOf("signing-key-2.pem"), $"\n{certificate.ExportCertificatePem()}\n", Token);
        using var certified = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));
        Assert.Equal(
            der, Assert.Single(await certified.GetPublishedKeysAsync(Token), one => one.KeyId == key.KeyId).Certificate!.Value.ToArray());
    }

    /// <summary>Another judge than the library that made them: each signature is right.</summary>
    [Fact]
    public async Task Another_library_verifies_the_signatures()
    {
        var pems = new List<string>();
        foreach (var algorithm in Enum.GetValues<SignatureAlgorithm>())
        {
            var (keys, key) = await OpenAsync(algorithm, "For status");
            using (keys)
            {
                pems.Add(await CertificateMaking.RequestAsync(keys, key, Wish, Token));
                var der = await CertificateMaking.SelfSignAsync(
                    keys, key, Wish, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1), Token);
                pems.Add(PemEncoding.WriteString("CERTIFICATE", der));
                pems.Add(Spoiled(der));
            }
        }

        const string program = """
            import sys
            from cryptography import x509
            for pem in sys.argv[1:]:
                data = pem.encode()
                if "REQUEST" in pem:
                    print(x509.load_pem_x509_csr(data).is_signature_valid, end=" ")
                else:
                    certificate = x509.load_pem_x509_certificate(data)
                    try:
                        certificate.verify_directly_issued_by(certificate)
                        print(True, end=" ")
                    except Exception:
                        print(False, end=" ")
            """;
        Assert.Equal("True True False True True False", (await Tools.RunAsync("python3", ["-c", program, .. pems])).Trim());
    }

    [Fact]
    public async Task A_key_that_does_not_exist_signs_nothing_and_is_not_created()
    {
        var (keys, _) = await OpenAsync(SignatureAlgorithm.ES256, "For status");
        using var elsewhere = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using (keys)
        {
            await Assert.ThrowsAsync<SigningKeyUnavailableException>(
                () => CertificateMaking.RequestAsync(keys, PublishedKey.Of(elsewhere), Wish, Token));
        }

        Assert.Equal(["signing-key-2.pem"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("CN=Signer, O=Ministry of Health, C=XX", true)]
    [InlineData("CN=Ärzte", true)]
    [InlineData("", false)]
    [InlineData("Ministry", false)]
    [InlineData("CN=a\nb", false)]
    public void A_subject_must_be_an_X500_name(string text, bool isOne)
    {
        Assert.Equal(isOne, KeyCertificateContent.TryReadSubject(text) is not null);
        Assert.Null(KeyCertificateContent.TryReadSubject($"CN={new string('x', 254)}"));
    }

    private static string? UsageOf(IEnumerable<X509Extension> extensions)
    {
        var all = extensions.ToList();
        Assert.Equal(
            X509KeyUsageFlags.DigitalSignature,
            Assert.IsType<X509KeyUsageExtension>(all.Single(extension => extension.Oid!.Value == KeyUsage)).KeyUsages);
        return (all.SingleOrDefault(
            extension => extension.Oid!.Value == ExtendedKeyUsage) as X509EnhancedKeyUsageExtension)?.EnhancedKeyUsages[0].Value;
    }

    /// <summary>The last byte is the signature's.</summary>
    private static string Spoiled(byte[] der)
    {
        var spoiled = der.ToArray();
        spoiled[^1] ^= 1;
        return PemEncoding.WriteString("CERTIFICATE", spoiled);
    }

    private async Task<(KeyFileSigningKeys Keys, PublishedKey Key)> OpenAsync(SignatureAlgorithm algorithm, string head)
    {
        var kid = algorithm == SignatureAlgorithm.ES256
            ? KeyFiles.PutP256(folder, "signing-key-2.pem", head)
            : KeyFiles.PutRsa(folder, "signing-key-2.pem", head);
        var keys = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));
        return (keys, (await keys.GetPublishedKeysAsync(Token)).Single(key => key.KeyId == kid));
    }
}
