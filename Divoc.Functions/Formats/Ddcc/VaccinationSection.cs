using Divoc.Functions.Domain;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>Writes a dose of a vaccine (profile DDCCImmunization). All codes are from the type's tables at the time of issue.</summary>
/// <param name="places">Finds the place of the event.</param>
/// <param name="days">Finds the day of the event.</param>
internal sealed class VaccinationSection(DdccPlaces places, CalendarDays days)
{
    /// <summary>The section of a vaccination.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="codes">Its codes.</param>
    /// <param name="person">The person.</param>
    /// <param name="authority">The public health authority.</param>
    /// <exception cref="EventFailedException">It can't be written completely.</exception>
    public DdccSection Of(VaccinationEvent happened, VaccinationCodes codes, FhirReference person, FhirReference authority)
    {
        if (codes.Product is not { Icd11Product: { } product, Icd11Class: { } kind })
        {
            throw DdccRefusals.Vaccine.ToException();
        }

        var dose = happened.Vaccination;
        var immunization = new FhirImmunization
        {
            Extension =
            [
                new FhirExtension(DdccCodes.Brand) { ValueCoding = new FhirCoding(DdccCodes.Icd11, product) },
                places.CountryOf(codes.Country, happened.Facility),
                new FhirExtension(DdccCodes.ValidFrom) { ValueDate = InternetTime.FormatDate(dose.EffectiveStart) },
            ],
            VaccineCode = DdccCodes.OfIcd11(kind),
            Patient = person,
            OccurrenceDateTime = InternetTime.FormatDate(days.DayOf(dose.Date)),
            Location = DdccPlaces.NameOf(happened.Facility),
            Manufacturer = FhirText.Of(dose.Manufacturer) is { } maker ? new FhirReference { Display = maker } : null,
            LotNumber = FhirText.Of(dose.Batch),
            ProtocolApplied =
            [
                new FhirProtocol
                {
                    Authority = authority,
                    TargetDisease = [DdccCodes.OfIcd11(codes.Disease?.Icd11 ?? throw DdccRefusals.Disease.ToException())],
                    DoseNumberPositiveInt = dose.Dose,
                    SeriesDosesPositiveInt = dose.TotalDoses,
                },
            ],
        };
        return new DdccSection(
            DdccCodes.VaccinationProfile, DdccCodes.VaccinationCategory, DdccCodes.VaccinationSection, FhirEntry.Of(immunization));
    }
}
