using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Tests.LinkedData.Proofs;

public sealed class Ed25519Signature2018Tests
{
    [Theory]
    [InlineData("ed25519-alg-none", false)]
    [InlineData("ed25519-batch", false)]
    [InlineData("ed25519-created", false)]
    [InlineData("ed25519-swapped", true)]
    public void A_published_credential_gets_the_expected_verification_result(string name, bool isValid)
    {
        var key = Ed25519PublicKey.FromBase58(
            Encoding.ASCII.GetString(SharedData.Read("vectors", "divoc", "divoc-dev-ed25519.base58.txt")).Trim());
        var result = new Ed25519Signature2018(DivocVectors.Shipped).Verify(DivocVectors.Json("vectors", "divoc", name + ".json"), key);
        Assert.True(isValid == result.IsValid, result.Reason);
    }

    [Fact]
    public void The_DIVOC_vector_gives_its_signing_input_and_its_proof_verifies()
    {
        var signed = DivocVectors.Signed("vaccination-v1-ed25519-original");
        var proof = signed.GetProperty("proof");
        var suite = new Ed25519Signature2018(DivocVectors.Shipped);
        var options = new ProofOptions(
            proof.GetProperty("verificationMethod").GetString()!, proof.GetProperty("created").GetDateTimeOffset());
        var expected = DivocVectors.Vector("vaccination-v1-ed25519-original").GetProperty("signingInputHex").GetString();
        Assert.Equal(expected, Convert.ToHexStringLower(suite.Prepare(DivocVectors.Unsigned(signed), options).Bytes));
        var key = Ed25519PublicKey.FromBase58(
            Encoding.ASCII.GetString(SharedData.Read("divoc", "signed", "ed25519-public-key.base58.txt")).Trim());
        Assert.Equal(ProofResult.Verified, suite.Verify(signed, key).Code);
    }

    [Fact]
    public void A_signature_verifies_only_with_the_same_document_options_and_key()
    {
        var contexts = FrozenContexts.Empty.With("urn:context", """{ "@context": { "name": "https://example.org/name" } }"""u8.ToArray());
        var suite = new Ed25519Signature2018(contexts);
        var document = JsonElement.Parse("""{ "@context": "urn:context", "@id": "urn:example:1", "name": "A" }""");
        var options = new ProofOptions("did:example:1", DateTimeOffset.UnixEpoch);
        var signature = Ed25519TestKey.Sign(suite.Prepare(document, options).Bytes);
        var signed = ProofTests.Attach(document, writer => suite.WriteProof(writer, options, signature));
        Assert.Equal(ProofResult.Verified, suite.Verify(signed, Ed25519TestKey.Public).Code);

        var changed = JsonNode.Parse(signed.GetRawText())!;
        changed["name"] = "B";
        Assert.Equal(ProofResult.WrongSignature, suite.Verify(JsonSerializer.SerializeToElement(changed), Ed25519TestKey.Public).Code);

        signature[^1] ^= 1;
        var damaged = ProofTests.Attach(document, writer => suite.WriteProof(writer, options, signature));
        Assert.Equal(ProofResult.WrongSignature, suite.Verify(damaged, Ed25519TestKey.Public).Code);
        var shortened = ProofTests.Attach(document, writer => suite.WriteProof(writer, options, signature.AsSpan(0, 63)));
        Assert.Equal(ProofResult.WrongSignature, suite.Verify(shortened, Ed25519TestKey.Public).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("11111111111111111111111111111112")]
    [InlineData("DaipNW4xaH2bh1XGNNdqjnSYyru3hLnUgTBSfSvmZ2h0")]
    [InlineData("1111111111111111111111111111111")]
    public void An_invalid_key_is_refused(string base58)
    {
        Assert.Equal(LinkedDataError.InvalidProof, Assert.Throws<LinkedDataException>(() => Ed25519PublicKey.FromBase58(base58)).Code);
    }
}
