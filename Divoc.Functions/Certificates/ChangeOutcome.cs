using Divoc.Functions.Domain;

namespace Divoc.Functions.Certificates;

/// <summary>What came of a wish to change the state of a certificate: one of the nested records.</summary>
public abstract record ChangeOutcome
{
    private ChangeOutcome()
    {
    }

    /// <summary>It is now as it was wished to be, by this call or by one before.</summary>
    /// <param name="Version">The certificate: the one that was named, or the one that replaced it, if that changed in its place.</param>
    public sealed record Changed(ListedCertificate Version) : ChangeOutcome;

    /// <summary>No certificate of this id is listed that the caller reaches.</summary>
    public sealed record NotFound : ChangeOutcome;

    /// <summary>It never became a certificate: its event failed, and was discarded.</summary>
    /// <param name="CertificateId">The id that was minted for it.</param>
    public sealed record EventDiscarded(string CertificateId) : ChangeOutcome;

    /// <summary>It was superseded before the call; only what replaced it in the end can change.</summary>
    /// <param name="ReplacedBy">The certificate that stands in its place.</param>
    public sealed record Superseded(string ReplacedBy) : ChangeOutcome;

    /// <summary>It was revoked, and that is final.</summary>
    public sealed record Revoked : ChangeOutcome;

    /// <summary>Its history has no room for another suspension or reinstatement.</summary>
    public sealed record HistoryFull : ChangeOutcome;

    /// <summary>It is marked as erased and no longer handed out, but the store's policy keeps its artifacts.</summary>
    public sealed record StillKept : ChangeOutcome;
}
