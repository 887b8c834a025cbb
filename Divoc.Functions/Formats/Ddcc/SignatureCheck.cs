using System.Security.Cryptography;
using Divoc.Functions.Keys;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>Finds the trusted key that signed a document. The type of the key decides the algorithm, never only the signature.</summary>
internal static class SignatureCheck
{
    private const int CurveSignatureBytes = 64;

    /// <summary>The key, or the reason why there is no valid one.</summary>
    public static async Task<(TrustedKey? Key, VerificationReason? Fault)> CheckAsync(
        DetachedJws jws, ReadOnlyMemory<byte> content, ITrustedKeys keys, CancellationToken cancellationToken)
    {
        var signed = DetachedJws.SigningInputOf(jws.Header, content.Span);
        var candidates = Named(
            await keys.FindByVerificationMethodAsync(DdccKeys.Purpose, jws.Algorithm, jws.Kid, cancellationToken), jws.Kid);
        if (candidates.Find(key => Verifies(key, jws, signed)) is { } signer)
        {
            return (signer, null);
        }

        var former = Named(await keys.FindFormerAsync(DdccKeys.Purpose, jws.Algorithm, cancellationToken), jws.Kid);
        if (former.Find(key => Verifies(key, jws, signed)) is { } earlier)
        {
            return (earlier, null);
        }

        return (null, candidates.Count + former.Count > 0 ? VerificationReasons.SignatureWrong : VerificationReasons.IssuerUnknown);
    }

    /// <summary>
    /// Only keys of this service: other issuers are trusted for other formats, and nothing says for which authorities they sign.
    /// </summary>
    private static List<TrustedKey> Named(IReadOnlyList<TrustedKey> keys, string kid) =>
        [.. keys.Where(key => key.IsOwn && key.Kid == kid)];

    private static bool Verifies(TrustedKey key, DetachedJws jws, byte[] signed)
    {
        if (jws.Algorithm == SignatureAlgorithm.ES256 && key.P256 is { } point && jws.Signature.Length == CurveSignatureBytes)
        {
            using var curve = ECDsa.Create(point);
            return curve.VerifyData(signed, jws.Signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        if (jws.Algorithm == SignatureAlgorithm.PS256 && key is { Rsa: { } parameters, Algorithm: RsaJwsAlgorithm.PS256 })
        {
            using var rsa = RSA.Create(parameters);
            return rsa.VerifyData(signed, jws.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        }

        return false;
    }
}
