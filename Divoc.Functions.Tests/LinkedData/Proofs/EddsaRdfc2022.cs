using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Tests.LinkedData.Proofs;

/// <summary>The cryptosuite eddsa-rdfc-2022 (Data Integrity EdDSA Cryptosuites 1.0 section 3.2). Safe to share between threads.</summary>
/// <param name="contexts">The only contexts that documents may name.</param>
internal sealed class EddsaRdfc2022(FrozenContexts contexts)
{
    private readonly DataIntegrityRdfc suite = new("eddsa-rdfc-2022", contexts, HashAlgorithmName.SHA256);

    /// <summary>The signing input for a document without proof: 64 bytes, which Ed25519 signs as they are.</summary>
    /// <exception cref="LinkedDataException">The document is invalid, has a proof, or would lose something on its way to RDF.</exception>
    public SigningInput Prepare(JsonElement document, ProofOptions options) => suite.Prepare(document, options);

    /// <summary>Writes the proof object.</summary>
    /// <param name="writer">Stands where a value may be written.</param>
    /// <param name="options">Those that were signed.</param>
    /// <param name="signature">64 bytes.</param>
    public void WriteProof(Utf8JsonWriter writer, ProofOptions options, ReadOnlySpan<byte> signature) =>
        suite.WriteProof(writer, options, signature);

    /// <summary>Checks the proof of a signed document. Time of creation and the key's owner are the caller's matter.</summary>
    public ProofResult Verify(JsonElement document, Ed25519PublicKey key, string purpose = ProofOptions.AssertionMethod)
    {
        return suite.Verify(document, purpose, (input, signature) => key.Verify(input.Bytes, signature));
    }
}
