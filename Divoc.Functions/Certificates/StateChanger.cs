using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Revokes, suspends and reinstates certificates. Each change is one conditional write of the ledger: if a change and an update race, one
/// is first, and the other sees it. Repeating a call changes nothing more.
/// </summary>
public sealed class StateChanger(CertificateFinder finder, LedgerChanger changer, TimeProvider time)
{
    /// <summary>Revokes a certificate permanently. After that, its key can be certified again.</summary>
    public Task<ChangeOutcome> RevokeAsync(string certificateId, ChangeOrder order, CancellationToken cancellationToken)
    {
        return ChangeAsync(certificateId, StateChangeKind.Revoked, order, static (_, _) => false, cancellationToken);
    }

    /// <summary>
    /// Suspends a certificate for a while, or until it is reinstated. Suspensions add up: one within another changes nothing.
    /// </summary>
    public Task<ChangeOutcome> SuspendAsync(string certificateId, ChangeOrder order, CancellationToken cancellationToken)
    {
        return ChangeAsync(certificateId, StateChangeKind.Suspended, order, Covers, cancellationToken);
    }

    /// <summary>Lifts all suspensions of a certificate, begun or not.</summary>
    public Task<ChangeOutcome> ReinstateAsync(string certificateId, ChangeOrder order, CancellationToken cancellationToken)
    {
        return ChangeAsync(certificateId, StateChangeKind.Reinstated, order, HasNoneLeft, cancellationToken);
    }

    private static bool Covers(ListedCertificate version, StateChange asked)
    {
        return version.StandingSuspensions()
            .Any(standing => standing.From <= asked.From && (standing.Until is null || standing.Until >= asked.Until));
    }

    private static bool HasNoneLeft(ListedCertificate version, StateChange asked)
    {
        return version.StandingSuspensions().All(standing => standing.Until <= asked.At);
    }

    private async Task<ChangeOutcome> ChangeAsync(
        string certificateId,
        StateChangeKind kind,
        ChangeOrder order,
        Func<ListedCertificate, StateChange, bool> isSoAlready,
        CancellationToken cancellationToken)
    {
        if (await finder.FindLedgerAsync(certificateId, order.Caller, cancellationToken) is not { } found)
        {
            return new ChangeOutcome.NotFound();
        }

        // An update between this read and the write must not save the certificate from revocation or suspension: the change then applies to
        // its replacement. A certificate that was superseded before the read is refused instead, so that a call changes only the
        // certificate that it names.
        var named = found.Ledger.Find(CertificateId.Read(certificateId)!)!;
        var orderId = order.Id ?? RandomId.New();
        return await changer.ChangeAsync(
            found.Name,
            orderId,
            ledger => new ChangeOutcome.Changed(ledger.ChangedBy(orderId)),
            ledger =>
            {
                var version = ledger.Find(named.CertificateId)!;
                version = named.IsLive() ? ledger.SuccessorOf(version) : version;
                var now = time.GetUtcNow();
                var change = order.ToChange(kind, orderId, ledger.TimeOfNext(now));
                return Decide(
                    ledger,
                    version,
                    kind == StateChangeKind.Suspended ? change with { From = order.From ?? now, Until = order.Until } : change,
                    isSoAlready);
            },
            cancellationToken);
    }

    /// <summary>
    /// Decides by the state of the version and of its successor, which is what replaced it in the end, or itself:
    /// <code>
    /// version      successor     revoke                 suspend, reinstate
    /// revoked      any           no change              refused: revoked
    /// superseded   revoked       no change              refused: superseded
    /// superseded   not revoked   refused: superseded    no change if the successor is so already, else refused: superseded
    /// live         itself        written                no change if it is so already, else written
    /// </code>
    /// What would be written is refused if the history is full.
    /// </summary>
    private static LedgerDecision<ChangeOutcome> Decide(
        CertificateLedger ledger, ListedCertificate version, StateChange change, Func<ListedCertificate, StateChange, bool> isSoAlready)
    {
        var successor = ledger.SuccessorOf(version);
        if (version.IsRevoked())
        {
            return change.Kind == StateChangeKind.Revoked ? Keep(new ChangeOutcome.Changed(version)) : Refuse(new ChangeOutcome.Revoked());
        }

        // If a call changed the replacement and is repeated because its answer was lost, it finds its own change there.
        if (successor.IsRevoked() ? change.Kind == StateChangeKind.Revoked : isSoAlready(successor, change))
        {
            return Keep(new ChangeOutcome.Changed(successor));
        }

        if (version != successor)
        {
            return Refuse(new ChangeOutcome.Superseded(successor.CertificateId));
        }

        if (!version.HasRoomFor(change.Kind) || (change.Kind == StateChangeKind.Suspended && ledger.IsTooLarge()))
        {
            return Refuse(new ChangeOutcome.HistoryFull());
        }

        var changed = version.With(change);
        return new LedgerDecision<ChangeOutcome>.Write(
            ledger.WithChanged(changed),
            written => new ChangeOutcome.Changed(written.Find(changed.CertificateId)!),
            [(changed.CertificateId, change.Kind)]);
    }

    private static LedgerDecision<ChangeOutcome> Refuse(ChangeOutcome outcome) => new LedgerDecision<ChangeOutcome>.Refuse(outcome);

    private static LedgerDecision<ChangeOutcome> Keep(ChangeOutcome outcome) => new LedgerDecision<ChangeOutcome>.Keep(outcome);
}
