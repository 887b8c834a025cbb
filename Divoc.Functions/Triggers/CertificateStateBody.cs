using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Triggers;

/// <summary>The state of a certificate.</summary>
/// <param name="CertificateId">Its id.</param>
/// <param name="Status">Its present status.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">The reason code of the change that caused the status; null for a live one, and if it is not shown.</param>
/// <param name="ReplacedBy">The certificate that replaced it; null for none.</param>
/// <param name="SuspendedUntil">When the suspension ends; null unless it is suspended and has an end.</param>
/// <param name="Erased">Whether its artifacts are erased; null if it is not shown.</param>
internal sealed record CertificateStateBody(
    string CertificateId,
    CertificateStatus Status,
    DateTimeOffset Since,
    string? Reason,
    string? ReplacedBy,
    DateTimeOffset? SuspendedUntil,
    bool? Erased)
{
    /// <summary>Everything that is known, for partners and operators.</summary>
    public static CertificateStateBody Of(CertificateNow certificate)
    {
        var state = certificate.State;
        return new(
            certificate.CertificateId, state.Status, state.Since, state.Reason, state.ReplacedBy, state.SuspendedUntil,
            certificate.IsErased);
    }

    /// <summary>What a verifier needs. The reason is not shown: it concerns only the issuer and the person.</summary>
    public static CertificateStateBody ForVerifiers(CertificateNow certificate) => Of(certificate) with { Reason = null, Erased = null };
}
