using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Rendering;
using Divoc.Functions.Types;

namespace Divoc.Functions.Issuing;

/// <summary>What the page of a dose shows of the doses before it.</summary>
public static class DoseFacts
{
    /// <summary>
    /// The doses before this one: of the same programme, from the ledger and from the same request, each once and in rising order. What is
    /// listed wins, since it is certified. What was superseded, revoked or erased is not shown.
    /// </summary>
    public static IReadOnlyList<EarlierDose> Before(CertificationEvent certification, CertificateLedger ledger)
    {
        if (!VaccinationType.Has(certification.Key))
        {
            return [];
        }

        var own = VaccinationType.DoseOf(certification.Key);

        var listed = ledger.Versions
            .Where(version => VaccinationType.Has(version.Key)
                && version.Key.Programme == certification.Key.Programme
                && VaccinationType.DoseOf(version.Key) < own
                && version.IsLive()
                && version.Facts is not null)
            .Select(version => new EarlierEvent(version.Key.Text, version.Facts!));
        return [.. listed.Concat(certification.Earlier)
            .Select(RowOf)
            .DistinctBy(dose => dose.Dose)
            .OrderBy(dose => dose.Dose)];
    }

    private static EarlierDose RowOf(EarlierEvent earlier) => new(
        VaccinationType.DoseOf(earlier.Text),
        earlier.Facts.TotalDoses!.Value,
        earlier.Facts.Vaccine!,
        earlier.Facts.Batch!,
        earlier.Facts.Date,
        earlier.Facts.Country);
}
