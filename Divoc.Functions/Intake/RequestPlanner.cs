using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>Looks up the ledgers of a request and mints an id for each element that has no live certificate yet.</summary>
public sealed class RequestPlanner(LedgerReader ledgers)
{
    /// <summary>Plans the elements of a request.</summary>
    public async Task<RequestPlan> PlanAsync(IReadOnlyList<HealthEvent> events, CancellationToken cancellationToken)
    {
        var names = events.Select(happened => LedgerName.Of(happened.PreEnrollmentCode)).ToArray();
        var read = await ledgers.ReadAsync(names, cancellationToken);
        var certificates = events.Select((happened, index) => Plan(happened, names[index], read[names[index]])).ToArray();
        return new RequestPlan(certificates, RequestPlan.FullOf(certificates, read));
    }

    private static RequestedCertificate Plan(HealthEvent happened, string name, CertificateLedger ledger)
    {
        var key = HealthEvents.KeyOf(happened);
        var live = ledger.LiveOf(key);
        return new RequestedCertificate
        {
            PreEnrollmentCode = happened.PreEnrollmentCode,
            Ledger = name,
            Key = key,
            CertificateId = live?.CertificateId ?? CertificateId.New(),
            VersionsAtAcceptance = ledger.CountOf(key),
            IsDuplicate = live is not null,
        };
    }
}

/// <summary>What a request's elements will become.</summary>
/// <param name="Certificates">One entry for each element, in their order.</param>
/// <param name="FullElements">Elements whose ledger can list no more certificates.</param>
public sealed record RequestPlan(IReadOnlyList<RequestedCertificate> Certificates, IReadOnlyList<int> FullElements)
{
    /// <summary>Why elements of an update can't be updated; the request is refused then.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>The elements whose ledger has no room: several elements of one person may together ask for more than it has.</summary>
    internal static IReadOnlyList<int> FullOf(IReadOnlyList<RequestedCertificate> certificates, IReadOnlyDictionary<string, CertificateLedger> ledgers)
    {
        var asked = certificates.Where(certificate => !certificate.IsDuplicate).CountBy(certificate => certificate.Ledger).ToDictionary();
        return [.. certificates.Index()
            .Where(element => !element.Item.IsDuplicate
                && ledgers[element.Item.Ledger].Versions.Count + asked[element.Item.Ledger] > CertificateLedger.MaximumVersions)
            .Select(element => element.Index)];
    }
}
