using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Rendering;

namespace Divoc.Functions.Issuing;

/// <summary>What the ledger keeps of an event, and what of that the page of a later dose shows.</summary>
public static class DoseFacts
{
    /// <summary>The facts of an event.</summary>
    public static EventFacts Of(HealthEvent happened)
    {
        var country = happened.Facility.Address?.Country ?? "";
        return happened.Vaccination is { } vaccination
            ? new EventFacts
            {
                Date = vaccination.Date,
                Vaccine = vaccination.Name,
                Batch = vaccination.Batch ?? "",
                TotalDoses = vaccination.TotalDoses,
                Country = country,
            }
            : new EventFacts { Date = happened.TestDetails!.SampleCollectionTimestamp, Country = country };
    }

    /// <summary>
    /// The doses before this one: of the same programme, from the ledger and from the same request, each once and in rising order. What is
    /// listed wins, since it is certified. What was superseded, revoked or erased is not shown.
    /// </summary>
    public static IReadOnlyList<EarlierDose> Before(CertificationEvent certification, CertificateLedger ledger)
    {
        if (certification.Key.Kind != CertificateKind.Vaccination)
        {
            return [];
        }

        var listed = ledger.Versions
            .Where(version => version.Key.Kind == CertificateKind.Vaccination
                && version.Key.ProgramId == certification.Key.ProgramId
                && version.Key.Dose < certification.Key.Dose
                && version.IsLive()
                && version.Facts is not null)
            .Select(Shown);
        return [.. listed.Concat(certification.EarlierDoses)
            .DistinctBy(dose => dose.Dose)
            .OrderBy(dose => dose.Dose)];
    }

    private static EarlierDose Shown(ListedCertificate version) => new(
        version.Key.Dose!.Value,
        version.Facts!.TotalDoses!.Value,
        version.Facts!.Vaccine!,
        version.Facts!.Batch!,
        version.Facts!.Date,
        version.Facts!.Country);
}
