using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Ddcc;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Formats.Ddcc;

/// <summary>Which key signs, what is recognised, and what has to be set.</summary>
public sealed class DdccFormatTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_key_named_for_DDCC_signs_before_a_general_key_and_an_EC_key_before_an_RSA_key()
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var named = RSA.Create(2048);
        Put("signing-key.pem", rsa.ExportPkcs8PrivateKeyPem());
        Assert.Equal(("PS256", PublishedKey.Of(rsa).KeyId), await SignedByAsync());
        Put("signing-key-2.pem", $"Signs from 2020-01-01T00:00:00Z\n{curve.ExportPkcs8PrivateKeyPem()}");
        Assert.Equal(("ES256", PublishedKey.Of(curve).KeyId), await SignedByAsync());
        Put("signing-key-3.pem", $"For ddcc\nSigns from 2020-01-01T00:00:00Z\n{named.ExportPkcs8PrivateKeyPem()}");
        Assert.Equal(("PS256", PublishedKey.Of(named).KeyId), await SignedByAsync());
    }

    [Fact]
    public async Task Keys_named_only_for_other_purposes_do_not_sign()
    {
        using var rsa = RSA.Create(2048);
        Put("signing-key.pem", $"For status\nSigns from 2020-01-01T00:00:00Z\n{rsa.ExportPkcs8PrivateKeyPem()}");
        var fault = await Assert.ThrowsAsync<FormatNotSetUpException>(SignedByAsync);

        Assert.Contains("named for 'ddcc'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    public async Task Without_an_authority_the_message_says_what_to_set(string authority)
    {
        var claims = DdccSamples.ClaimsOf(DdccSamples.Vaccination);
        var fault = await Assert.ThrowsAsync<FormatNotSetUpException>(
            () => DdccSamples.WriteAsync(claims, new TrialKeys(), DdccSamples.Format(authority)));

        Assert.Contains("Divoc:Ddcc:Authority", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_writes_vaccinations_and_tests_but_no_recoveries_and_no_QR_codes()
    {
        var format = DdccSamples.Format();

        Assert.True(
            format.CanWrite("vaccination", 1, "v1")
                && format.CanWrite("vaccination", 1, "v3")
                && format.CanWrite("test", 1, "v1")
                && format.CanWrite("test", 1, "v1-inexact"));
        Assert.False(format.CanWrite("vaccination", 2, "v1") || format.CanWrite("recovery", 1, "v1") || format.CanWrite("test", 1, "v9"));
        Assert.False(format.HasSymbols);
        Assert.Empty(format.SymbolsOf("{}"u8.ToArray()));
    }

    [Theory]
    [InlineData("""{"resourceType":"Bundle","type":"document"}""", true)]
    [InlineData("""  {"signature":{"type":"x"},"type":"document","entry":[[{}]],"resource\u0054ype":"Bundle"} """, true)]
    [InlineData("\uFEFF{\"resourceType\":\"Bundle\",\"type\":\"document\",", true)]
    [InlineData("""{"resourceType":"Bundle","type":"collection"}""", false)]
    [InlineData("""{"resourceType":"Patient","type":"document"}""", false)]
    [InlineData("""{"resource":{"resourceType":"Bundle","type":"document"}}""", false)]
    [InlineData("""[{"resourceType":"Bundle","type":"document"}]""", false)]
    [InlineData("""{"resourceType":["Bundle"],"type":"document"}""", false)]
    [InlineData("""{"verifiableCredential":["x"]}""", false)]
    [InlineData("""{"resourceType":"Bundle""", false)]
    [InlineData("\"\\ud800\"", false)]
    [InlineData("""{"\ud800":1,"resourceType":"Bundle","type":"document"}""", false)]
    [InlineData("", false)]
    [InlineData("PK", false)]
    public void It_recognizes_FHIR_documents(string payload, bool isOne)
    {
        Assert.Equal(isOne ? Likeness.Yes : Likeness.No, DdccSamples.Format().Recognize(Encoding.UTF8.GetBytes(payload)));
    }

    [Fact]
    public void A_payload_that_is_too_deep_or_too_long_is_not_searched()
    {
        var format = DdccSamples.Format();
        const string end = ""","resourceType":"Bundle","type":"document"}""";

        Assert.Equal(
            Likeness.Yes, format.Recognize(Encoding.UTF8.GetBytes($$"""{"x":{{new string('[', 31)}}{{new string(']', 31)}}{{end}}""")));
        Assert.Equal(
            Likeness.No, format.Recognize(Encoding.UTF8.GetBytes($$"""{"x":{{new string('[', 32)}}{{new string(']', 32)}}{{end}}""")));
        Assert.Equal(
            Likeness.No,
            format.Recognize(Encoding.UTF8.GetBytes($$"""{"x":"{{new string('x', VerificationLimits.CredentialBytes)}}"{{end}}""")));
        Assert.Equal(Likeness.No, format.Recognize([0xFF, 0xFE]));
    }

    private async Task<(string Algorithm, string Kid)> SignedByAsync()
    {
        using var keys = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"), false, new FakeTimeProvider(DdccSamples.Now));
        var written = await DdccSamples.WriteAsync(DdccSamples.ClaimsOf(DdccSamples.Test), keys);
        var jws = DetachedJws.Read(JsonNode.Parse(written.Bytes.Span)!["signature"]!["data"]!.GetValue<string>())!;
        Assert.Equal(written.Kid, jws.Kid);
        return ($"{jws.Algorithm}", jws.Kid);
    }

    private void Put(string file, string content) => File.WriteAllText(folder.PathOf(file), content + "\n");
}
