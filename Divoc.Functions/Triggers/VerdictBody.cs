using Divoc.Functions.Formats;
using Divoc.Functions.Types;
using Divoc.Functions.Verification;

namespace Divoc.Functions.Triggers;

/// <summary>A verdict in an answer, with its members in order; <see cref="Verdict"/> explains them. Empty members are absent.</summary>
internal sealed record VerdictBody(
    VerificationStatus Status,
    string Signature,
    IReadOnlyList<ReasonBody> Reasons,
    string? CertificateId,
    string? Kind,
    string? Issuer,
    string? VerificationMethod,
    string? Kid,
    string? Issued,
    string? ValidFrom,
    string? ValidUntil,
    Summary? Summary,
    string? ReplacedBy,
    DateTimeOffset CheckedAt)
{
    /// <summary>A verdict with sentences in a language.</summary>
    public static VerdictBody Of(Verdict verdict, VerdictSentences sentences, string language) => new(
        verdict.Status,
        WordOf(verdict.Signature),
        [.. verdict.Reasons.Select(reason => new ReasonBody(reason.Code, sentences.Of(reason, language), reason.Pointer, reason.Pointers))],
        verdict.CertificateId,
        verdict.Kind,
        verdict.Issuer,
        verdict.VerificationMethod,
        verdict.Kid,
        verdict.Issued,
        verdict.ValidFrom,
        verdict.ValidUntil,
        verdict.Summary,
        verdict.ReplacedBy,
        verdict.CheckedAt);

    /// <summary>In lower case, because it is not a verdict: <c>valid</c> alone does not say that the certificate is valid.</summary>
    private static string WordOf(SignatureState signature) => signature switch
    {
        SignatureState.Valid => "valid",
        SignatureState.Invalid => "invalid",
        _ => "unknown",
    };
}

/// <summary>A reason in an answer.</summary>
/// <param name="Code">Its stable code.</param>
/// <param name="Message">A sentence for a traveller, without data of the certificate.</param>
/// <param name="Pointer">The place in the credential; null for the whole.</param>
/// <param name="Pointers">All members that it is about, if there are several; null else.</param>
internal sealed record ReasonBody(string Code, string Message, string? Pointer, IReadOnlyList<string>? Pointers);
