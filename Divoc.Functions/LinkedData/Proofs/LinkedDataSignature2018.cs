using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>
/// The common part of the suites of 2018: document and proof options are canonicalised separately (URDNA2015) and hashed with SHA-256; the
/// two hashes, options first, are the payload of a detached JWS.
/// </summary>
/// <param name="type">The type of the proof.</param>
/// <param name="algorithm">Its signature algorithm.</param>
/// <param name="contexts">The only contexts that documents may name.</param>
internal sealed class LinkedDataSignature2018(string type, string algorithm, FrozenContexts contexts)
{
    /// <summary>Proof options are read only with the security context, whatever the document's contexts define for proofs.</summary>
    private static readonly DocumentCanonicalizer OptionsCanonicalizer =
        new(ShippedContexts.All, JsonLdOptions.Safe, CanonicalizationOptions.Urdna2015);

    private readonly string header = DetachedJws.EncodeHeader(algorithm);
    private readonly DocumentCanonicalizer canonicalizer = new(contexts, JsonLdOptions.Safe, CanonicalizationOptions.Urdna2015);

    // Replaced as a whole, so that concurrent calls may do it.
    private volatile ProofOptionsForm? lastForm;

    /// <summary>The signing input for a document that has no proof yet.</summary>
    public SigningInput Prepare(JsonElement document, ProofOptions options)
    {
        SignedDocument.RequireUnsigned(document);
        return Combine(HashOf(options), document, header);
    }

    public void WriteProof(Utf8JsonWriter writer, ProofOptions options, ReadOnlySpan<byte> signature)
    {
        writer.WriteStartObject();
        WriteMembers(writer, options);
        writer.WriteString("jws", string.Concat(header, "..", Base64Url.EncodeToString(signature)));
        writer.WriteEndObject();
    }

    /// <summary>Reads a signed document and passes the signing input and the signature to <paramref name="verify"/>.</summary>
    /// <param name="document">The document with its proof.</param>
    /// <param name="expected">The algorithm that the JWS must have.</param>
    /// <param name="purpose">The purpose that the proof must have.</param>
    /// <param name="verify">Checks the signature.</param>
    public ProofResult Verify(JsonElement document, string expected, string purpose, Func<SigningInput, byte[], bool> verify)
    {
        try
        {
            using var signed = SignedDocument.Of(document);
            signed.Require("type", type);
            signed.Require("proofPurpose", purpose);
            var jws = DetachedJws.Parse(signed.RequireText("jws"), expected);
            if (signed.Proof.TryGetProperty(Keyword.Context, out _))
            {
                throw new LinkedDataException(LinkedDataError.InvalidProof, "/proof/@context", "a proof may not bring its own context");
            }

            using var options = SignedDocument.Copy(
                signed.Proof,
                static name => name != "jws",
                static writer => writer.WriteString(Keyword.Context, ShippedContexts.SecurityV2));
            return ProofResult.OfSignature(
                verify(Combine(OptionsCanonicalizer.Hash(options.RootElement), signed.Unsigned, jws.EncodedHeader), jws.Signature));
        }
        catch (LinkedDataException exception)
        {
            return ProofResult.OfError(exception);
        }
    }

    /// <summary>SHA-256 of the canonical options. An issuer uses one key for a long time, so usually only the time differs.</summary>
    private byte[] HashOf(ProofOptions options)
    {
        if (lastForm is not { } form || !form.IsOf(options))
        {
            form = new ProofOptionsForm(options, Canonicalize);
            lastForm = form;
        }

        return form.HashWith(options.CreatedText) ?? SHA256.HashData(Canonicalize(options));
    }

    private byte[] Canonicalize(ProofOptions options)
    {
        using var output = new Utf8Builder(512);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString(Keyword.Context, ShippedContexts.SecurityV2);
            WriteMembers(writer, options);
            writer.WriteEndObject();
        }

        using var parsed = JsonDocument.Parse(output.WrittenMemory);
        return OptionsCanonicalizer.Canonicalize(parsed.RootElement);
    }

    private void WriteMembers(Utf8JsonWriter writer, ProofOptions options)
    {
        writer.WriteString("type", type);
        writer.WriteString("created", options.CreatedText);
        writer.WriteString("verificationMethod", options.VerificationMethod);
        writer.WriteString("proofPurpose", options.Purpose);
    }

    private SigningInput Combine(byte[] optionsHash, JsonElement document, string encodedHeader)
    {
        var documentHash = canonicalizer.Hash(document);
        var bytes = DetachedJws.SigningInput(encodedHeader, optionsHash, documentHash);
        return new SigningInput(bytes, optionsHash, documentHash, HashAlgorithmName.SHA256);
    }
}
