using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>
/// What the suites of 2018 share: document and proof options are canonicalised apart (URDNA2015), hashed with SHA-256, and the two hashes, options first, are
/// the payload of a detached JWS.
/// </summary>
internal sealed class LinkedDataSignature2018(string type, FrozenContexts contexts)
{
    /// <summary>Proof options are read by the security context alone, whatever the document's contexts say of proofs.</summary>
    private static readonly DocumentCanonicalizer OptionsCanonicalizer =
        new(ShippedContexts.All, JsonLdOptions.Safe, CanonicalizationOptions.Urdna2015);

    private readonly DocumentCanonicalizer canonicalizer = new(contexts, JsonLdOptions.Safe, CanonicalizationOptions.Urdna2015);

    /// <summary>The signing input for a document that has no proof yet.</summary>
    public SigningInput Prepare(JsonElement document, ProofOptions options, string algorithm)
    {
        SignedDocument.RequireUnsigned(document);
        var output = new System.Buffers.ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString(Keyword.Context, ShippedContexts.SecurityV2);
            WriteMembers(writer, options);
            writer.WriteEndObject();
        }

        using var parsed = JsonDocument.Parse(output.WrittenMemory);
        return Combine(parsed.RootElement, document, DetachedJws.EncodeHeader(algorithm));
    }

    public void WriteProof(Utf8JsonWriter writer, ProofOptions options, string algorithm, ReadOnlySpan<byte> signature)
    {
        writer.WriteStartObject();
        WriteMembers(writer, options);
        writer.WriteString("jws", string.Concat(DetachedJws.EncodeHeader(algorithm), "..", Base64Url.EncodeToString(signature)));
        writer.WriteEndObject();
    }

    /// <summary>Reads a signed document and hands the signing input and the signature to <paramref name="verify"/>.</summary>
    public ProofResult Verify(JsonElement document, string algorithm, string purpose, Func<SigningInput, byte[], bool> verify)
    {
        try
        {
            using var signed = SignedDocument.Of(document);
            signed.Require("type", type);
            signed.Require("proofPurpose", purpose);
            var jws = DetachedJws.Parse(signed.RequireText("jws"), algorithm);
            if (signed.Proof.TryGetProperty(Keyword.Context, out _))
            {
                throw new LinkedDataException(LinkedDataError.InvalidProof, "/proof/@context", "a proof may not bring its own context");
            }

            using var options = SignedDocument.Copy(signed.Proof, static name => name != "jws", static writer => writer.WriteString(Keyword.Context, ShippedContexts.SecurityV2));
            return ProofResult.OfSignature(verify(Combine(options.RootElement, signed.Unsigned, jws.EncodedHeader), jws.Signature));
        }
        catch (LinkedDataException exception)
        {
            return ProofResult.OfError(exception);
        }
    }

    private void WriteMembers(Utf8JsonWriter writer, ProofOptions options)
    {
        writer.WriteString("type", type);
        writer.WriteString("created", options.CreatedText);
        writer.WriteString("verificationMethod", options.VerificationMethod);
        writer.WriteString("proofPurpose", options.Purpose);
    }

    private SigningInput Combine(JsonElement options, JsonElement document, string encodedHeader)
    {
        var optionsHash = OptionsCanonicalizer.Hash(options);
        var documentHash = canonicalizer.Hash(document);
        var bytes = DetachedJws.SigningInput(encodedHeader, [.. optionsHash, .. documentHash]);
        return new SigningInput(bytes, optionsHash, documentHash, HashAlgorithmName.SHA256);
    }
}
