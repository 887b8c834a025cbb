using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Revokes doses of a person by DIVOC's rules (specification 04, section 4): all versions of each dose, of all programmes, and no dose while a later
/// one stands. It is one conditional write, where DIVOC sends a message for each certificate and tells nobody which of them failed.
/// </summary>
public sealed class CodeRevoker(LedgerStore ledgers, LedgerReferences references, CertificateMetrics metrics, TimeProvider time)
{
    private const int MostTries = 100;

    /// <summary>Revokes doses of a person. Those that the caller does not reach are none: they are not revoked, and no dose stands by them.</summary>
    /// <param name="preEnrollmentCode">The person's code.</param>
    /// <param name="doses">Which doses; null for all.</param>
    /// <param name="order">Why and by whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RevocationByCodeOutcome> RevokeAsync(
        string preEnrollmentCode, IReadOnlyCollection<int>? doses, ChangeOrder order, CancellationToken cancellationToken)
    {
        var name = LedgerName.Of(preEnrollmentCode);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var read = await ledgers.ReadAsync(name, cancellationToken);
            var onRecord = read.Ledger.SeenBy(order.Caller).Versions.Where(version => version.Key.Kind == CertificateKind.Vaccination && !version.IsRevoked()).ToList();
            var asked = onRecord.Where(version => doses is null || doses.Contains(version.Key.Dose!.Value)).ToList();
            if (Refuse(onRecord, asked, doses) is { } refusal)
            {
                return refusal;
            }

            if (await TryWriteAsync(read, asked, order, cancellationToken) is { } revoked)
            {
                return new RevocationByCodeOutcome.Revoked(revoked);
            }
        }

        throw new InvalidOperationException("The ledger changed at every try.");
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
        var highest = onRecord.Where(version => version.IsLive()).Max(version => version.Key.Dose);
        return asked.Max(version => version.Key.Dose) < highest ? new RevocationByCodeOutcome.NotTheLatestDoses() : null;
    }

    private async Task<IReadOnlyList<ListedCertificate>?> TryWriteAsync(
        LedgerSnapshot read, List<ListedCertificate> asked, ChangeOrder order, CancellationToken cancellationToken)
    {
        foreach (var version in asked)
        {
            await references.NoteChangeAsync(version.CertificateId, read.Name, cancellationToken);
        }

        var change = order.ToChange(StateChangeKind.Revoked, time.GetUtcNow());
        var revoked = asked.Select(version => version.With(change)).ToList();
        if (!await ledgers.TryChangeAsync(read, revoked.Aggregate(read.Ledger, (ledger, version) => ledger.WithChanged(version)), cancellationToken))
        {
            return null;
        }

        foreach (var version in revoked)
        {
            ProtocolWrites.Done(ProtocolWrite.StateChanged, version.CertificateId);
            metrics.StateChanged(nameof(StateChangeKind.Revoked));
        }

        return revoked;
    }
}
