using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Tests.LinkedData.Proofs;

public sealed class RsaSignature2018Tests
{
    private const string Context =
        """{ "@context": { "name": "https://example.org/name", "knows": { "@id": "https://example.org/knows", "@type": "@id" } } }""";
    private const string Document =
        """{ "@context": "https://example.org/context", "@id": "urn:example:1", "name": "A", "knows": "urn:example:2" }""";

    private static readonly ProofOptions Options =
        new("did:example:issuer#key-1", new DateTimeOffset(2026, 3, 4, 5, 6, 7, 890, TimeSpan.FromHours(2)));

    private static readonly RSA Key = RSA.Create(2048);

    private readonly RsaSignature2018 suite =
        new(FrozenContexts.Empty.With("https://example.org/context", Encoding.UTF8.GetBytes(Context)));

    public static TheoryData<string> RsaVectors => ["vaccination-v1-rsa-original", "vaccination-v2-rsa", "test-certificate-v1-rsa"];

    [Theory]
    [MemberData(nameof(RsaVectors))]
    public void A_DIVOC_vector_gives_its_signing_input(string name)
    {
        var signed = DivocVectors.Signed(name);
        var proof = signed.GetProperty("proof");
        var options = new ProofOptions(
            proof.GetProperty("verificationMethod").GetString()!, proof.GetProperty("created").GetDateTimeOffset());
        var input = new RsaSignature2018(DivocVectors.Shipped).Prepare(DivocVectors.Unsigned(signed), options);
        var vector = DivocVectors.Vector(name);
        Assert.Equal(vector.GetProperty("proofOptionsSha256").GetString(), Convert.ToHexStringLower(input.OptionsHash));
        Assert.Equal(vector.GetProperty("documentSha256").GetString(), Convert.ToHexStringLower(input.DocumentHash));
        Assert.Equal(vector.GetProperty("signingInputHex").GetString(), Convert.ToHexStringLower(input.Bytes));
    }

    [Theory]
    [InlineData("vaccination-v1-rsa-original", ProofResult.Verified)]
    [InlineData("vaccination-v2-rsa", ProofResult.Verified)]
    [InlineData("test-certificate-v1-rsa", ProofResult.Verified)]
    [InlineData("vaccination-v1-rsa-tampered-subject-id", ProofResult.WrongSignature)]
    [InlineData("vaccination-v2-rsa-field-swap-attack", ProofResult.Verified)]
    [InlineData("vaccination-v2-rsa-relative-subject-id-attack", LinkedDataError.RelativeIri)]
    public void A_DIVOC_vector_gets_the_expected_verification_result(string name, string code)
    {
        using var publicKey = RSA.Create();
        publicKey.ImportFromPem(Encoding.ASCII.GetString(SharedData.Read("divoc", "signed", "rsa-public-key.pem")));
        Assert.Equal(code, new RsaSignature2018(DivocVectors.Shipped).Verify(DivocVectors.Signed(name), publicKey).Code);
    }

    [Theory]
    [InlineData("pathcheck-1", "divoc-dev", true)]
    [InlineData("prod-reordered", "cowin-production", true)]
    [InlineData("prod-created", "cowin-production", false)]
    [InlineData("prod-no-proof", "cowin-production", false)]
    [InlineData("prod-purpose", "cowin-production", false)]
    [InlineData("prod-unknown-term", "cowin-production", false)]
    [InlineData("rsa-issuance-date", "divoc-dev", false)]
    [InlineData("rsa-no-proof", "divoc-dev", false)]
    [InlineData("rsa-purpose", "divoc-dev", false)]
    [InlineData("rsa-swapped", "divoc-dev", true)]
    public void A_published_credential_gets_the_expected_verification_result(string name, string keyName, bool isValid)
    {
        using var publicKey = RSA.Create();
        publicKey.ImportFromPem(Encoding.ASCII.GetString(SharedData.Read("vectors", "divoc", keyName + ".pub.pem")));
        var result = new RsaSignature2018(DivocVectors.Shipped).Verify(DivocVectors.Json("vectors", "divoc", name + ".json"), publicKey);
        Assert.True(isValid == result.IsValid, result.Reason);
    }

