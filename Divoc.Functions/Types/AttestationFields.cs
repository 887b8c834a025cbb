using static Divoc.Functions.Types.EventField;
using static Divoc.Functions.Types.FieldType;

namespace Divoc.Functions.Types;

/// <summary>The last fields of a type: who is responsible for the event, where it was, and what the page shows besides.</summary>
internal static class AttestationFields
{
    /// <summary>The rows of a type's table.</summary>
    public static IReadOnlyList<EventField> Rows { get; } =
    [
        Optional("verifier", Group),
        Required("verifier.name", Text) with { Column = new("verifier"), MinLength = 1 },
        Required("facility", Group),
        Required("facility.name", Text) with { Column = new("facilityName"), MinLength = 1 },
        Required("facility.address", Group),
        .. AddressFields.Of("facility.address", "facility", leastPostalCode: 1),
        Optional("meta", FreeObject) with
        {
            Label = "Further facts",
            Hint = "Other values that the page's template can show. They are not part of the credential.",
        },
    ];
}
