using Divoc.Functions.Domain;
using static Divoc.Functions.Types.EventField;
using static Divoc.Functions.Types.FieldType;

namespace Divoc.Functions.Types.Vaccination;

/// <summary>The fields of a vaccination, row by row as in specification 01, section 2.</summary>
internal static class VaccinationFields
{
    /// <summary>The shape of <c>/v1/certify</c>: DIVOC's original.</summary>
    public const string V1 = "v1";

    /// <summary>The shape of <c>/v3/certify</c>: that of the WHO's DDCC.</summary>
    public const string V3 = "v3";

    /// <summary>The greatest number of a dose, and of the doses of a series.</summary>
    public const int MostDoses = 99;

    /// <summary>The maximum of entries in <c>comorbidities</c>.</summary>
    public const int MostComorbidities = 50;

    /// <summary>The table.</summary>
    public static IReadOnlyList<EventField> Rows { get; } =
    [
        Required("preEnrollmentCode", Text) with
        {
            Column = new("preEnrollmentCode"),
            Label = "Pre-enrollment code",
            Hint = "The code of the person in your system. Send the same code with every event of the person.",
        },
        Optional("enrollmentType", Text) with { MinLength = 1, IsPrinted = false },
        Optional("programId", Text) with
        {
            Column = new("programId") { IsOptional = true },
            MinLength = 1,
            IsPrinted = false,
            Label = "Programme",
            Hint = "The programme under which the vaccination was done. A dose can be certified once in each programme.",
        },
        Optional("comorbidities", TextList) with { MaxItems = MostComorbidities, Label = "Known conditions" },
        Required("recipient", Group) with { Label = "Person" },
        Required("recipient.name", Text) with { Column = new("recipientName"), MinLength = 1 },
        .. PersonNames.Fields,
        Optional("recipient.dob", Date) with { Column = new("recipientDOB") { UnlessGiven = "recipientAge" }, Label = "Date of birth" },
        Optional("recipient.age", Text) with
        {
            Column = new("recipientAge") { UnlessGiven = "recipientDOB" },
            MinLength = 1,
            Hint = "The age in years, if the date of birth is not known.",
        },
        Required("recipient.gender", Text) with { Column = new("recipientGender"), MinLength = 1, OptionalIn = [V3] },
        Required("recipient.nationality", Text) with { Column = new("recipientNationality"), MinLength = 1 },
        Required("recipient.identity", Text) with
        {
            Column = new("recipientIdentity"),
            MinLength = 1,
            Hint = "The number of an identity document, such as did:Passport:Dummy256.",
        },
        Required("recipient.contact", TextList) with
        {
            Column = new("recipientMobileNumber") { Prefix = "tel:" },
            MinLength = 1,
            MaxItems = IntakeLimits.Contacts,
            Label = "Contacts",
            Hint = "Telephone numbers and e-mail addresses, such as tel:+919999999999 and mailto:person@example.org.",
        },
        Required("recipient.address", Group) with { OptionalIn = [V3] },
        .. AddressFields.Of("recipient.address", "recipient"),
        Required("vaccination", Group),
        Required("vaccination.name", Text) with { Column = new("vaccinationName"), Label = "Vaccine" },
        Optional("vaccination.batch", Text) with { Column = new("vaccinationBatch") },
        Required("vaccination.manufacturer", Text) with { Column = new("vaccinationManufacturer") },
        Required("vaccination.date", Instant) with { Column = new("vaccinationDate") },
        Required("vaccination.effectiveStart", Date) with { Column = new("vaccinationEffectiveStart"), Label = "Valid from" },
        Required("vaccination.effectiveUntil", Date) with { Column = new("vaccinationEffectiveEnd"), Label = "Valid until" },
        Required("vaccination.dose", WholeNumber) with { Column = new("vaccinationDose"), Greatest = MostDoses },
        Required("vaccination.totalDoses", WholeNumber) with
        {
            Column = new("vaccinationTotalDoses"),
            Greatest = MostDoses,
            Label = "Doses in the series",
        },
        Required("vaccinator", Group) with { OptionalIn = [V3] },
        Required("vaccinator.name", Text) with { Column = new("vaccinatorName"), MinLength = 1 },
        Required("facility", Group),
        Required("facility.name", Text) with { Column = new("facilityName"), MinLength = 1 },
        Required("facility.address", Group) with { OptionalIn = [V3] },
        .. AddressFields.Of("facility.address", "facility", leastPostalCode: 1),
        Optional("meta", FreeObject) with
        {
            Label = "Further facts",
            Hint = "Other values that the page's template can show. They are not part of the credential.",
        },
    ];
}
