using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.LinkedData.JsonLd;

namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>
/// The suite RsaSignature2018 with a detached JWS (RFC 7797, b64 false): signs with PS256, reads PS256 and RS256. Documents are read in
/// safe mode. Has no state; thread-safe.
/// </summary>
/// <param name="contexts">The only contexts that documents may name.</param>
public sealed class RsaSignature2018(FrozenContexts contexts)
{
    private const int SmallestKey = 2048;

    private readonly LinkedDataSignature2018 suite = new(nameof(RsaSignature2018), nameof(RsaJwsAlgorithm.PS256), contexts);

    /// <summary>The signing input for a document without proof.</summary>
    /// <exception cref="LinkedDataException">The document is invalid, has a proof, or would lose data in the conversion to RDF.</exception>
    public SigningInput Prepare(JsonElement document, ProofOptions options) => suite.Prepare(document, options);

    /// <summary>Writes the proof object: type, created, verificationMethod, proofPurpose, jws.</summary>
    /// <param name="writer">The writer, at a place for a value.</param>
    /// <param name="options">The signed options.</param>
    /// <param name="signature">The PS256 signature of the signing input.</param>
    public void WriteProof(Utf8JsonWriter writer, ProofOptions options, ReadOnlySpan<byte> signature)
    {
        suite.WriteProof(writer, options, signature);
    }

    /// <summary>Checks the proof of a signed document. The caller must check the time of creation and the owner of the key.</summary>
    /// <param name="document">The document with its member <c>proof</c>.</param>
    /// <param name="key">The public key, at least 2048 bits.</param>
    /// <param name="algorithm">The only algorithm of this key; a header with another one is refused.</param>
    /// <param name="purpose">The purpose that the proof must have.</param>
    public ProofResult Verify(
        JsonElement document, RSA key, RsaJwsAlgorithm algorithm = RsaJwsAlgorithm.PS256, string purpose = ProofOptions.AssertionMethod)
    {
        return Verify(document, [key], out _, algorithm, purpose);
    }

    /// <summary>
    /// Checks the proof with one key after the other, which costs little more than with one key: the document is canonicalised once.
    /// </summary>
    /// <param name="document">The document with its member <c>proof</c>.</param>
    /// <param name="keys">Public keys that may have signed it, each at least 2048 bits.</param>
    /// <param name="signer">Which of the keys signed it; -1 if none did.</param>
    /// <param name="algorithm">The only algorithm of these keys; a header with another one is refused.</param>
    /// <param name="purpose">The purpose that the proof must have.</param>
    internal ProofResult Verify(
        JsonElement document, IReadOnlyList<RSA> keys, out int signer, RsaJwsAlgorithm algorithm = RsaJwsAlgorithm.PS256,
        string purpose = ProofOptions.AssertionMethod)
    {
        var found = -1;
        var padding = algorithm == RsaJwsAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        var result = suite.Verify(
            document,
            algorithm == RsaJwsAlgorithm.PS256 ? nameof(RsaJwsAlgorithm.PS256) : nameof(RsaJwsAlgorithm.RS256),
            purpose,
            (input, signature) =>
            {
                for (var index = 0; index < keys.Count && found < 0; index++)
                {
                    RequireSize(keys[index]);
                    found = keys[index].VerifyHash(input.Digest, signature, HashAlgorithmName.SHA256, padding) ? index : -1;
                }

                return found >= 0;
            });
        signer = found;
        return result;
    }

    private static void RequireSize(RSA key)
    {
        if (key.KeySize < SmallestKey)
        {
            throw new LinkedDataException(LinkedDataError.InvalidProof, "", $"the key is shorter than {SmallestKey} bits");
        }
    }
}

/// <summary>RSA signature algorithms of JWS (RFC 7518 section 3.1) that occur with RsaSignature2018.</summary>
public enum RsaJwsAlgorithm
{
    /// <summary>RSASSA-PSS with SHA-256, MGF1 with SHA-256, salt of 32 bytes.</summary>
    PS256,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256; only for reading.</summary>
    RS256,
}
