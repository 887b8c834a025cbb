using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Operations;

/// <summary>
/// Releases an owner from the ledger of a preEnrollmentCode, if a partner has used the code of a person that is not its own. One write
/// revokes its live certificates, reduces all its certificates there, and blocks it until an operator admits it again. A call that has
/// begun is finished even if the caller disconnects.
/// </summary>
public sealed partial class OwnerReleaser(LedgerChanger changer, TimeProvider time, ILogger<OwnerReleaser> logger)
{
    /// <summary>Revokes and blocks. If the owner is already blocked, nothing changes.</summary>
    public Task<OwnerResult> ReleaseAsync(OwnerCall call) => HandleAsync(call, Release);

    /// <summary>Lifts the block. Revoked certificates stay revoked.</summary>
    public Task<OwnerResult> AdmitAsync(OwnerCall call) => HandleAsync(call, Admit);

    private async Task<OwnerResult> HandleAsync(
        OwnerCall call, Func<CertificateLedger, string, StateChange, LedgerDecision<OwnerOutcome>> decide)
    {
        if (OwnerOrder.Read(call.Body, out var faults) is not { } order)
        {
            return new OwnerResult(null, faults);
        }

        var name = LedgerName.Of(call.PreEnrollmentCode);
        var orderId = ChangeOrder.IdOf(Caller.Operator, call.Path, call.IdempotencyKey, call.Body.Span) ?? RandomId.New();
        var change = new ChangeOrder(order.Reason, null, Caller.Operator);
        var outcome = await changer.ChangeAsync<OwnerOutcome>(
            name,
            orderId,
            ledger => ReportOf(ledger, order.Owner, orderId),
            ledger => Has(ledger, order.Owner)
                ? decide(ledger, order.Owner, change.ToChange(StateChangeKind.Released, orderId, ledger.TimeOfNext(time.GetUtcNow())))
                : new LedgerDecision<OwnerOutcome>.Refuse(new OwnerOutcome.NotFound()),
            CancellationToken.None);
        LogOutcome(name, outcome);
        return new OwnerResult(outcome, []);
    }

    /// <summary>An owner without certificates there is probably mistyped.</summary>
    private static bool Has(CertificateLedger ledger, string owner) => ledger.CountOf(owner) > 0;

    private static LedgerDecision<OwnerOutcome> Release(CertificateLedger ledger, string owner, StateChange change)
    {
        if (ledger.IsBarred(owner))
        {
            return new LedgerDecision<OwnerOutcome>.Keep(ReportOf(ledger, owner, change.Order));
        }

        if (!ledger.HasRoomForBar())
        {
            return new LedgerDecision<OwnerOutcome>.Refuse(new OwnerOutcome.TooManyBars());
        }

        var released = ledger.WithReleased(owner, change);
        return new LedgerDecision<OwnerOutcome>.Write(
            released,
            written => ReportOf(written, owner, change.Order),
            [.. released.Entries()
                .Where(entry => entry.Order == change.Order)
                .Select(entry => (entry.Certificate.CertificateId, entry.Change!.Kind))]);
    }

    private static LedgerDecision<OwnerOutcome> Admit(CertificateLedger ledger, string owner, StateChange change)
    {
        return ledger.IsBarred(owner)
            ? new LedgerDecision<OwnerOutcome>.Write(
                ledger.WithAdmitted(owner, change), written => ReportOf(written, owner, change.Order), [])
            : new LedgerDecision<OwnerOutcome>.Keep(ReportOf(ledger, owner, change.Order));
    }

    private static OwnerOutcome.Changed ReportOf(CertificateLedger ledger, string owner, string order)
    {
        var revoked = ledger.Entries().Where(entry => entry.Order == order && entry.Change is { Kind: StateChangeKind.Revoked });
        return new(new OwnerReport(
            owner, ledger.IsBarred(owner), ledger.CountOf(owner), [.. revoked.Select(entry => entry.Certificate.CertificateId)]));
    }

    private void LogOutcome(string ledger, OwnerOutcome outcome)
    {
        if (outcome is not OwnerOutcome.Changed { Report: var report })
        {
            return;
        }

        if (report.Barred)
        {
            Log.Barred(logger, report.Owner, ledger, report.Revoked.Count);
        }
        else
        {
            Log.Admitted(logger, report.Owner, ledger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 561, Level = LogLevel.Information, Message = "{Owner} was released from ledger {Ledger} and barred from it; {Count} "
                + "certificates were revoked.")]
        public static partial void Barred(ILogger logger, string owner, string ledger, int count);

        [LoggerMessage(EventId = 562, Level = LogLevel.Information, Message = "{Owner} is no longer barred from ledger {Ledger}.")]
        public static partial void Admitted(ILogger logger, string owner, string ledger);
    }
}

/// <summary>A call that releases an owner from a ledger or admits it again.</summary>
/// <param name="PreEnrollmentCode">The person's code.</param>
/// <param name="Body">The order as it was received: see <see cref="OwnerOrder"/>.</param>
/// <param name="Path">What was called.</param>
/// <param name="IdempotencyKey">The Idempotency-Key of the call; null for none.</param>
public sealed record OwnerCall(string PreEnrollmentCode, ReadOnlyMemory<byte> Body, string Path, string? IdempotencyKey);

/// <summary>The result of such a call.</summary>
/// <param name="Outcome">The outcome of the order; null if it can't be read, and nothing was changed.</param>
/// <param name="Faults">The errors in the order; empty if it could be read.</param>
public sealed record OwnerResult(OwnerOutcome? Outcome, IReadOnlyList<Fault> Faults);

/// <summary>The outcome of the order: one of the nested records.</summary>
public abstract record OwnerOutcome
{
    private OwnerOutcome()
    {
    }

    /// <summary>The state is as ordered, by this call or by an earlier one.</summary>
    public sealed record Changed(OwnerReport Report) : OwnerOutcome;

    /// <summary>No certificate of the owner is listed for the code.</summary>
    public sealed record NotFound : OwnerOutcome;

    /// <summary><see cref="CertificateLedger.MaximumBars"/> owners are already blocked.</summary>
    public sealed record TooManyBars : OwnerOutcome;
}

/// <summary>The state of an owner in a ledger.</summary>
/// <param name="Owner">The owner.</param>
/// <param name="Barred">Whether it is blocked.</param>
/// <param name="Versions">The number of its versions there, which still count.</param>
/// <param name="Revoked">The certificates that this order has revoked.</param>
public sealed record OwnerReport(string Owner, bool Barred, int Versions, IReadOnlyList<string> Revoked);
