using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData.Proofs;

/// <summary>
/// What the Data Integrity suites over RDFC-1.0 share (Verifiable Credential Data Integrity 1.0 section 4): the proof configuration, read
/// by the document's own context, and the document are canonicalised and hashed apart; the two hashes, configuration first, are signed.
/// </summary>
internal sealed class DataIntegrityRdfc(string cryptosuite, FrozenContexts contexts, HashAlgorithmName hash)
{
    private const string Type = "DataIntegrityProof";
    private const string ProofValue = "proofValue";

    /// <summary>What is checked here, or that callers rely on, whatever else a proof says.</summary>
    private static readonly string[] CoreMembers =
        [Keyword.Context, "id", "type", "cryptosuite", "created", "expires", "verificationMethod", "proofPurpose"];

    private readonly DocumentCanonicalizer canonicalizer = new(contexts, JsonLdOptions.Safe, new CanonicalizationOptions { Hash = hash });
    private readonly DocumentCanonicalizer standard =
        new(ShippedContexts.All, JsonLdOptions.Safe, new CanonicalizationOptions { Hash = hash });

    public SigningInput Prepare(JsonElement document, ProofOptions options)
    {
        SignedDocument.RequireUnsigned(document);
        var output = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            WriteContext(writer, document);
            WriteMembers(writer, options);
            writer.WriteEndObject();
        }

        using var configuration = JsonDocument.Parse(output.WrittenMemory);
        RequireStandardTerms(configuration.RootElement);
        return Combine(configuration.RootElement, document);
    }

    public void WriteProof(Utf8JsonWriter writer, ProofOptions options, ReadOnlySpan<byte> signature)
    {
        writer.WriteStartObject();
        WriteMembers(writer, options);
        writer.WriteString(ProofValue, "z" + Base58Text.Of(signature));
        writer.WriteEndObject();
    }

    public ProofResult Verify(JsonElement document, string purpose, Func<SigningInput, byte[], bool> verify)
    {
        try
        {
            using var signed = SignedDocument.Of(document);
            signed.Require("type", Type);
            signed.Require("cryptosuite", cryptosuite);
            signed.Require("proofPurpose", purpose);
            var signature = DecodeSignature(signed.RequireText(ProofValue));
            using var configuration = Configuration(signed);
            RequireStandardTerms(configuration.RootElement);
            return ProofResult.OfSignature(verify(Combine(configuration.RootElement, signed.Unsigned), signature));
        }
        catch (LinkedDataException exception)
        {
            return ProofResult.OfError(exception);
        }
    }

    /// <summary>The proof without its value, with the document's context. A proof may repeat that context, but bring no other.</summary>
    private static JsonDocument Configuration(SignedDocument signed)
    {
        if (!signed.Proof.TryGetProperty(Keyword.Context, out var own))
        {
            return SignedDocument.Copy(signed.Proof, static name => name != ProofValue, writer => WriteContext(writer, signed.Unsigned));
        }

        if (!signed.Unsigned.TryGetProperty(Keyword.Context, out var context) || !JsonElement.DeepEquals(own, context))
        {
            throw new LinkedDataException(LinkedDataError.InvalidProof, "/proof/@context", "the proof's context is not the document's");
        }

        return SignedDocument.Copy(signed.Proof, static name => name != ProofValue, static _ => { });
    }

    /// <summary>
    /// The document's contexts say what the proof's terms mean. Contexts that change that could pass off a proof for one purpose as one for
    /// another, with the same statements and so the same signature.
    /// </summary>
    private void RequireStandardTerms(JsonElement configuration)
    {
        using var core = SignedDocument.Copy(configuration, static name => CoreMembers.Contains(name), static _ => { });
        using var plain = SignedDocument.Copy(
            core.RootElement, static name => name != Keyword.Context,
            static writer => writer.WriteString(Keyword.Context, ShippedContexts.DataIntegrityV2));
        if (!canonicalizer.Canonicalize(core.RootElement).AsSpan().SequenceEqual(standard.Canonicalize(plain.RootElement)))
        {
            throw new LinkedDataException(
                LinkedDataError.InvalidProof, "/@context", "the document's contexts give the terms of the proof another meaning");
        }
    }

    private static void WriteContext(Utf8JsonWriter writer, JsonElement document)
    {
        if (document.TryGetProperty(Keyword.Context, out var context))
        {
            writer.WritePropertyName(Keyword.Context);
            context.WriteTo(writer);
        }
    }

    private static byte[] DecodeSignature(string text)
    {
        return text.StartsWith('z')
            ? Base58.Decode(text.AsSpan(1))
            : throw new LinkedDataException(
                LinkedDataError.InvalidProof, "/proof/proofValue", "the signature is not in multibase with base58-btc");
    }

    private void WriteMembers(Utf8JsonWriter writer, ProofOptions options)
    {
        writer.WriteString("type", Type);
        writer.WriteString("cryptosuite", cryptosuite);
        writer.WriteString("created", options.CreatedText);
        writer.WriteString("verificationMethod", options.VerificationMethod);
        writer.WriteString("proofPurpose", options.Purpose);
    }

    private SigningInput Combine(JsonElement configuration, JsonElement document)
    {
        var optionsHash = CryptographicOperations.HashData(hash, canonicalizer.Canonicalize(configuration));
        var documentHash = CryptographicOperations.HashData(hash, canonicalizer.Canonicalize(document));
        return new SigningInput([.. optionsHash, .. documentHash], optionsHash, documentHash, hash);
    }
}