    [Fact]
    public void A_signed_document_verifies()
    {
        var signed = Sign();
        Assert.Equal(ProofResult.Verified, suite.Verify(signed, Key).Code);
        Assert.Equal("2026-03-04T03:06:07Z", signed.GetProperty("proof").GetProperty("created").GetString());
    }

    [Fact]
    public void The_signing_input_is_the_header_a_full_stop_and_both_hashes()
    {
        var input = suite.Prepare(JsonElement.Parse(Document), Options);
        const string Document1 =
            "<urn:example:1> <https://example.org/knows> <urn:example:2> .\n<urn:example:1> <https://example.org/name> \"A\" .\n";
        const string Options1 =
            "_:c14n0 <http://purl.org/dc/terms/created> \"2026-03-04T03:06:07Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n"
            + "_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/security#RsaSignature2018> .\n"
            + "_:c14n0 <https://w3id.org/security#proofPurpose> <https://w3id.org/security#assertionMethod> .\n"
            + "_:c14n0 <https://w3id.org/security#verificationMethod> <did:example:issuer#key-1> .\n";
        byte[] expected =
        [
            .. "eyJhbGciOiJQUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19."u8,
            .. SHA256.HashData(Encoding.UTF8.GetBytes(Options1)),
            .. SHA256.HashData(Encoding.UTF8.GetBytes(Document1)),
        ];
        Assert.Equal(expected, input.Bytes);
        Assert.Equal(SHA256.HashData(expected), input.Digest);
    }

    [Theory]
    [InlineData("name", "B", ProofResult.WrongSignature)]
    [InlineData("knows", "urn:example:3", ProofResult.WrongSignature)]
    [InlineData("unknown", "x", LinkedDataError.DroppedProperty)]
    public void A_changed_document_is_refused(string member, string value, string code)
    {
        var signed = JsonNode.Parse(Sign().GetRawText())!;
        signed[member] = value;
        Assert.Equal(code, suite.Verify(JsonSerializer.SerializeToElement(signed), Key).Code);
    }

    [Theory]
    [InlineData("created", "2026-03-04T03:06:08Z", ProofResult.WrongSignature)]
    [InlineData("verificationMethod", "did:example:other", ProofResult.WrongSignature)]
    [InlineData("proofPurpose", "authentication", LinkedDataError.InvalidProof)]
    [InlineData("type", "Ed25519Signature2018", LinkedDataError.InvalidProof)]
    [InlineData("domain", "example.org", ProofResult.WrongSignature)]
    [InlineData("comment", "x", LinkedDataError.DroppedProperty)]
    [InlineData("@context", "https://example.org/context", LinkedDataError.InvalidProof)]
    [InlineData("jws", "eyJhbGciOiJQUzI1NiJ9..AA", LinkedDataError.InvalidProof)]
    public void A_changed_proof_is_refused(string member, string value, string code)
    {
        var signed = JsonNode.Parse(Sign().GetRawText())!;
        signed["proof"]![member] = value;
        Assert.Equal(code, suite.Verify(JsonSerializer.SerializeToElement(signed), Key).Code);
    }

    [Theory]
    [InlineData("""{"alg":"none","b64":false,"crit":["b64"]}""")]
    [InlineData("""{"alg":"HS256","b64":false,"crit":["b64"]}""")]
    [InlineData("""{"alg":"RS256","b64":false,"crit":["b64"]}""")]
    [InlineData("""{"alg":"PS256","b64":false,"crit":["exp"]}""")]
    [InlineData("""{"alg":"PS256","b64":false,"crit":["b64","exp"]}""")]
    [InlineData("""{"alg":"PS256","b64":false,"crit":"b64"}""")]
    [InlineData("""{"alg":"PS256","b64":false}""")]
    [InlineData("""{"alg":"PS256","b64":true,"crit":["b64"]}""")]
    [InlineData("""{"alg":"PS256","crit":["b64"]}""")]
    [InlineData("""{"alg":"PS256","b64":false,"crit":["b64"],"kid":"x"}""")]
    [InlineData("""{"alg":"PS256","alg":"PS256","b64":false,"crit":["b64"]}""")]
    [InlineData("""["PS256"]""")]
    [InlineData("no JSON")]
    public void A_header_other_than_the_pinned_one_is_refused_even_if_the_key_signed_it(string header)
    {
        var signed = SignWithHeader(header, RSASignaturePadding.Pss);
        var result = suite.Verify(signed, Key);
        Assert.False(result.IsValid);
        Assert.Equal(LinkedDataError.InvalidProof, result.Code);
        Assert.Equal("/proof/jws", result.Place);
    }

