using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData.Proofs;

public sealed class DataIntegrityTests
{
    private const string Document = """
        {
          "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
          "type": ["VerifiableCredential", "ExampleCredential"],
          "issuer": "did:example:issuer",
          "validFrom": "2026-01-02T03:04:05Z",
          "credentialSubject": { "knows": [{ "name": "A" }, { "name": "B" }] }
        }
        """;

    private static readonly ECDsa P256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly ECDsa P384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private static readonly ProofOptions Options = new("did:example:issuer#key", DateTimeOffset.UnixEpoch);

    /// <summary>The context of the standard's examples: whatever has no other meaning is a term of the examples.</summary>
    private static readonly FrozenContexts Contexts = ShippedContexts.All.With(
        "https://www.w3.org/ns/credentials/examples/v2",
        """{ "@context": { "@vocab": "https://www.w3.org/ns/credentials/examples#" } }"""u8.ToArray());

    [Fact]
    public void The_published_P256_vector_gives_its_canonical_forms_and_hashes_and_its_proof_verifies()
    {
        var signed = DivocVectors.Json("vectors", "data-integrity", "ecdsa-rdfc-2019-p256.json");
        var proof = signed.GetProperty("proof");
        var method = proof.GetProperty("verificationMethod").GetString()!;
        var suite = new EcdsaRdfc2019(Contexts, EcdsaCurve.P256);
        var input = suite.Prepare(
            DivocVectors.Unsigned(signed), new ProofOptions(method, proof.GetProperty("created").GetDateTimeOffset()));
        Assert.Equal(Text("docHashECDSAP256"), Convert.ToHexStringLower(input.DocumentHash));
        Assert.Equal(Text("proofHashECDSAP256"), Convert.ToHexStringLower(input.OptionsHash));
        var canonical = new DocumentCanonicalizer(Contexts, JsonLdOptions.Safe, CanonicalizationOptions.Default)
            .Canonicalize(DivocVectors.Unsigned(signed));
        Assert.Equal(Text("canonDocECDSAP256"), Encoding.UTF8.GetString(canonical).Trim());
        using var key = EcdsaMultikey.Read(method[(method.IndexOf('#', StringComparison.Ordinal) + 1)..], EcdsaCurve.P256);
        Assert.Equal(ProofResult.Verified, suite.Verify(signed, key).Code);
    }

    /// <summary>
    /// The same document with the proofs of an Ed25519 and of a P-384 key: the test vectors of w3c/vc-di-eddsa and w3c/vc-di-ecdsa.
    /// </summary>
    [Theory]
    [InlineData(
        "eddsa-rdfc-2022",
        "https://vc.example/issuers/5678#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
        "z21EVs3eXERqTn4acNHT9viboqgzUaQ3kTmhPT3eA8qrVPE7CrQq78WkzctnMX5W4CrzcKnHw8V6dvy5pgWYCU5e9")]
    [InlineData(
        "ecdsa-rdfc-2019",
        "did:key:z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ#z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ",
        "z967Mvv5bxtmLNqTzPZ8KmJjFmFXaAKeQNzq7GWnQkMcLtaGSSmuozE5WtJ8PipMe178B1tE28K1vsJur9bGVJhz6jgSJsRHFSQeqgH8hhjcg8gZDFJC1b9FsR5ggNmDBqHv")]
    public void The_published_proofs_of_other_keys_for_that_document_verify(string cryptosuite, string method, string proofValue)
    {
        var signed = Change(DivocVectors.Json("vectors", "data-integrity", "ecdsa-rdfc-2019-p256.json"), document =>
        {
            document["proof"]!["cryptosuite"] = cryptosuite;
            document["proof"]!["verificationMethod"] = method;
            document["proof"]!["proofValue"] = proofValue;
        });
        var key = method[(method.IndexOf('#', StringComparison.Ordinal) + 1)..];
        Assert.Equal(
            ProofResult.Verified, cryptosuite == "eddsa-rdfc-2022" ? VerifyEddsa(signed, key) : VerifyEcdsa(signed, key, EcdsaCurve.P384));
    }

    /// <summary>
    /// The suite over JCS instead of RDFC-1.0 (vc-di-ecdsa section 3.3) is not built; its vector shows that our JCS is the published one.
    /// </summary>
    [Fact]
    public void The_published_JCS_vector_gives_its_canonical_forms_and_hashes_and_its_proof_verifies()
    {
        var signed = DivocVectors.Json("vectors", "data-integrity", "ecdsa-jcs-2019-p256.json");
        var configuration = JsonNode.Parse(signed.GetProperty("proof").GetRawText())!.AsObject();
        configuration.Remove("proofValue");
        var proof = JsonCanonicalizer.Canonicalize(JsonSerializer.SerializeToElement(configuration));
        var document = JsonCanonicalizer.Canonicalize(DivocVectors.Unsigned(signed));
        Assert.Equal(JcsText("proofCanon"), Encoding.UTF8.GetString(proof));
        Assert.Equal(JcsText("canonDoc"), Encoding.UTF8.GetString(document));
        byte[] hashes = [.. SHA256.HashData(proof), .. SHA256.HashData(document)];
        Assert.Equal(JcsText("proofHash") + JcsText("docHash"), Convert.ToHexStringLower(hashes));
        var method = configuration["verificationMethod"]!.GetValue<string>();
        using var key = EcdsaMultikey.Read(method[(method.IndexOf('#', StringComparison.Ordinal) + 1)..], EcdsaCurve.P256);
        Assert.True(key.VerifyData(
            hashes, Base58.Decode(signed.GetProperty("proof").GetProperty("proofValue").GetString()!.AsSpan(1)), HashAlgorithmName.SHA256));
    }

