using System.Text.Json;
using Divoc.Functions.LinkedData.JsonLd;

namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>
/// The suite Ed25519Signature2018 with a detached JWS (RFC 7797, b64 false). Documents are read in safe mode. Thread-safe.
/// </summary>
/// <param name="contexts">The only contexts that documents may name.</param>
public sealed class Ed25519Signature2018(FrozenContexts contexts)
{
    private const string Algorithm = "EdDSA";

    private readonly LinkedDataSignature2018 suite = new(nameof(Ed25519Signature2018), Algorithm, contexts);

    /// <summary>The signing input for a document without proof; Ed25519 signs its bytes, not its digest.</summary>
    /// <exception cref="LinkedDataException">The document is invalid, has a proof, or would lose data in the conversion to RDF.</exception>
    public SigningInput Prepare(JsonElement document, ProofOptions options) => suite.Prepare(document, options);

    /// <summary>Writes the proof object: type, created, verificationMethod, proofPurpose, jws.</summary>
    public void WriteProof(Utf8JsonWriter writer, ProofOptions options, ReadOnlySpan<byte> signature)
    {
        suite.WriteProof(writer, options, signature);
    }

    /// <summary>Checks the proof of a signed document. The caller must check the time of creation and the owner of the key.</summary>
    public ProofResult Verify(JsonElement document, Ed25519PublicKey key, string purpose = ProofOptions.AssertionMethod) =>
        Verify(document, [key], out _, purpose);

    /// <summary>Checks the proof with one key after the other; the document is canonicalised once.</summary>
    /// <param name="document">The document with its member <c>proof</c>.</param>
    /// <param name="keys">Public keys that may have signed it.</param>
    /// <param name="signer">Which of the keys signed it; -1 if none did.</param>
    /// <param name="purpose">The purpose that the proof must have.</param>
    internal ProofResult Verify(
        JsonElement document, IReadOnlyList<Ed25519PublicKey> keys, out int signer, string purpose = ProofOptions.AssertionMethod)
    {
        var found = -1;
        var result = suite.Verify(document, Algorithm, purpose, (input, signature) =>
        {
            for (var index = 0; index < keys.Count && found < 0; index++)
            {
                found = keys[index].Verify(input.Bytes, signature) ? index : -1;
            }

            return found >= 0;
        });
        signer = found;
        return result;
    }
}
