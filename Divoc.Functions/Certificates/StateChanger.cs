using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Revokes, suspends and reinstates: each is one conditional write of the ledger, so that of a change and an update that race only one is first,
/// and the other one sees it. Repeating a call changes nothing more.
/// </summary>
public sealed class StateChanger(CertificateFinder finder, LedgerChanger changer, TimeProvider time)
{
    /// <summary>Revokes a certificate for good. Its key may be certified anew then.</summary>
    public Task<ChangeOutcome> RevokeAsync(string certificateId, ChangeOrder order, CancellationToken cancellationToken)
    {
        return ChangeAsync(certificateId, StateChangeKind.Revoked, order, static (_, _) => false, cancellationToken);
    }

    /// <summary>Suspends a certificate for a while, or until it is reinstated. Suspensions add up: one that lies within another changes nothing.</summary>
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
        return version.StandingSuspensions().Any(standing => standing.From <= asked.From && (standing.Until is null || standing.Until >= asked.Until));
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

        // If an update comes between this look and the write, the change is made to the version that replaced the named one: otherwise the
        // update would save what was to be revoked or suspended. If the named one was superseded before this look, the change is refused,
        // so that nobody ends a certificate without naming it.
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
                return Decide(ledger, version, kind == StateChangeKind.Suspended ? change with { From = order.From ?? now, Until = order.Until } : change, isSoAlready);
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

        // A call that went on to the replacement and is repeated, since its answer was lost, finds its own work there.
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
