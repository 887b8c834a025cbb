using static Divoc.Functions.Types.EventField;
using static Divoc.Functions.Types.FieldType;

namespace Divoc.Functions.Types;

/// <summary>
/// The parts of a person's name, if the partner knows them: formats that need family name and given name separately never guess which word
/// is which.
/// </summary>
internal static class PersonNames
{
    /// <summary>The rows of a type's table.</summary>
    public static IReadOnlyList<EventField> Fields { get; } =
    [
        Optional("recipient.familyName", Text) with
        {
            Column = new("recipientFamilyName") { IsOptional = true },
            MinLength = 1,
            IsPrinted = false,
            Hint = "As in the machine-readable zone of a passport, for certificates with separate family and given names.",
        },
        Optional("recipient.givenName", Text) with
        {
            Column = new("recipientGivenName") { IsOptional = true },
            MinLength = 1,
            IsPrinted = false,
        },
    ];
}
