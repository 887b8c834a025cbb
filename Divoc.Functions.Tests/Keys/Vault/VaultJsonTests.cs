using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Keys;
using Divoc.Functions.Keys.KeyVault;

namespace Divoc.Functions.Tests.Keys.Vault;

public sealed class VaultJsonTests
{
    [Fact]
    public void A_leading_zero_byte_in_the_modulus_does_not_make_the_key_longer()
    {
        using var rsa = RSA.Create(2048);
        var numbers = rsa.ExportParameters(includePrivateParameters: false);
        var key = Read($$"""{"kty":"RSA-HSM","n":"{{Base64Url.EncodeToString([0, .. numbers.Modulus!])}}","e":"AQAB"}""");

        Assert.Equal(PublishedKey.Of(rsa).KeyId, key.Published.KeyId);
        Assert.Equal(2048, key.Published.SizeInBits);
        Assert.True(key.IsInHardware);
    }

    [Fact]
    public void Coordinates_without_leading_zeros_are_padded()
    {
        using var curve = KeyWithShortCoordinate();
        var point = curve.ExportParameters(includePrivateParameters: false).Q;
        var key = Read(
            $$"""{"kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(point.X.AsSpan().TrimStart((byte)0))}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""");

        Assert.Equal(PublishedKey.Of(curve).KeyId, key.Published.KeyId);
        Assert.False(key.IsInHardware);
    }

    [Theory]
    [InlineData("""{"kty":"RSA","e":"AQAB"}""")]
    [InlineData("""{"kty":"RSA","n":"%%","e":"AQAB"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AQAB","y":"AQAB"}""")]
    [InlineData("""{"kty":17}""")]
    [InlineData("[]")]
    public void JSON_that_is_not_a_key_is_refused(string key)
    {
        Assert.Throws<JsonException>(() => Read(key));
    }

    [Theory]
    [InlineData("""{"kty":"oct-HSM"}""")]
    [InlineData("""{"kty":"EC","crv":"P-521","x":"AQAB","y":"AQAB"}""")]
    [InlineData(
        """{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoQ","e":"AQAB"}""")]
    public void A_key_of_an_unsupported_type_is_refused(string key)
    {
        Assert.Throws<NotSupportedException>(() => Read(key));
    }

    [Fact]
    public void A_page_is_read_with_its_versions_and_the_link_to_the_next_page()
    {
        using var page = Open("""
            {"value":[{"kid":"https://v.vault.azure.net/keys/k/0123456789abcdef0123456789abcdef","attributes":{"enabled":true,"created":1700000000,"nbf":1700000001,"exp":1800000000}},
                      {"kid":"https://v.vault.azure.net/keys/k/f123456789abcdef0123456789abcdef","attributes":{"enabled":false,"created":1600000000}}],
             "nextLink":"https://v.vault.azure.net/keys/k/versions?api-version=7.4&$skiptoken=x"}
            """);
        var versions = new List<VaultKeyAttributes>();
        var next = VaultJson.ReadPage(page.Root!, versions);

        Assert.Equal("v.vault.azure.net", next!.Host);
        Assert.Equal(["0123456789abcdef0123456789abcdef", "f123456789abcdef0123456789abcdef"], versions.Select(version => version.Version));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), versions[0].Created);
        Assert.False(versions[0].IsUsableAt(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)));
        Assert.True(versions[0].IsUsableAt(DateTimeOffset.FromUnixTimeSeconds(1_700_000_001)));
        Assert.False(versions[0].IsUsableAt(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000)));
        Assert.False(versions[1].IsUsableAt(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)));
    }

    [Theory]
    [InlineData("""{"value":[{"kid":"https://v/keys/k/a b","attributes":{}}]}""")]
    [InlineData("""{"value":[{"kid":"https://v/keys/k/1","attributes":{"exp":"soon"}}]}""")]
    [InlineData("""{"value":[],"nextLink":"elsewhere"}""")]
    [InlineData("""{"value":{}}""")]
    public void JSON_that_is_not_a_page_is_refused(string text)
    {
        using var page = Open(text);
        Assert.Throws<JsonException>(() => VaultJson.ReadPage(page.Root!, []));
    }

    private static VaultPublicKey Read(string key)
    {
        using var bundle = Open($$"""{"key":{{key}}}""");
        return VaultJson.ReadKey(bundle.Root!);
    }

    private static JsonInput Open(string text) => JsonInput.Open(Encoding.UTF8.GetBytes(text), new JsonBounds(4096, 8), new JsonProblems());

    /// <summary>One key in 256 has such a coordinate.</summary>
    private static ECDsa KeyWithShortCoordinate()
    {
        while (true)
        {
            var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            if (curve.ExportParameters(includePrivateParameters: false).Q.X![0] == 0)
            {
                return curve;
            }

            curve.Dispose();
        }
    }
}
