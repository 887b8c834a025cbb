using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Triggers;

/// <summary>The state of a certificate.</summary>
/// <param name="CertificateId">Its id.</param>
/// <param name="Status">What it is worth now.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">The reason code of the change that made it so; null for a live one, and where it is not told.</param>
/// <param name="ReplacedBy">The certificate that took its place; null if none did.</param>
/// <param name="SuspendedUntil">When the suspension ends; null unless it is suspended and has an end.</param>
/// <param name="Erased">Whether its artifacts are erased; null where it is not told.</param>
internal sealed record CertificateStateBody(
    string CertificateId,
    CertificateStatus Status,
    DateTimeOffset Since,
    string? Reason,
    string? ReplacedBy,
    DateTimeOffset? SuspendedUntil,
    bool? Erased)
{
    /// <summary>All that is known, for those who run the service.</summary>
    public static CertificateStateBody Of(CertificateNow certificate)
    {
        var state = certificate.State;
        return new(certificate.CertificateId, state.Status, state.Since, state.Reason, state.ReplacedBy, state.SuspendedUntil, certificate.IsErased);
    }

    /// <summary>What a verifier needs. Why it was done is between the issuer and the person.</summary>
    public static CertificateStateBody ForVerifiers(CertificateNow certificate) => Of(certificate) with { Reason = null, Erased = null };
}
