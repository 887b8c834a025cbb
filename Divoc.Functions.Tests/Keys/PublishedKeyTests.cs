using System.Buffers.Text;
using System.Security.Cryptography;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Keys.Vault;

namespace Divoc.Functions.Tests.Keys;

public sealed class PublishedKeyTests
{
    [Fact]
    public void The_kid_equals_the_thumbprint_in_the_RFC_7638_example()
    {
        const string modulus =
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(modulus),
            Exponent = Base64Url.DecodeFromChars("AQAB"),
        });

        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", PublishedKey.Of(rsa).KeyId);
    }

    [Fact]
    public void The_key_in_the_RFC_7515_example_verifies_its_ES256_signature()
    {
        using var curve = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Base64Url.DecodeFromChars("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
                Y = Base64Url.DecodeFromChars("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
            },
        });
        var signature = Base64Url.DecodeFromChars("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
        var digest = SHA256.HashData(
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"u8);
        var key = PublishedKey.Of(curve);

        Assert.True(key.Verifies(digest, signature));
        signature[0] ^= 1;
        Assert.False(key.Verifies(digest, signature));
        Assert.Equal(
            """{"kty":"EC","kid":"ID","use":"sig","alg":"ES256","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""",
            key.ToJsonWebKey().ToJsonString().Replace(key.KeyId, "ID", StringComparison.Ordinal));
    }

    [Fact]
    public void The_kid_of_an_elliptic_curve_key_is_the_thumbprint_of_crv_kty_x_and_y()
    {
        // RFC 8037 has no P-256 example; the members and their order are those of RFC 7638 section 3.2.
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = PublishedKey.Of(curve);
        var jwk = key.ToJsonWebKey();
        var hashed = $$"""{"crv":"P-256","kty":"EC","x":"{{jwk["x"]}}","y":"{{jwk["y"]}}"}""";

        Assert.Equal(Base64Url.EncodeToString(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(hashed))), key.KeyId);
    }

    [Fact]
    public void A_certificate_stays_with_its_key_and_is_published_as_x5c()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var bare = PublishedKey.Of(curve);
        var (own, other) = (SignerCertificate.Of(curve), SignerCertificate.Of(rsa));
        var certificates = KeyCertificate.ReadPem($"{SignerCertificate.PemOf(other)}\n{SignerCertificate.PemOf(own)}");
        var key = bare.CertifiedBy(certificates);

        Assert.Equal(own, key.For([new KeyPurpose("vc")]).Certificate!.Value.ToArray());
        Assert.Equal(own, Assert.Single(PublishedKey.Join([bare.For([new KeyPurpose("vc")]), key])).Certificate!.Value.ToArray());
        Assert.Equal(other, PublishedKey.Of(rsa).CertifiedBy(certificates).Certificate!.Value.ToArray());
        Assert.Null(bare.CertifiedBy([certificates[0]]).Certificate);
        Assert.Equal(Convert.ToBase64String(own), Assert.Single(key.ToJsonWebKey()["x5c"]!.AsArray())!.GetValue<string>());
        Assert.Null(bare.ToJsonWebKey()["x5c"]);
        Assert.Equal(bare.KeyId, key.KeyId);
    }

    [Fact]
    public void A_key_on_another_curve_is_refused()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => PublishedKey.Of(curve));
    }
}
