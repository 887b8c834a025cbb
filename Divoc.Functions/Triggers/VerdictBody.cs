using Divoc.Functions.Formats;
using Divoc.Functions.Types;
using Divoc.Functions.Verification;

namespace Divoc.Functions.Triggers;

/// <summary>A verdict as it is answered, with its members in their order; <see cref="Verdict"/> says what each is. Absent where there is nothing to say.</summary>
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
    /// <summary>A verdict with the sentences of a language.</summary>
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

    /// <summary>In lower case, since it is no verdict: <c>valid</c> alone says nothing of the certificate.</summary>
    private static string WordOf(SignatureState signature) => signature switch
    {
        SignatureState.Valid => "valid",
        SignatureState.Invalid => "invalid",
        _ => "unknown",
    };
}

/// <summary>A reason as it is answered.</summary>
/// <param name="Code">Its stable word.</param>
/// <param name="Message">A sentence for a traveller; holds nothing of the certificate.</param>
/// <param name="Pointer">Where in the credential; null for the whole.</param>
/// <param name="Pointers">All members that it is about, where it is about several; null else.</param>
internal sealed record ReasonBody(string Code, string Message, string? Pointer, IReadOnlyList<string>? Pointers);
