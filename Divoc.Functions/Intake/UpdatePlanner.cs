using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>
/// Plans an update (specification 04, section 3): each element replaces the live certificate of its key, as long as that was not corrected too often.
/// One element that can't be updated refuses them all.
/// </summary>
public sealed class UpdatePlanner(LedgerReader ledgers, IOptions<LifecycleOptions> options)
{
    /// <summary>Plans the elements of a request. A certificate that the caller does not reach can't be updated, as if it did not exist.</summary>
    public async Task<RequestPlan> PlanAsync(IReadOnlyList<AcceptedEvent> events, ICertificateType type, Caller caller, CancellationToken cancellationToken)
    {
        var names = events.Select(happened => LedgerName.Of(happened.PreEnrollmentCode)).ToArray();
        var read = await ledgers.ReadAsync(names, cancellationToken);
        var certificates = new List<RequestedCertificate>(events.Count);
        var faults = new List<Fault>();
        for (var index = 0; index < events.Count; index++)
        {
            var ledger = read[names[index]];
            var key = type.RequiredKeyOf(events[index].Data);
            var live = ledger.SeenBy(caller).LiveOf(key);
            if (FaultOf(index, type, ledger, live) is { } fault)
            {
                faults.Add(fault);
                continue;
            }

            certificates.Add(Replace(events[index].PreEnrollmentCode, names[index], ledger, live!));
        }

        return faults.Count > 0
            ? new RequestPlan([], []) { Faults = faults }
            : new RequestPlan(certificates, RequestPlan.FullOf(certificates, read, requested => read[requested.Ledger].Find(requested.Replaces!)!.Owner));
    }

    private Fault? FaultOf(int index, ICertificateType type, CertificateLedger ledger, ListedCertificate? live)
    {
        if (live is null)
        {
            return new Fault(
                $"/{index}/{type.KeyPath.Replace('.', '/')}",
                FaultCodes.NotCertified,
                $"There is no live certificate of this preEnrollmentCode, programId and {type.KeyWords} that could be updated: certify it instead.");
        }

        var limit = options.Value.UpdateLimit;
        return ledger.CorrectionsOf(live) < limit
            ? null
            : new Fault($"/{index}", FaultCodes.UpdateLimit, $"The certificate was updated {limit} times, which is the limit: to correct it again, revoke it and certify anew.");
    }

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
