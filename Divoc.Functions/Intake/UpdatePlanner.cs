using System.Collections.Concurrent;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>
/// Plans an update (specification 04, section 3): each element replaces the live certificate of its key, unless that was corrected too
/// often. If one element can't be updated, all are refused. An element that says the same as the live certificate does not replace it and
/// is not counted as a correction, unless an earlier update is still being processed, with which it must compete like any other.
/// </summary>
public sealed class UpdatePlanner(
    LedgerReader ledgers, CertifiedContent content, UpdateNotes updates, FailureRegistry failures, IOptions<LifecycleOptions> options)
{
    private const int Parallelism = 8;

    /// <summary>
    /// Plans the elements of a request. A certificate that the caller does not reach can't be updated, as if it did not exist.
    /// </summary>
    public async Task<RequestPlan> PlanAsync(
        IReadOnlyList<AcceptedEvent> events, ICertificateType type, Caller caller, CancellationToken cancellationToken)
    {
        var names = events.Select(happened => LedgerName.Of(happened.PreEnrollmentCode)).ToArray();
        var read = await ledgers.ReadAsync(names, cancellationToken);
        var lives = events.Select((happened, index) => read[names[index]].SeenBy(caller).LiveOf(type.RequiredKeyOf(happened.Data)))
            .ToArray();
        var unchanged = await UnchangedAsync(events, names, read, type, lives, cancellationToken);
        var certificates = new List<RequestedCertificate>(events.Count);
        var faults = new List<Fault>();
        for (var index = 0; index < events.Count; index++)
        {
            var ledger = read[names[index]];
            if (lives[index] is { } kept && unchanged.Contains(index))
            {
                certificates.Add(Keep(events[index].PreEnrollmentCode, names[index], ledger, kept));
            }
            else if (ProblemOf(index, type, ledger, lives[index]) is { } fault)
            {
                faults.Add(fault);
            }
            else
            {
                certificates.Add(Replace(events[index].PreEnrollmentCode, names[index], ledger, lives[index]!));
            }
        }

        return faults.Count > 0
            ? new RequestPlan([], []) { Faults = faults }
            : new RequestPlan(
                certificates, RequestPlan.FullOf(certificates, read, requested => read[requested.Ledger].Find(requested.Replaces!)!.Owner));
    }

    private async Task<IReadOnlySet<int>> UnchangedAsync(
        IReadOnlyList<AcceptedEvent> events,
        string[] names,
        IReadOnlyDictionary<string, CertificateLedger> read,
        ICertificateType type,
        ListedCertificate?[] lives,
        CancellationToken cancellationToken)
    {
        var found = lives.Index().Where(live => live.Item is not null).ToList();
        var compared = await content.CompareAsync(
            [.. found.Select(live => (events[live.Index], live.Item!.CertificateId))], type, cancellationToken);
        var same = found.Zip(compared).Where(pair => pair.Second == ContentLikeness.Same).Select(pair => pair.First);
        var unchanged = new ConcurrentDictionary<int, bool>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(same, parallel, async (live, token) =>
        {
            if (!await IsBeingUpdatedAsync(live.Item!, read[names[live.Index]], token))
            {
                unchanged[live.Index] = true;
            }
        });
        return unchanged.Keys.ToHashSet();
    }

    /// <summary>
    /// Whether an update of the certificate was accepted that may still be listed. While the certificate is live, none has been listed.
    /// </summary>
    private async Task<bool> IsBeingUpdatedAsync(ListedCertificate live, CertificateLedger ledger, CancellationToken cancellationToken)
    {
        foreach (var update in await updates.OfAsync(live.CertificateId, cancellationToken))
        {
            if (!ledger.HasDiscarded(update) && await failures.FindAsync(update, cancellationToken) is null)
            {
                return true;
            }
        }

        return false;
    }

    private Fault? ProblemOf(int index, ICertificateType type, CertificateLedger ledger, ListedCertificate? live)
    {
        if (live is null)
        {
            return new Fault(
                $"/{index}/{type.KeyPath.Replace('.', '/')}",
                FaultCodes.NotCertified,
                $"There is no certificate with this preEnrollmentCode, programId and {type.KeyWords} to update, or it is revoked: certify "
                + "the event instead. If you have just certified it, send the update again when the status of that request is ISSUED.");
        }

        var limit = options.Value.UpdateLimit;
        return ledger.CorrectionsOf(live) < limit
            ? null
            : new Fault(
                $"/{index}",
                FaultCodes.UpdateLimit,
                $"The certificate was updated {limit} times, which is the limit. To correct it again, revoke it and certify the event "
                + "again.");
    }

    private static RequestedCertificate Keep(string code, string name, CertificateLedger ledger, ListedCertificate live) => new()
    {
        PreEnrollmentCode = code,
        Ledger = name,
        Key = live.Key,
        CertificateId = live.CertificateId,
        VersionsAtAcceptance = ledger.CountOf(live.Key),
        // An earlier version of the program, which does not know unchanged ones, then does not queue it either.
        IsDuplicate = true,
        IsUnchanged = true,
    };

    private static RequestedCertificate Replace(string code, string name, CertificateLedger ledger, ListedCertificate live) => new()
    {
        PreEnrollmentCode = code,
        Ledger = name,
        Key = live.Key,
        CertificateId = CertificateId.New(),
        VersionsAtAcceptance = ledger.CountOf(live.Key),
        Replaces = live.CertificateId,
    };
}
