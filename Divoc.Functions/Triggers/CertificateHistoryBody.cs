using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Triggers;

/// <summary>The history of a certificate, and the versions of its key.</summary>
/// <param name="CertificateId">Its id.</param>
/// <param name="IssuedAt">When it was issued.</param>
/// <param name="State">Its state now.</param>
/// <param name="Replaces">The certificate that it replaced; null if it is the first version.</param>
/// <param name="Changes">Its changes, oldest first.</param>
/// <param name="Versions">All versions of the same dose or test, this one included, oldest first.</param>
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
/// <param name="Text">The caller's text; null for none, or once the certificate was erased or released.</param>
/// <param name="By">
/// The partner, or <c>OPERATOR</c>; if there are no partners, SHA-256 of the caller's access key in hex, or empty if there was no key.
/// </param>
/// <param name="ReplacedBy">The certificate that superseded it; null for other changes.</param>
/// <param name="From">The beginning of a suspension; null for other changes.</param>
/// <param name="Until">The end of a suspension; null for other changes, and without an end.</param>
internal sealed record StateChangeBody(
    DateTimeOffset At, StateChangeKind Change, string Reason, string? Text, string By, string? ReplacedBy, DateTimeOffset? From,
    DateTimeOffset? Until)
{
    /// <summary>The entry of a change.</summary>
    public static StateChangeBody Of(StateChange change)
    {
        return new(change.At, change.Kind, change.Reason, change.Text, change.By, change.ReplacedBy, change.From, change.Until);
    }
}
