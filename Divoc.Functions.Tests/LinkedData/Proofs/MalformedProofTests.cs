using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Tests.LinkedData.Proofs;

/// <summary>Whatever a document that claims to be signed looks like, the outcome is a result with a code, never an exception.</summary>
public sealed class MalformedProofTests
{
    private const string Surrogate = "\\ud800xxxxxxxxxxxxxxxxxx";

    [Theory]
    [InlineData($$"""{ "{{Surrogate}}": 1, "proof": {} }""", LinkedDataError.InvalidText)]
    [InlineData($$"""{ "a": { "{{Surrogate}}": 1 }, "proof": { "type": "T" } }""", LinkedDataError.InvalidText)]
    [InlineData($$"""{ "a": "{{Surrogate}}", "proof": { "type": "T" } }""", LinkedDataError.InvalidText)]
    [InlineData($$"""{ "proof": { "{{Surrogate}}": "T" } }""", LinkedDataError.InvalidText)]
    [InlineData($$"""{ "proof": { "type": "{{Surrogate}}" } }""", LinkedDataError.InvalidText)]
    [InlineData("""{ "a": "\ud83d\ude00 \\ud800", "proof": { "type": "T" } }""", LinkedDataError.InvalidProof)]
    [InlineData("""{ "a": "\ude00\ud83d", "proof": { "type": "T" } }""", LinkedDataError.InvalidText)]
    [InlineData("""{ "@context": { "a": { "@id": "\ud800" } }, "proof": { "type": "T" } }""", LinkedDataError.InvalidText)]
    [InlineData("""{ "a": 1, "a": 1, "proof": { "type": "T" } }""", LinkedDataError.DuplicateMember)]
    [InlineData("""{ "proof": [] }""", LinkedDataError.InvalidProof)]
    [InlineData("""{ "proof": [{ "type": "T" }] }""", LinkedDataError.InvalidProof)]
    [InlineData("""[]""", LinkedDataError.InvalidProof)]
    public void A_malformed_document_gives_an_error_code(string document, string code) => AssertCode(JsonElement.Parse(document), code);

    [Fact]
    public void Bytes_that_are_not_UTF_8_give_an_error_code()
    {
        byte[] document = [.. "{ \"a\": \""u8, 0xff, .. "\", \"proof\": { \"type\": \"T\" } }"u8];
        AssertCode(JsonElement.Parse(document), LinkedDataError.InvalidText);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(2000)]
    public void A_document_with_too_many_levels_gives_an_error_code(int depth)
    {
        var deep = new string('[', depth) + new string(']', depth);
        using var document = JsonDocument.Parse(
            $$"""{ "a": {{deep}}, "proof": { "type": "T" } }""", new JsonDocumentOptions { MaxDepth = 5000 });
        AssertCode(document.RootElement, LinkedDataError.LimitExceeded);
    }

    [Theory]
    [InlineData("""{"alg":"\ud800","b64":false,"crit":["b64"]}""")]
    [InlineData("""{"\ud800xxxxxxxxx":"PS256","b64":false,"crit":["b64"]}""")]
    [InlineData("""{"alg":"PS256","b64":false,"crit":["\ud800"]}""")]
    public void A_header_with_a_lone_surrogate_gives_an_error_code(string header)
    {
        using var key = RSA.Create(2048);
        var jws = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)) + "..AA";
        var document = JsonElement.Parse(
            $$"""{ "proof": { "type": "RsaSignature2018", "proofPurpose": "assertionMethod", "jws": "{{jws}}" } }""");
        Assert.Equal(LinkedDataError.InvalidText, new RsaSignature2018(ShippedContexts.All).Verify(document, key).Code);
    }

    private static void AssertCode(JsonElement document, string code)
    {
        using var rsa = RSA.Create(2048);
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(code, new RsaSignature2018(ShippedContexts.All).Verify(document, rsa).Code);
        Assert.Equal(code, new Ed25519Signature2018(ShippedContexts.All).Verify(document, Ed25519TestKey.Public).Code);
        Assert.Equal(code, new EddsaRdfc2022(ShippedContexts.All).Verify(document, Ed25519TestKey.Public).Code);
        Assert.Equal(code, new EcdsaRdfc2019(ShippedContexts.All, EcdsaCurve.P256).Verify(document, ecdsa).Code);
    }
}
