using Divoc.Functions.Domain;

namespace Divoc.Functions.Certificates;

/// <summary>The outcome of an order to change the state of a certificate: one of the nested records.</summary>
public abstract record ChangeOutcome
{
    private ChangeOutcome()
    {
    }

    /// <summary>The certificate now has the state of the order, by this call or by an earlier one.</summary>
    /// <param name="Version">The certificate that changed: the named one or its replacement.</param>
    public sealed record Changed(ListedCertificate Version) : ChangeOutcome;

    /// <summary>No certificate with this id is listed that the caller reaches.</summary>
    public sealed record NotFound : ChangeOutcome;

    /// <summary>There is no certificate: its event failed and was discarded.</summary>
    /// <param name="CertificateId">The id that was reserved for it.</param>
    public sealed record EventDiscarded(string CertificateId) : ChangeOutcome;

    /// <summary>It was superseded before the call; only its latest replacement can change.</summary>
    /// <param name="ReplacedBy">The latest replacement.</param>
    public sealed record Superseded(string ReplacedBy) : ChangeOutcome;

    /// <summary>It was revoked, and that is final.</summary>
    public sealed record Revoked : ChangeOutcome;

    /// <summary>Its history has no room for another suspension or reinstatement.</summary>
    public sealed record HistoryFull : ChangeOutcome;

    /// <summary>It is marked as erased and no longer returned, but the store's policy keeps its artifacts.</summary>
    public sealed record StillKept : ChangeOutcome;
}