    [Fact]
    public void RS256_is_accepted_only_if_it_is_pinned()
    {
        var signed = SignWithHeader("""{"alg":"RS256","b64":false,"crit":["b64"]}""", RSASignaturePadding.Pkcs1);
        Assert.Equal(ProofResult.Verified, suite.Verify(signed, Key, RsaJwsAlgorithm.RS256).Code);
        Assert.Equal(LinkedDataError.InvalidProof, suite.Verify(signed, Key).Code);
    }

    [Fact]
    public void The_padding_of_the_other_algorithm_is_refused()
    {
        var signed = SignWithHeader("""{"alg":"PS256","b64":false,"crit":["b64"]}""", RSASignaturePadding.Pkcs1);
        Assert.Equal(ProofResult.WrongSignature, suite.Verify(signed, Key).Code);
    }

    [Fact]
    public void A_short_key_is_refused()
    {
        using var shortKey = RSA.Create(1024);
        Assert.Equal(LinkedDataError.InvalidProof, suite.Verify(Sign(), shortKey).Code);
    }

    [Fact]
    public void Another_key_is_refused()
    {
        using var other = RSA.Create(2048);
        Assert.Equal(ProofResult.WrongSignature, suite.Verify(Sign(), other).Code);
    }

    [Fact]
    public void A_document_that_has_a_proof_is_not_signed_again()
    {
        var signed = Sign();
        Assert.Equal(LinkedDataError.InvalidProof, Assert.Throws<LinkedDataException>(() => suite.Prepare(signed, Options)).Code);
    }

    [Fact]
    public void Duplicate_member_names_are_refused()
    {
        var signed = Sign().GetRawText();
        var doubled = signed.Insert(1, "\"proof\":{},");
        Assert.Equal(LinkedDataError.DuplicateMember, suite.Verify(JsonElement.Parse(doubled), Key).Code);
    }

    private JsonElement Sign()
    {
        var document = JsonElement.Parse(Document);
        var signature = Key.SignHash(suite.Prepare(document, Options).Digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        using var proof = new MemoryStream();
        using (var writer = new Utf8JsonWriter(proof))
        {
            suite.WriteProof(writer, Options, signature);
        }

        return Attach(document, JsonNode.Parse(proof.ToArray())!);
    }

    private JsonElement SignWithHeader(string header, RSASignaturePadding padding)
    {
        var document = JsonElement.Parse(Document);
        var prepared = suite.Prepare(document, Options);
        var encoded = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header));
        byte[] input = [.. Encoding.ASCII.GetBytes(encoded + "."), .. prepared.OptionsHash, .. prepared.DocumentHash];
        var signature = Key.SignData(input, HashAlgorithmName.SHA256, padding);
        return Attach(document, new JsonObject
        {
            ["type"] = "RsaSignature2018",
            ["created"] = Options.CreatedText,
            ["verificationMethod"] = Options.VerificationMethod,
            ["proofPurpose"] = Options.Purpose,
            ["jws"] = encoded + ".." + System.Buffers.Text.Base64Url.EncodeToString(signature),
        });
    }

    private static JsonElement Attach(JsonElement document, JsonNode proof)
    {
        var signed = JsonNode.Parse(document.GetRawText())!;
        signed["proof"] = proof;
        return JsonSerializer.SerializeToElement(signed);
    }
}
