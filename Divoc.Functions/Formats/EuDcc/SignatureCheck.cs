using System.Security.Cryptography;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>Finds the trusted key that signed a message. The type of the key decides the algorithm, never only the message.</summary>
internal static class SignatureCheck
{
    private const int LongestKid = 64;
    private const int CurveSignatureBytes = 64;
    private const int SmallestModulusBytes = 2048 / 8;
    private const int LargestModulusBytes = 4096 / 8;

    /// <summary>The key, or the reason why there is no valid one.</summary>
    public static async Task<(TrustedKey? Key, VerificationReason? Fault)> CheckAsync(
        CoseMessage message, ITrustedKeys keys, CancellationToken cancellationToken)
    {
        if (message.IsCritical || message.Kid is not { Length: > 0 and <= LongestKid } kid || AlgorithmOf(message) is not { } algorithm)
        {
            return (null, VerificationReasons.ProofUnsupported);
        }

        var name = Convert.ToBase64String(kid.Span);
        var candidates = await keys.FindByCertificateHashAsync(EuKeys.Purpose, algorithm, name, cancellationToken);
        if (candidates.FirstOrDefault(key => Verifies(key, message)) is { } signer)
        {
            return (signer, null);
        }

        var former = await keys.FindFormerAsync(EuKeys.Purpose, algorithm, cancellationToken);
        if (former.FirstOrDefault(key => Verifies(key, message)) is { } earlier)
        {
            return (earlier, null);
        }

        var isNamed = candidates.Concat(former).Any(key => key.HasCertificateNamed(name));
        return (null, isNamed ? VerificationReasons.SignatureWrong : VerificationReasons.IssuerUnknown);
    }

    private static SignatureAlgorithm? AlgorithmOf(CoseMessage message) => message.Algorithm switch
    {
        CoseMessage.Es256 when message.Signature.Length == CurveSignatureBytes => SignatureAlgorithm.ES256,
        CoseMessage.Ps256 when message.Signature.Length is >= SmallestModulusBytes and <= LargestModulusBytes => SignatureAlgorithm.PS256,
        _ => null,
    };

    private static bool Verifies(TrustedKey key, CoseMessage message)
    {
        var signed = CoseMessage.SigningInputOf(message.Protected.Span, message.Payload.Span);
        if (message.Algorithm == CoseMessage.Es256 && key.P256 is { } point)
        {
            using var curve = ECDsa.Create(point);
            return curve.VerifyData(
                signed, message.Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        if (message.Algorithm == CoseMessage.Ps256
            && key.Rsa is { Modulus.Length: >= SmallestModulusBytes and <= LargestModulusBytes } parameters)
        {
            using var rsa = RSA.Create(parameters);
            return rsa.VerifyData(signed, message.Signature.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        }

        return false;
    }
}
