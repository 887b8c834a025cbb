using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Revokes certificates of a person that a rule chooses, with one conditional write. DIVOC sends a message for each certificate instead,
/// and reports to nobody which of them failed.
/// </summary>
public sealed class CodeRevoker(LedgerChanger changer, TimeProvider time)
{
    /// <summary>Revokes certificates of a person. Those that the caller does not reach are ignored.</summary>
    /// <param name="preEnrollmentCode">The person's code.</param>
    /// <param name="select">Chooses among those that are not revoked; returns null if the rule refuses. Has no side effects.</param>
    /// <param name="order">Why and by whom.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<RevocationByCodeOutcome> RevokeAsync(
        string preEnrollmentCode, Func<IReadOnlyList<ListedCertificate>, IReadOnlyList<ListedCertificate>?> select, ChangeOrder order,
        CancellationToken cancellationToken)
    {
        var orderId = order.Id ?? RandomId.New();
        return changer.ChangeAsync<RevocationByCodeOutcome>(
            LedgerName.Of(preEnrollmentCode),
            orderId,
            ledger => RevokedBy(ledger, orderId),
            ledger => Decide(
                ledger,
                select([.. ledger.SeenBy(order.Caller).Versions.Where(version => !version.IsRevoked())]),
                order.ToChange(StateChangeKind.Revoked, orderId, ledger.TimeOfNext(time.GetUtcNow()))),
            cancellationToken);
    }

    private static RevocationByCodeOutcome.Revoked RevokedBy(CertificateLedger ledger, string order)
    {
        return new([.. ledger.Entries().Where(entry => entry.Order == order).Select(entry => entry.Certificate)]);
    }

    private static LedgerDecision<RevocationByCodeOutcome> Decide(
        CertificateLedger ledger, IReadOnlyList<ListedCertificate>? chosen, StateChange change)
    {
        if (chosen is null or [])
        {
            RevocationByCodeOutcome refusal = chosen is null
                ? new RevocationByCodeOutcome.Refused()
                : new RevocationByCodeOutcome.NotFound();
            return new LedgerDecision<RevocationByCodeOutcome>.Refuse(refusal);
        }

        var revoked = chosen.Select(version => version.With(change)).ToList();
        return new LedgerDecision<RevocationByCodeOutcome>.Write(
            revoked.Aggregate(ledger, (changed, version) => changed.WithChanged(version)),
            written => RevokedBy(written, change.Order),
            [.. revoked.Select(version => (version.CertificateId, StateChangeKind.Revoked))]);
    }
}
