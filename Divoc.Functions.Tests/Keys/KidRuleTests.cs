using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Keys.Vault;

namespace Divoc.Functions.Tests.Keys;

public sealed class KidRuleTests
{
    [Fact]
    public void A_kid_from_the_thumbprint_needs_no_certificate_and_a_kid_from_the_certificate_hash_needs_one()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = PublishedKey.Of(curve);
        var use = new SigningUse(new KeyPurpose("vc"), SignatureAlgorithm.ES256);

        Assert.Equal((KidRule.Thumbprint, key.KeyId, null), (use.Kid, use.Kid.KidOf(key), use.Kid.Needs));
        Assert.Null(KidRule.CertificateHash.KidOf(key));
        Assert.Throws<ArgumentException>(
            () => new ChosenKey(use with { Kid = KidRule.CertificateHash }, key, (_, _) => Task.FromResult<byte[]>([])));
        Assert.Equal(use, new SigningUse(new KeyPurpose("vc"), SignatureAlgorithm.ES256));
        Assert.NotEqual(use, use with { Kid = KidRule.CertificateHash });
    }

    /// <summary>
    /// Certificates that countries published, of both kinds of keys, and their kids in what was signed (label 4 of the COSE header).
    /// </summary>
    [Theory]
    [InlineData("AT-2.json")]
    [InlineData("CH-1.json")]
    [InlineData("SE-3.json")]
    [InlineData("common-CO22.json")]
    public void The_kid_from_the_certificate_hash_equals_the_kid_that_the_country_signed(string file)
    {
        using var vector = JsonDocument.Parse(SharedData.Read("vectors", "dcc", file));
        var der = vector.RootElement.GetProperty("TESTCTX").GetProperty("CERTIFICATE").GetBytesFromBase64();
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        using var rsa = certificate.GetRSAPublicKey();
        using var curve = certificate.GetECDsaPublicKey();
        var key = rsa is null ? PublishedKey.Of(curve!) : PublishedKey.Of(rsa);

        var kid = KidRule.CertificateHash.KidOf(key.CertifiedBy(KeyCertificate.ReadPem(SignerCertificate.PemOf(der))))!;

        var signed = vector.RootElement.GetProperty("COSE").GetString();
        Assert.Contains($"0448{Convert.ToHexString(Convert.FromBase64String(kid))}", signed, StringComparison.OrdinalIgnoreCase);
    }
}
