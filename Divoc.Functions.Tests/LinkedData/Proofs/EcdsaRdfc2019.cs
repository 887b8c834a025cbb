using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Tests.LinkedData.Proofs;

/// <summary>The curves of ecdsa-rdfc-2019; each fixes the hash, inside RDFC-1.0 too.</summary>
public enum EcdsaCurve
{
    /// <summary>NIST P-256 with SHA-256; signatures of 64 bytes.</summary>
    P256,

    /// <summary>NIST P-384 with SHA-384; signatures of 96 bytes.</summary>
    P384,
}

/// <summary>The cryptosuite ecdsa-rdfc-2019 (Data Integrity ECDSA Cryptosuites 1.0 section 3.2). Safe to share between threads.</summary>
/// <param name="contexts">The only contexts that documents may name.</param>
/// <param name="curve">The curve of the keys.</param>
internal sealed class EcdsaRdfc2019(FrozenContexts contexts, EcdsaCurve curve)
{
    private readonly DataIntegrityRdfc suite =
        new("ecdsa-rdfc-2019", contexts, curve == EcdsaCurve.P256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384);

    private int SignatureLength => curve == EcdsaCurve.P256 ? 64 : 96;

    private ECCurve Curve => curve == EcdsaCurve.P256 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384;

    /// <summary>The signing input for a document without proof; ECDSA signs its digest.</summary>
    /// <exception cref="LinkedDataException">The document is invalid, has a proof, or would lose something on its way to RDF.</exception>
    public SigningInput Prepare(JsonElement document, ProofOptions options) => suite.Prepare(document, options);

    /// <summary>Writes the proof object.</summary>
    /// <param name="writer">Stands where a value may be written.</param>
    /// <param name="options">Those that were signed.</param>
    /// <param name="signature">r and s one after the other (IEEE P1363), not DER.</param>
    public void WriteProof(Utf8JsonWriter writer, ProofOptions options, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength)
        {
            throw new LinkedDataException(LinkedDataError.InvalidProof, "", $"the signature has not {SignatureLength} bytes");
        }

        suite.WriteProof(writer, options, signature);
    }

    /// <summary>Checks the proof of a signed document. Time of creation and the key's owner are the caller's matter.</summary>
    /// <param name="document">The document with its member <c>proof</c>.</param>
    /// <param name="key">A public key on this suite's curve.</param>
    /// <param name="purpose">The purpose that the proof must have.</param>
    public ProofResult Verify(JsonElement document, ECDsa key, string purpose = ProofOptions.AssertionMethod)
    {
        return suite.Verify(document, purpose, (input, signature) =>
        {
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != Curve.Oid.Value)
            {
                throw new LinkedDataException(LinkedDataError.InvalidProof, "", $"the key is not on the curve {curve}");
            }

            if (signature.Length != SignatureLength)
            {
                throw new LinkedDataException(
                    LinkedDataError.InvalidProof, "/proof/proofValue", $"the signature has not {SignatureLength} bytes");
            }

            return key.VerifyHash(input.Digest, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        });
    }
}
