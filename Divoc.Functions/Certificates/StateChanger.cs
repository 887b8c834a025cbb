using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Revokes, suspends and reinstates: each is one conditional write of the ledger, so that of a change and an update that race only one is first,
/// and the other one sees it. Repeating a call changes nothing more.
/// </summary>
public sealed class StateChanger(CertificateFinder finder, LedgerStore ledgers, LedgerReferences references, CertificateMetrics metrics, TimeProvider time)
{
    private const int MostTries = 100;

    /// <summary>Revokes a certificate for good. Its key may be certified anew then.</summary>
    public Task<ChangeOutcome> RevokeAsync(string certificateId, ChangeOrder order, CancellationToken cancellationToken)
    {
        return ChangeAsync(certificateId, StateChangeKind.Revoked, order, static (_, _) => false, cancellationToken);
    }

    /// <summary>Suspends a certificate for a while, or until it is reinstated. Suspensions add up: one that lies within another changes nothing.</summary>
    public Task<ChangeOutcome> SuspendAsync(string certificateId, ChangeOrder order, CancellationToken cancellationToken)
    {
        var begun = order with { From = order.From ?? time.GetUtcNow() };
        return ChangeAsync(certificateId, StateChangeKind.Suspended, begun, Covers, cancellationToken);
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
        var read = await finder.FindLedgerAsync(certificateId, order.Caller, cancellationToken);
        var wasLive = read?.Ledger.Find(certificateId)!.IsLive() ?? false;
        for (var tries = 0; read is not null && tries < MostTries; tries++)
        {
            // An update that came between this call's look and its write must not save what was to be revoked or suspended: the change goes on to the
            // version that replaced it. What was superseded before is refused instead, so that nobody ends a certificate that he has not named.
            var version = read.Ledger.Find(certificateId)!;
            version = wasLive ? read.Ledger.SuccessorOf(version) : version;
            var change = order.ToChange(kind, time.GetUtcNow()) with { From = order.From, Until = order.Until };
            if (Refuse(version, read.Ledger.SuccessorOf(version), change, isSoAlready) is { } outcome)
            {
                return outcome;
            }

            if (await TryWriteAsync(read, version, change, cancellationToken) is { } changed)
            {
                return new ChangeOutcome.Changed(changed);
            }

            read = await ledgers.ReadAsync(read.Name, cancellationToken);
        }

        return read is null ? new ChangeOutcome.NotFound() : throw new InvalidOperationException("The ledger changed at every try.");
    }

    /// <summary>The outcome where nothing is to be written; null where the change is to be.</summary>
    private static ChangeOutcome? Refuse(
        ListedCertificate version, ListedCertificate successor, StateChange change, Func<ListedCertificate, StateChange, bool> isSoAlready)
    {
        if (version.IsRevoked())
        {
            return change.Kind == StateChangeKind.Revoked ? new ChangeOutcome.Changed(version) : new ChangeOutcome.Revoked();
        }

        // A call that went on to the replacement and is repeated, since its answer was lost, finds its own work there.
        if (successor.IsRevoked() ? change.Kind == StateChangeKind.Revoked : isSoAlready(successor, change))
        {
            return new ChangeOutcome.Changed(successor);
        }

        if (version != successor)
        {
            return new ChangeOutcome.Superseded(successor.CertificateId);
        }

        return version.HasRoomFor(change.Kind) ? null : new ChangeOutcome.HistoryFull();
    }

    private async Task<ListedCertificate?> TryWriteAsync(LedgerSnapshot read, ListedCertificate version, StateChange change, CancellationToken cancellationToken)
    {
        if (change.Kind != StateChangeKind.Reinstated)
        {
            await references.NoteChangeAsync(version.CertificateId, read.Name, cancellationToken);
        }

        var changed = version.With(change);
        if (!await ledgers.TryChangeAsync(read, read.Ledger.WithChanged(changed), cancellationToken))
        {
            return null;
        }

        ProtocolWrites.Done(ProtocolWrite.StateChanged, version.CertificateId);
        metrics.StateChanged(change.Kind.ToString());
        return changed;
    }
}
