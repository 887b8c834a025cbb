using System.Text.Json;
using Divoc.Functions.LinkedData;
using Divoc.Functions.Types;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>
/// Verifies a presented credential: the form of its kind, the signature by a trusted key, and what the signature does not cover.
/// The steps have the numbers of docs/verifying.md, "Certificates of other issuers".
/// </summary>
public sealed class DivocJudge(ProofCheck proofs, CertificateTypes types, IOptions<CredentialOptions> options)
{
    /// <summary>JSON with none of these members is not a certificate.</summary>
    private static readonly string[] CredentialMembers = ["credentialSubject", "evidence", "proof"];

    /// <summary>Verifies a payload.</summary>
    /// <exception cref="PayloadException">It is not a certificate.</exception>
    public async Task<Judgement> JudgeAsync(ReadOnlyMemory<byte> payload, ITrustedKeys keys, CancellationToken cancellationToken)
    {
        using var document = PayloadReader.Read(payload.Span);
        var (credential, faults) = Read(document.RootElement);
        if (credential is null)
        {
            return new Judgement.Untrusted(faults, SignatureState.Unknown);
        }

        var (key, fault, signature) = await proofs.CheckAsync(credential, keys, cancellationToken);
        if (key is null)
        {
            // If the signature covers only a part of the credential, the findings about ids are added, because an id may be the cause.
            return new Judgement.Untrusted(
                fault == VerificationReasons.NotWhollySigned ? [fault, .. NodeCheck.Of(credential)] : [fault!], signature);
        }

        return Signed(credential, key, ContentCheck.Of(credential, key.Profile));
    }

    /// <summary>The credential, if it has exactly the form of a known kind.</summary>
    private (PresentedCredential? Credential, IReadOnlyList<VerificationReason> Faults) Read(JsonElement document)
    {
        string hash;
        try
        {
            hash = DivocFormat.BindingHashOf(document);
        }
        catch (LinkedDataException)
        {
            return PayloadReader.Mentions(document, CredentialMembers)
                ? (null, [VerificationReasons.Malformed])
                : throw PayloadReader.NoCredential();
        }

        if (!CredentialMembers.Any(name => document.TryGetProperty(name, out _)))
        {
            throw PayloadReader.NoCredential();
        }

        if (CredentialKind.Of(document, options.Value) is not { } kind)
        {
            return (null, [VerificationReasons.UnknownKind with { Pointer = "/@context" }]);
        }

        var faults = FieldCheck.Of(document, kind);
        if (faults.Count > 0)
        {
            return (null, faults);
        }

        return document.TryGetProperty("proof", out _)
            ? (new PresentedCredential(document, kind, hash), [])
            : (null, [VerificationReasons.NoProof]);
    }

    private Judgement.Signed Signed(PresentedCredential credential, TrustedKey key, IReadOnlyList<VerificationReason> doubts) => new()
    {
        Key = key,
        CertificateId = credential.CertificateId,
        BindingHash = credential.BindingHash,
        Doubts = doubts,
        Type = credential.Kind.CertificateType,
        Issuer = credential.Issuer,
        VerificationMethod = credential.VerificationMethod,
        Issued = credential.IssuanceDate,
        ValidFrom = credential.EffectiveStart,
        ValidUntil = credential.EffectiveUntil,
        Summary = types.Current.Find(credential.Kind.CertificateType, DivocFormat.TypeVersion)!.Summarize(PresentedClaims.Of(credential)),
    };
}