    [Theory]
    [InlineData(EcdsaCurve.P256)]
    [InlineData(EcdsaCurve.P384)]
    public void An_ECDSA_signature_verifies_only_with_the_same_document_options_and_key(EcdsaCurve curve)
    {
        var (suite, key, other) = Suite(curve);
        var signed = SignEcdsa(suite, key, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        Assert.Equal(ProofResult.Verified, suite.Verify(signed, key).Code);
        Assert.Equal(
            ProofResult.WrongSignature, suite.Verify(Change(signed, document => document["issuer"] = "did:example:other"), key).Code);
        Assert.Equal(
            ProofResult.WrongSignature,
            suite.Verify(Change(signed, document => document["proof"]!["created"] = "1970-01-01T00:00:01Z"), key).Code);
        Assert.Equal(LinkedDataError.InvalidProof, suite.Verify(signed, other).Code);
    }

    [Theory]
    [InlineData(EcdsaCurve.P256)]
    [InlineData(EcdsaCurve.P384)]
    public void A_DER_signature_is_refused(EcdsaCurve curve)
    {
        var (suite, key, _) = Suite(curve);
        var document = JsonElement.Parse(Document);
        var der = key.SignHash(suite.Prepare(document, Options).Digest, DSASignatureFormat.Rfc3279DerSequence);
        Assert.Equal(LinkedDataError.InvalidProof, Assert.Throws<LinkedDataException>(() => suite.WriteProof(null!, Options, der)).Code);
        var signed = SignEcdsa(suite, key, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        var withDer = Change(signed, changed => changed["proof"]!["proofValue"] = "z" + Base58Text.Of(der));
        Assert.Equal(LinkedDataError.InvalidProof, suite.Verify(withDer, key).Code);
    }

    [Fact]
    public void An_Ed25519_signature_verifies_only_with_the_same_document_options_and_key()
    {
        var suite = new EddsaRdfc2022(Contexts);
        var document = JsonElement.Parse(Document);
        var signature = Ed25519TestKey.Sign(suite.Prepare(document, Options).Bytes);
        var signed = ProofTests.Attach(document, writer => suite.WriteProof(writer, Options, signature));
        Assert.Equal(ProofResult.Verified, suite.Verify(signed, Ed25519TestKey.Public).Code);
        Assert.Equal(
            ProofResult.WrongSignature,
            suite.Verify(Change(signed, changed => changed["validFrom"] = "2026-01-02T03:04:06Z"), Ed25519TestKey.Public).Code);
    }

    [Theory]
    [InlineData("type", "Ed25519Signature2020", LinkedDataError.InvalidProof)]
    [InlineData("cryptosuite", "ecdsa-rdfc-2019", LinkedDataError.InvalidProof)]
    [InlineData("proofPurpose", "authentication", LinkedDataError.InvalidProof)]
    [InlineData("proofValue", "uAAAA", LinkedDataError.InvalidProof)]
    [InlineData("proofValue", "z0OIl", LinkedDataError.InvalidProof)]
    [InlineData("proofValue", "z", ProofResult.WrongSignature)]
    [InlineData("@context", "https://www.w3.org/ns/credentials/v2", LinkedDataError.InvalidProof)]
    [InlineData("domain", "example.org", ProofResult.WrongSignature)]
    [InlineData("verificationMethod", "relative", LinkedDataError.RelativeIri)]
    public void A_changed_proof_is_refused(string member, string value, string code)
    {
        var suite = new EddsaRdfc2022(Contexts);
        var document = JsonElement.Parse(Document);
        var signature = Ed25519TestKey.Sign(suite.Prepare(document, Options).Bytes);
        var signed = ProofTests.Attach(document, writer => suite.WriteProof(writer, Options, signature));
        Assert.Equal(code, suite.Verify(Change(signed, changed => changed["proof"]![member] = value), Ed25519TestKey.Public).Code);
    }

    [Fact]
    public void Contexts_that_redefine_the_terms_of_a_proof_are_refused()
    {
        const string Terms = """
            {
              "id": "@id",
              "type": "@type",
              "name": "https://example.org/name",
              "DataIntegrityProof": "https://w3id.org/security#DataIntegrityProof",
              "cryptosuite": { "@id": "https://w3id.org/security#cryptosuite", "@type": "https://w3id.org/security#cryptosuiteString" },
              "created": { "@id": "http://purl.org/dc/terms/created", "@type": "http://www.w3.org/2001/XMLSchema#dateTime" },
              "verificationMethod": { "@id": "https://w3id.org/security#verificationMethod", "@type": "@id" },
              "proofPurpose": { "@id": "https://w3id.org/security#proofPurpose", "@type": "@vocab" },
              "assertionMethod": "https://w3id.org/security#authenticationMethod"
            }
            """;
        var suite = new EddsaRdfc2022(Contexts);
        var options = Options with { Purpose = "authentication" };
        var document = JsonElement.Parse("""
            { "@context": ["https://w3id.org/security/data-integrity/v2", { "name": "https://example.org/name" }], "id": "urn:example:1", "name": "A" }
            """);
        var signature = Ed25519TestKey.Sign(suite.Prepare(document, options).Bytes);
        var signed = ProofTests.Attach(document, writer => suite.WriteProof(writer, options, signature));
        Assert.Equal(ProofResult.Verified, suite.Verify(signed, Ed25519TestKey.Public, "authentication").Code);

        // The same statements and the same signature, but another purpose by its name.
        var forged = Change(signed, changed =>
        {
            changed["@context"] = JsonNode.Parse(Terms);
            changed["proof"]!["proofPurpose"] = "assertionMethod";
        });
        var result = suite.Verify(forged, Ed25519TestKey.Public);
        Assert.Equal((LinkedDataError.InvalidProof, "/@context"), (result.Code, result.Place));
    }

    [Fact]
    public void A_proof_may_repeat_the_context_of_the_document()
    {
        var suite = new EddsaRdfc2022(Contexts);
        var document = JsonElement.Parse(Document);
        var signature = Ed25519TestKey.Sign(suite.Prepare(document, Options).Bytes);
        var signed = ProofTests.Attach(document, writer => suite.WriteProof(writer, Options, signature));
        var repeated = Change(signed, changed => changed["proof"]!["@context"] = changed["@context"]!.DeepClone());
        Assert.Equal(ProofResult.Verified, suite.Verify(repeated, Ed25519TestKey.Public).Code);
    }

    [Theory]
    [InlineData("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")]
    [InlineData("zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVPx")]
    [InlineData("uDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP")]
    [InlineData("")]
    public void A_key_that_is_not_on_the_curve_is_refused(string multibase)
    {
        Assert.Equal(
            LinkedDataError.InvalidProof, Assert.Throws<LinkedDataException>(() => EcdsaMultikey.Read(multibase, EcdsaCurve.P256)).Code);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("00", "1")]
    [InlineData("0000287fb4cd", "11233QC4")]
    [InlineData("48656c6c6f20576f726c6421", "2NEpo7TZRRrLZSi2U")]
    public void Base58_is_encoded_and_decoded(string hex, string text)
    {
        Assert.Equal(text, Base58Text.Of(Convert.FromHexString(hex)));
        Assert.Equal(hex, Convert.ToHexStringLower(Base58.Decode(text)));
    }

    private static string VerifyEddsa(JsonElement signed, string key) =>
        new EddsaRdfc2022(Contexts).Verify(signed, Multikey.ReadEd25519(key)).Code;

    private static string VerifyEcdsa(JsonElement signed, string multibase, EcdsaCurve curve)
    {
        using var key = EcdsaMultikey.Read(multibase, curve);
        return new EcdsaRdfc2019(Contexts, curve).Verify(signed, key).Code;
    }

    private static (EcdsaRdfc2019 Suite, ECDsa Key, ECDsa Other) Suite(EcdsaCurve curve)
    {
        return curve == EcdsaCurve.P256 ? (new(Contexts, curve), P256, P384) : (new(Contexts, curve), P384, P256);
    }

    private static JsonElement SignEcdsa(EcdsaRdfc2019 suite, ECDsa key, DSASignatureFormat format)
    {
        var document = JsonElement.Parse(Document);
        var signature = key.SignHash(suite.Prepare(document, Options).Digest, format);
        return ProofTests.Attach(document, writer => suite.WriteProof(writer, Options, signature));
    }

    private static JsonElement Change(JsonElement signed, Action<JsonNode> change)
    {
        var changed = JsonNode.Parse(signed.GetRawText())!;
        change(changed);
        return JsonSerializer.SerializeToElement(changed);
    }

    private static string Text(string name)
    {
        return Encoding.UTF8.GetString(SharedData.Read("vectors", "data-integrity", $"ecdsa-rdfc-2019-p256.{name}.txt")).Trim();
    }

    private static string JcsText(string name)
    {
        return Encoding.UTF8.GetString(SharedData.Read("vectors", "data-integrity", $"ecdsa-jcs-2019-p256.{name}JCSECDSAP256.txt")).Trim();
    }
}
