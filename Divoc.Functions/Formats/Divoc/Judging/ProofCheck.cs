using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>Step 2, the signature: finds the trusted key that signed a credential.</summary>
public sealed class ProofCheck(IOptions<CredentialOptions> options, TimeProvider time)
{
    /// <summary>How far an issuer's clock may be ahead of the service's clock.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    private readonly RsaSignature2018 rsa = new(DivocContexts.Of(options.Value));
    private readonly Ed25519Signature2018 ed25519 = new(DivocContexts.Of(options.Value));

    /// <summary>The key, or the reason why there is no valid one.</summary>
    internal async Task<(TrustedKey? Key, VerificationReason? Fault, SignatureState Signature)> CheckAsync(
        PresentedCredential credential, ITrustedKeys keys, CancellationToken cancellationToken)
    {
        var proof = credential.Proof;
        if (!InternetTime.TryParseInstant(PresentedCredential.Text(proof, "created") ?? "", out var created))
        {
            return (null, VerificationReasons.DateUnreadable with { Pointer = "/proof/created" }, SignatureState.Unknown);
        }

        var method = credential.VerificationMethod;
        var candidates = await keys.FindByVerificationMethodAsync(DivocKeys.Purpose, DivocKeys.Algorithm, method, cancellationToken);
        using var pinned = credential.Kind.Pin(credential.Root);
        var (key, result) = Verify(pinned.RootElement, [.. candidates.Where(candidate => candidate.IsValidAt(created))]);
        if (key is null
            && result is null or { Code: ProofResult.WrongSignature }
            && await keys.FindFormerAsync(DivocKeys.Purpose, DivocKeys.Algorithm, cancellationToken) is { Count: > 0 } former)
        {
            (key, _) = Verify(pinned.RootElement, former);
        }

        if (key is null)
        {
            var fault = ProblemOf(result, [.. candidates.Where(candidate => candidate.AnswersTo(method))], created);
            return (null, fault, fault == VerificationReasons.SignatureWrong ? SignatureState.Invalid : SignatureState.Unknown);
        }

        return created > time.GetUtcNow() + Tolerance
            ? (null, VerificationReasons.SignedInFuture, SignatureState.Valid)
            : (key, null, SignatureState.Valid);
    }

    private (TrustedKey? Key, ProofResult? Result) Verify(JsonElement document, IReadOnlyList<TrustedKey> candidates) =>
        PresentedCredential.Text(document.GetProperty("proof"), "type") switch
        {
            nameof(RsaSignature2018) => VerifyRsa(document, candidates),
            nameof(Ed25519Signature2018) => VerifyEd25519(document, candidates),
            _ => (null, null),
        };

    /// <summary>Keys that sign with PKCS #1 are rare; they are tried only if none of the others fits.</summary>
    private (TrustedKey? Key, ProofResult? Result) VerifyRsa(JsonElement document, IReadOnlyList<TrustedKey> candidates)
    {
        (TrustedKey? Key, ProofResult? Result) outcome = (null, null);
        foreach (var group in candidates.Where(key => key.Rsa is not null).GroupBy(key => key.Algorithm).OrderBy(group => group.Key))
        {
            var result = VerifyRsa(document, [.. group], group.Key);
            outcome = result.Key is not null || outcome.Result is not { Code: ProofResult.WrongSignature } ? result : outcome;
            if (outcome.Key is not null)
            {
                return outcome;
            }
        }

        return outcome;
    }

    private (TrustedKey? Key, ProofResult Result) VerifyRsa(
        JsonElement document, IReadOnlyList<TrustedKey> candidates, RsaJwsAlgorithm algorithm)
    {
        // A key object is used by one thread at a time, and making one is cheap.
        var objects = candidates.Select(key => RSA.Create(key.Rsa!.Value)).ToList();
        try
        {
            var result = rsa.Verify(document, objects, out var signer, algorithm);
            return (result.IsValid ? candidates[signer] : null, result);
        }
        finally
        {
            objects.ForEach(key => key.Dispose());
        }
    }

    private (TrustedKey? Key, ProofResult Result) VerifyEd25519(JsonElement document, IReadOnlyList<TrustedKey> candidates)
    {
        var fitting = candidates.Where(key => key.Ed25519 is not null).ToList();
        var result = ed25519.Verify(document, [.. fitting.Select(key => key.Ed25519!)], out var signer);
        return (result.IsValid ? fitting[signer] : null, result);
    }

    private static VerificationReason ProblemOf(ProofResult? result, IReadOnlyList<TrustedKey> named, DateTimeOffset created) =>
        result?.Code switch
        {
            null or LinkedDataError.InvalidProof => VerificationReasons.ProofUnsupported,
            ProofResult.WrongSignature when named.Count == 0 => VerificationReasons.IssuerUnknown,
            ProofResult.WrongSignature when !named.Any(key => key.IsValidAt(created)) => VerificationReasons.KeyNotValid,
            ProofResult.WrongSignature => VerificationReasons.SignatureWrong,
            _ => VerificationReasons.NotWhollySigned,
        };
}
