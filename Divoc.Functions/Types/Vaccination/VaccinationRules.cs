using System.Globalization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Types.Vaccination;

/// <summary>
/// The rules of vaccinations: DIVOC's own about age and date of birth (specification 01, section 4, C3 and C4), and those beyond DIVOC.
/// </summary>
/// <param name="check">The element.</param>
/// <param name="codes">The list of vaccines.</param>
/// <param name="options">What the settings say.</param>
internal sealed class VaccinationRules(EventCheck check, VaccineCodes codes, VaccinationOptions options)
{
    /// <summary>
    /// Date of birth, day of vaccination, first and last day of validity follow each other or fall together. The day of vaccination is the
    /// one where it was (<see cref="CalendarDays"/>).
    /// </summary>
    public const string DateOrder = "DateOrder";

    /// <summary>The code of a vaccine whose name is in no code list.</summary>
    private const string UnknownVaccine = "UNKNOWN_VACCINE";

    private const string Dob = PersonRules.Dob;
    private const string Age = PersonRules.Age;
    private const string VaccinatedAt = "vaccination.date";
    private const string EffectiveStart = "vaccination.effectiveStart";
    private const string EffectiveUntil = "vaccination.effectiveUntil";

    private readonly ElementValues element = check.Element;
    private readonly DateTimeOffset? vaccinatedAt = check.Element.Instant(VaccinatedAt);

    /// <summary>The names of the rules that settings can relax.</summary>
    public static IReadOnlyList<string> Names { get; } = [PersonRules.FutureDate, DateOrder, PersonRules.Contact, PersonRules.AgeRange];

    /// <summary>Checks the element.</summary>
    public void Check()
    {
        PersonRules.CheckContact(check);
        CheckAgeAndDob();
        PersonRules.CheckDobDropped(check);
        PersonRules.CheckInstantNotInFuture(check, VaccinatedAt);
        CheckCalendarOrder();
        if (check.Shape.Name == VaccinationFields.V3)
        {
            CheckDobInvented();
            CheckVaccine();
        }
    }

    private void CheckAgeAndDob()
    {
        if (!element.HasGroup("recipient"))
        {
            return;
        }

        if (element.Has(Age))
        {
            PersonRules.CheckAge(check, vaccinatedAt, "vaccination");
            PersonRules.CheckDobNotInFuture(check, vaccinatedAt);
        }
        else if (!element.Has(Dob))
        {
            check.RefuseAsDivoc(
                "recipient",
                "recipient.dob or recipient.age is required: send one of them.",
                "Age and DOB both are missing. Atleast one should be present");
        }
        else if (element.Date(Dob) > PersonRules.Today(check, vaccinatedAt))
        {
            check.RefuseAsDivoc(Dob, "recipient.dob must not be in the future.", "Invalid Age or DOB. Should be less than current date");
        }
    }

    /// <summary>
    /// DIVOC's credential of the third version always has a date of birth: if none is known, it is calculated from the age (specification
    /// 02, section 1).
    /// </summary>
    private void CheckDobInvented()
    {
        var isUnknown = !element.Has(Dob) || element.Date(Dob)?.Year < BirthDate.FirstKnownYear;
        if (isUnknown && int.TryParse(element.Text(Age), NumberStyles.None, CultureInfo.InvariantCulture, out var age) && age > 0)
        {
            check.Warn(
                Age,
                FaultCodes.DobInvented,
                "recipient.dob is missing or treated as unknown. By DIVOC's rule the credential's date of birth is 1 January of a year "
                + "computed from recipient.age. The page shows only the age.");
        }
    }

    private void CheckCalendarOrder()
    {
        (DateOnly First, DateOnly Last)? vaccinated = vaccinatedAt is { } instant ? check.Days.DaysOf(instant) : null;
        CheckOrder(Dob, element.Date(Dob), VaccinatedAt, vaccinated?.Last);
        CheckOrder(VaccinatedAt, vaccinated?.First, EffectiveStart, element.Date(EffectiveStart));
        CheckOrder(EffectiveStart, element.Date(EffectiveStart), EffectiveUntil, element.Date(EffectiveUntil));
    }

    private void CheckOrder(string firstPath, DateOnly? first, string secondPath, DateOnly? second)
    {
        if (first > second)
        {
            check.Break(
                DateOrder,
                secondPath,
                FaultCodes.DateOrder,
                $"{secondPath} must not be before {firstPath}. The calendar days at the place of the event are compared.");
        }
    }

    private void CheckVaccine()
    {
        const string path = "vaccination.name";
        if (element.Text(path) is not { } vaccine || codes.Find(vaccine) is not null)
        {
            return;
        }

        const string detail = "vaccination.name is not in the list of vaccines with ICD-11 codes: check its spelling.";
        if (options.StrictVaccineCodes)
        {
            check.Refuse(path, UnknownVaccine, detail);
        }
        else
        {
            check.Warn(path, UnknownVaccine, detail);
        }
    }
}
