using System.Globalization;
using Divoc.Functions.Credentials.Divoc;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>
/// The rules that one field alone does not decide: DIVOC's own about age and date of birth (specification 01, section 4, C3 and C4) and those
/// beyond DIVOC. Used for one request. A rule is silent about fields that already have a fault.
/// </summary>
internal sealed class EventRules(
    CertificateShape shape,
    IntakeOptions options,
    VaccineCodes vaccineCodes,
    PrintableCharacters printable,
    DateTimeOffset now,
    FaultList faults,
    FaultList warnings)
{
    private const string Dob = "recipient.dob";
    private const string Age = "recipient.age";
    private const string Contact = "recipient.contact";
    private const string VaccinatedAt = "vaccination.date";
    private const string EffectiveStart = "vaccination.effectiveStart";
    private const string EffectiveUntil = "vaccination.effectiveUntil";
    private const string SampledAt = "testDetails.sampleCollectionTimestamp";
    private const string ResultAt = "testDetails.resultTimestamp";

    // Texts that no page shows.
    private static readonly string[] NeverPrinted = ["programId", "enrollmentType"];

    private readonly Dictionary<(string PreEnrollmentCode, CertificateKey Key), int> seen = [];

    /// <summary>Whether a text can be a preEnrollmentCode: it stands in URLs as one segment, and in keys.</summary>
    public static bool IsPreEnrollmentCode(string code)
    {
        return code.Length > 0
            && code.EnumerateRunes().Count() <= IntakeLimits.PreEnrollmentCodeCharacters
            && !code.AsSpan().ContainsAny("/\\?#%")
            && !code.Any(char.IsControl)
            && !char.IsWhiteSpace(code[0])
            && !char.IsWhiteSpace(code[^1])
            && code is not ("." or "..");
    }

    /// <summary>Checks an element, and that none before it is the same event.</summary>
    public void Check(ElementValues element)
    {
        CheckIdentifiers(element);
        CheckContact(element);
        CheckSeenBefore(element);
        CheckPrintable(element);
        if (shape == CertificateShape.Test)
        {
            CheckTest(element);
        }
        else
        {
            CheckVaccination(element);
        }
    }

    private void CheckIdentifiers(ElementValues element)
    {
        if (element.Text("preEnrollmentCode") is { } code && !IsPreEnrollmentCode(code))
        {
            Refuse(
                element,
                "preEnrollmentCode",
                FaultCodes.PreEnrollmentCode,
                $"preEnrollmentCode must have 1 to {IntakeLimits.PreEnrollmentCodeCharacters} characters, none of / \\ ? # %, no blank at either end, and be neither . nor ..");
        }

        if (options.RequireProgramId && !element.Has("programId"))
        {
            Refuse(element, "programId", FaultCodes.ProgramIdRequired, "programId is required by the settings of this service.");
        }
    }

    private void CheckContact(ElementValues element)
    {
        if (element.Texts(Contact) is not { } contacts)
        {
            return;
        }

        if (contacts.Count == 0)
        {
            Break(IntakeRule.Contact, element, Contact, FaultCodes.Contact, "recipient.contact must have at least one entry.");
        }

        for (var index = 0; index < contacts.Count; index++)
        {
            if (!contacts[index].StartsWith("tel:", StringComparison.OrdinalIgnoreCase)
                && !contacts[index].StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
            {
                Break(IntakeRule.Contact, element, $"{Contact}.{index}", FaultCodes.Contact, "A contact must begin with tel: or mailto:.");
            }
        }
    }

    private void CheckSeenBefore(ElementValues element)
    {
        if (element.Text("preEnrollmentCode") is { } code && CertificateKeys.Of(element, shape) is { } key && !seen.TryAdd((code, key), element.Index))
        {
            Refuse(element, "", FaultCodes.Duplicate, $"This is the same event as element {seen[(code, key)]} of the array.");
        }
    }

    private void CheckPrintable(ElementValues element)
    {
        foreach (var (path, text) in element.AllTexts())
        {
            if (!printable.CanPrint(text) && !NeverPrinted.Contains(path))
            {
                Settle(
                    RuleAction.Warn,
                    element,
                    path,
                    FaultCodes.UnprintableCharacter,
                    $"{path} holds a character of a script that the page can't print; its code stands there instead. Credential and QR code carry it.");
            }
        }
    }

    private void CheckTest(ElementValues element)
    {
        CheckDobNotInFuture(element, element.Instant(SampledAt));
        CheckInstantNotInFuture(element, SampledAt);
        CheckInstantNotInFuture(element, ResultAt);
        if (element.Instant(SampledAt) > element.Instant(ResultAt))
        {
            Break(IntakeRule.SampleBeforeResult, element, ResultAt, FaultCodes.DateOrder, $"{ResultAt} must not be before {SampledAt}.");
        }
    }

    private void CheckVaccination(ElementValues element)
    {
        CheckAgeAndDob(element);
        CheckInstantNotInFuture(element, VaccinatedAt);
        CheckCalendarOrder(element);
        if (shape == CertificateShape.VaccinationV3)
        {
            CheckVaccine(element);
        }
    }

    private void CheckAgeAndDob(ElementValues element)
    {
        if (!element.HasGroup("recipient"))
        {
            return;
        }

        if (element.Has(Age))
        {
            CheckAge(element);
            CheckDobNotInFuture(element, element.Instant(VaccinatedAt));
        }
        else if (!element.Has(Dob))
        {
            RefuseAsDivoc(element, "recipient", "One of recipient.dob and recipient.age is needed.", "Age and DOB both are missing. Atleast one should be present");
        }
        else if (element.Date(Dob) > Today(element.Instant(VaccinatedAt)))
        {
            RefuseAsDivoc(element, Dob, "recipient.dob must not be in the future.", "Invalid Age or DOB. Should be less than current date");
        }
    }

    private void CheckAge(ElementValues element)
    {
        if (element.Text(Age) is not { } text)
        {
            return;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var age) || age < 0)
        {
            RefuseAsDivoc(element, Age, "recipient.age must be a whole number of years, 0 or more, as a string.", "Invalid Age or DOB. Should be less than current date");
        }
        else if (age > IntakeLimits.AgeYears)
        {
            Break(IntakeRule.AgeRange, element, Age, FaultCodes.AgeRange, $"recipient.age must not be greater than {IntakeLimits.AgeYears}.");
        }
        else if (element.Date(Dob) is { } dob && !FitsAge(dob, age, element.Instant(VaccinatedAt)))
        {
            warnings.Add(
                element.PositionOf(Age),
                new Fault(element.PointerTo(Age), FaultCodes.AgeContradictsDob, "recipient.age is not the age that recipient.dob gives, neither at the vaccination nor since."));
        }
    }

    /// <summary>Whether the person had that age at some time from the vaccination until today.</summary>
    private bool FitsAge(DateOnly dob, long age, DateTimeOffset? vaccinatedAt)
    {
        var today = Today(vaccinatedAt);
        var vaccination = vaccinatedAt is { } instant ? DayOf(instant) : today;
        return age >= YearsBetween(dob, vaccination) && age <= YearsBetween(dob, today);
    }

    private void CheckDobNotInFuture(ElementValues element, DateTimeOffset? eventAt)
    {
        if (element.Date(Dob) > Today(eventAt))
        {
            Break(IntakeRule.FutureDate, element, Dob, FaultCodes.FutureDate, "recipient.dob must not be in the future.");
        }
    }

    private void CheckInstantNotInFuture(ElementValues element, string path)
    {
        if (element.Instant(path) > now + IntakeLimits.ClockSkew)
        {
            Break(IntakeRule.FutureDate, element, path, FaultCodes.FutureDate, $"{path} must not be in the future.");
        }
    }

    private void CheckCalendarOrder(ElementValues element)
    {
        DateOnly? vaccinated = element.Instant(VaccinatedAt) is { } instant ? DayOf(instant) : null;
        CheckOrder(element, Dob, element.Date(Dob), VaccinatedAt, vaccinated);
        CheckOrder(element, VaccinatedAt, vaccinated, EffectiveStart, element.Date(EffectiveStart));
        CheckOrder(element, EffectiveStart, element.Date(EffectiveStart), EffectiveUntil, element.Date(EffectiveUntil));
    }

    private void CheckOrder(ElementValues element, string firstPath, DateOnly? first, string secondPath, DateOnly? second)
    {
        if (first > second)
        {
            Break(IntakeRule.DateOrder, element, secondPath, FaultCodes.DateOrder, $"{secondPath} must not be before {firstPath} (calendar days, each as it is written).");
        }
    }

    private void CheckVaccine(ElementValues element)
    {
        const string path = "vaccination.name";
        if (element.Text(path) is { } vaccine && vaccineCodes.Find(vaccine) is null)
        {
            Settle(
                options.StrictVaccineCodes ? RuleAction.Refuse : RuleAction.Warn,
                element,
                path,
                FaultCodes.UnknownVaccine,
                "vaccination.name is in no entry of the list of ICD-11 codes.");
        }
    }

    /// <summary>The day it is at the offset of an event, with a little room for clocks that differ; in UTC if the event has no usable time.</summary>
    private DateOnly Today(DateTimeOffset? eventAt) => DayOf((now + IntakeLimits.ClockSkew).ToOffset(eventAt?.Offset ?? TimeSpan.Zero));

    private static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.DateTime);

    private static int YearsBetween(DateOnly from, DateOnly to)
    {
        return to.Year - from.Year - ((to.Month, to.Day).CompareTo((from.Month, from.Day)) < 0 ? 1 : 0);
    }

    private void Break(IntakeRule rule, ElementValues element, string path, string code, string detail)
    {
        Settle(options.ActionFor(rule), element, path, code, detail);
    }

    private void Refuse(ElementValues element, string path, string code, string detail) => Settle(RuleAction.Refuse, element, path, code, detail);

    private void RefuseAsDivoc(ElementValues element, string path, string detail, string divocMessage)
    {
        faults.Add(element.PositionOf(path), new Fault(element.PointerTo(path), FaultCodes.MissingFields, detail, DivocMessage: divocMessage));
    }

    private void Settle(RuleAction action, ElementValues element, string path, string code, string detail)
    {
        (action == RuleAction.Warn ? warnings : faults).Add(element.PositionOf(path), new Fault(element.PointerTo(path), code, detail));
    }
}
