using Divoc.Functions.Domain;
using Divoc.Functions.Verification;

namespace Divoc.Functions.Triggers;

/// <summary>The answer of a verification as it is written.</summary>
internal sealed record VerificationBody(
    string Status,
    IReadOnlyList<VerificationReasonBody> Reasons,
    string? CertificateId,
    string? Kind,
    string? Issuer,
    string? VerificationMethod,
    string? Kid,
    string? Issued,
    string? ValidFrom,
    string? ValidUntil,
    CertificateSummary? Summary,
    string? ReplacedBy,
    DateTimeOffset CheckedAt)
{
    /// <summary>Writes a verdict's words as the interface has them.</summary>
    public static VerificationBody Of(Verdict verdict) => new(
        Word(verdict.Status),
        [.. verdict.Reasons.Select(reason => new VerificationReasonBody(reason.Code, reason.Message, reason.Pointer))],
        verdict.CertificateId,
        verdict.Kind switch { null => null, CertificateKind.Test => "test", _ => "vaccination" },
        verdict.Issuer,
        verdict.VerificationMethod,
        verdict.Kid,
        verdict.Issued,
        verdict.ValidFrom,
        verdict.ValidUntil,
        verdict.Summary,
        verdict.ReplacedBy,
        verdict.CheckedAt);

    private static string Word(VerificationStatus status) => status.ToString().ToUpperInvariant();
}

/// <summary>A reason of a verification as it is written.</summary>
/// <param name="Code">A stable word.</param>
/// <param name="Message">A sentence for a traveller.</param>
/// <param name="Pointer">Where in the credential, as a JSON Pointer; absent for the whole.</param>
internal sealed record VerificationReasonBody(string Code, string Message, string? Pointer);
