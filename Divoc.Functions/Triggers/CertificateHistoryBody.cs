using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Triggers;

/// <summary>All that happened to a certificate, and the versions of its key.</summary>
/// <param name="CertificateId">Its id.</param>
/// <param name="IssuedAt">When it was issued.</param>
/// <param name="State">Its state now.</param>
/// <param name="Replaces">The certificate that it replaced; null if it was the first.</param>
/// <param name="Changes">What happened to it, the first first.</param>
/// <param name="Versions">All versions of the same dose or test, itself included, the first first.</param>
internal sealed record CertificateHistoryBody(
    string CertificateId,
    DateTimeOffset IssuedAt,
    CertificateStateBody State,
    string? Replaces,
    IReadOnlyList<StateChangeBody> Changes,
    IReadOnlyList<CertificateStateBody> Versions)
{
    /// <summary>The body of a history.</summary>
    public static CertificateHistoryBody Of(CertificateHistory history) => new(
        history.Now.CertificateId,
        history.IssuedAt,
        CertificateStateBody.Of(history.Now),
        history.Replaces,
        [.. history.Changes.Select(StateChangeBody.Of)],
        [.. history.Versions.Select(CertificateStateBody.Of)]);
}

/// <summary>One entry of a history.</summary>
/// <param name="At">When.</param>
/// <param name="Change">What happened.</param>
/// <param name="Reason">The reason code.</param>
/// <param name="Text">The caller's words; null where none came, or once the certificate was erased or released.</param>
/// <param name="By">The partner, or <c>OPERATOR</c>; where there are no partners, SHA-256 of the caller's access key in hex, or empty where no key came.</param>
/// <param name="ReplacedBy">What superseded it; null for other changes.</param>
/// <param name="From">The beginning of a suspension; null for other changes.</param>
/// <param name="Until">The end of a suspension; null for other changes, and without an end.</param>
internal sealed record StateChangeBody(
    DateTimeOffset At, StateChangeKind Change, string Reason, string? Text, string By, string? ReplacedBy, DateTimeOffset? From, DateTimeOffset? Until)
{
    /// <summary>The entry of a change.</summary>
    public static StateChangeBody Of(StateChange change)
    {
        return new(change.At, change.Kind, change.Reason, change.Text, change.By, change.ReplacedBy, change.From, change.Until);
    }
}
