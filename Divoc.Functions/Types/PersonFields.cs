using Divoc.Functions.Domain;
using static Divoc.Functions.Types.EventField;
using static Divoc.Functions.Types.FieldType;

namespace Divoc.Functions.Types;

/// <summary>The fields of a person whose date of birth may be known only to the month or the year, or only by the age.</summary>
internal static class PersonFields
{
    /// <summary>The rows of a type's table.</summary>
    public static IReadOnlyList<EventField> Rows { get; } =
    [
        Required("recipient", Group) with { Label = "Person" },
        Required("recipient.name", Text) with { Column = new("recipientName"), MinLength = 1 },
        .. PersonNames.Fields,
        Required("recipient.dob", DateOfBirth) with
        {
            Column = new("recipientDOB") { UnlessGiven = "recipientAge" },
            UnlessGiven = PersonRules.Age,
            Label = "Date of birth",
        },
        Optional(PersonRules.Age, Text) with
        {
            Column = new("recipientAge") { IsOptional = true },
            MinLength = 1,
            Hint = "The age in years, if the date of birth is not known.",
        },
        Required("recipient.gender", Text) with { Column = new("recipientGender"), MinLength = 1 },
        Optional("recipient.nationality", Text) with { Column = new("recipientNationality"), MinLength = 1 },
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
        Optional("recipient.address", Group),
        .. AddressFields.Of("recipient.address", "recipient"),
    ];
}
