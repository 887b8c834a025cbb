using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>
/// Reads the ledgers of a request and makes an id for each element without a live certificate. A caller that repeats a certified event with
/// other content gets a warning, because the certificate does not change.
/// </summary>
public sealed class RequestPlanner(LedgerReader ledgers, CertifiedContent content)
{
    /// <summary>
    /// Plans the elements of a request. About a live certificate that the caller does not reach, it learns only that there is one.
    /// </summary>
    public async Task<RequestPlan> PlanAsync(
        IReadOnlyList<AcceptedEvent> events, ICertificateType type, Caller caller, CancellationToken cancellationToken)
    {
        var names = events.Select(happened => LedgerName.Of(happened.PreEnrollmentCode)).ToArray();
        var read = await ledgers.ReadAsync(names, cancellationToken);
        var certificates = events.Select((happened, index) => Plan(
            happened.PreEnrollmentCode, type.RequiredKeyOf(happened.Data), names[index], read[names[index]], caller))
            .ToArray();
        return new RequestPlan(certificates, RequestPlan.FullOf(certificates, read, _ => caller.Partner))
        {
            Warnings = await WarningsAsync(events, type, certificates, cancellationToken),
            BarredElements =
                [.. names.Index().Where(element => read[element.Item].IsBarred(caller.Partner)).Select(element => element.Index)],
        };
    }

    /// <summary>
    /// Checks only duplicates of certificates that the caller reaches, so that nobody learns what another partner certified.
    /// </summary>
    private async Task<IReadOnlyList<ValidationMessage>> WarningsAsync(
        IReadOnlyList<AcceptedEvent> events, ICertificateType type, RequestedCertificate[] certificates,
        CancellationToken cancellationToken)
    {
        var duplicates = certificates.Index().Where(element => element.Item is { IsDuplicate: true, DuplicateOf: null }).ToList();
        var compared = await content.CompareAsync(
            [.. duplicates.Select(element => (events[element.Index], element.Item.CertificateId))], type, cancellationToken);
        return [.. duplicates.Zip(compared)
            .Where(pair => pair.Second == ContentLikeness.Differs)
            .Select(pair => Differs(pair.First.Index))];
    }

    private static ValidationMessage Differs(int index) => new(
        $"/{index}",
        FaultCodes.DuplicateDiffers,
        "This event is already certified with other content, and the certificate stays as it is. To correct the certificate, send the "
        + "event with PUT instead of POST.");

    private static RequestedCertificate Plan(string code, CertificateKey key, string name, CertificateLedger ledger, Caller caller)
    {
        var live = ledger.LiveOf(key);
        var isForeign = live is not null && !caller.Reaches(live.Owner);
        return new RequestedCertificate
        {
            PreEnrollmentCode = code,
            Ledger = name,
            Key = key,
            CertificateId = live is null || isForeign ? CertificateId.New() : live.CertificateId,
            VersionsAtAcceptance = ledger.CountOf(key),
            IsDuplicate = live is not null,
            DuplicateOf = isForeign ? live!.CertificateId : null,
        };
    }
}

/// <summary>The plan for a request's elements.</summary>
/// <param name="Certificates">One entry for each element, in their order.</param>
/// <param name="FullElements">Elements whose ledger can't list more certificates.</param>
public sealed record RequestPlan(IReadOnlyList<RequestedCertificate> Certificates, IReadOnlyList<int> FullElements)
{
    /// <summary>
    /// Elements from whose ledger the caller is blocked; the request is refused then. None for an update: a blocked owner has no live
    /// version to update.
    /// </summary>
    public IReadOnlyList<int> BarredElements { get; init; } = [];

    /// <summary>Warnings about elements, from a comparison with certified ones.</summary>
    public IReadOnlyList<ValidationMessage> Warnings { get; init; } = [];

    /// <summary>Why elements of an update can't be updated; the request is refused then.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>
    /// The elements whose owner has no room in their ledger. Several elements of one person together may need more room than there is.
    /// </summary>
    internal static IReadOnlyList<int> FullOf(
        IReadOnlyList<RequestedCertificate> certificates, IReadOnlyDictionary<string, CertificateLedger> ledgers,
        Func<RequestedCertificate, string?> ownerOf)
    {
        var asked = certificates.Where(certificate => !certificate.IsDuplicate)
            .CountBy(certificate => (certificate.Ledger, Owner: ownerOf(certificate)))
            .ToList();
        var full = asked.Where(
            group => ledgers[group.Key.Ledger].CountOf(group.Key.Owner) + group.Value > CertificateLedger.MaximumVersions
                || ledgers[group.Key.Ledger].IsTooLarge())
            .Select(group => group.Key)
            .ToHashSet();
        return [.. certificates.Index()
            .Where(element => !element.Item.IsDuplicate && full.Contains((element.Item.Ledger, ownerOf(element.Item))))
            .Select(element => element.Index)];
    }
}
