using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Types;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Revokes doses of a person by DIVOC's rules (specification 04, section 4): all versions of each dose, of all programmes, and no dose while a later
/// one stands. It is one conditional write, where DIVOC sends a message for each certificate and tells nobody which of them failed.
/// </summary>
public sealed class CodeRevoker(LedgerChanger changer, TimeProvider time)
{
    /// <summary>Revokes doses of a person. Those that the caller does not reach are none: they are not revoked, and no dose stands by them.</summary>
    /// <param name="preEnrollmentCode">The person's code.</param>
    /// <param name="doses">Which doses; null for all.</param>
    /// <param name="order">Why and by whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<RevocationByCodeOutcome> RevokeAsync(
        string preEnrollmentCode, IReadOnlyCollection<int>? doses, ChangeOrder order, CancellationToken cancellationToken)
    {
        var orderId = order.Id ?? RandomId.New();
        var change = order.ToChange(StateChangeKind.Revoked, orderId, time.GetUtcNow());
        return changer.ChangeAsync<RevocationByCodeOutcome>(
            LedgerName.Of(preEnrollmentCode),
            orderId,
            ledger => RevokedBy(ledger, orderId),
            ledger => Decide(ledger, doses, order.Caller, change),
            cancellationToken);
    }

    private static RevocationByCodeOutcome.Revoked RevokedBy(CertificateLedger ledger, string order)
    {
        return new([.. ledger.Entries().Where(entry => entry.Order == order).Select(entry => entry.Certificate)]);
    }

    private static LedgerDecision<RevocationByCodeOutcome> Decide(
        CertificateLedger ledger, IReadOnlyCollection<int>? doses, Caller caller, StateChange change)
    {
        var onRecord = ledger.SeenBy(caller).Versions.Where(version => VaccinationType.Has(version.Key) && !version.IsRevoked()).ToList();
        var asked = onRecord.Where(version => doses is null || doses.Contains(VaccinationType.DoseOf(version.Key))).ToList();
        if (Refuse(onRecord, asked, doses) is { } refusal)
        {
            return new LedgerDecision<RevocationByCodeOutcome>.Refuse(refusal);
        }

        var revoked = asked.Select(version => version.With(change)).ToList();
        return new LedgerDecision<RevocationByCodeOutcome>.Write(
            revoked.Aggregate(ledger, (changed, version) => changed.WithChanged(version)),
            written => RevokedBy(written, change.Order),
            [.. revoked.Select(version => (version.CertificateId, StateChangeKind.Revoked))]);
    }

    private static RevocationByCodeOutcome? Refuse(List<ListedCertificate> onRecord, List<ListedCertificate> asked, IReadOnlyCollection<int>? doses)
    {
        if (doses is not null && doses.Distinct().Count() != doses.Max() - doses.Min() + 1)
        {
            return new RevocationByCodeOutcome.NotTheLatestDoses();
        }

        if (asked.Count == 0)
        {
            return new RevocationByCodeOutcome.NotFound();
        }

        // What was superseded stays on record when the version that took its place is revoked by its id; no dose stands by it.
        var highest = onRecord.Where(version => version.IsLive()).Max(version => (int?)VaccinationType.DoseOf(version.Key));
        return asked.Max(version => VaccinationType.DoseOf(version.Key)) < highest ? new RevocationByCodeOutcome.NotTheLatestDoses() : null;
    }
}
