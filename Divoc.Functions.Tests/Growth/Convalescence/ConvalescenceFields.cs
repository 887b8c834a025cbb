using Divoc.Functions.Types;
using static Divoc.Functions.Types.EventField;
using static Divoc.Functions.Types.FieldType;

namespace Divoc.Functions.Tests.Growth.Convalescence;

/// <summary>The fields of a convalescence.</summary>
internal static class ConvalescenceFields
{
    public const string V1 = "v1";

    public static IReadOnlyList<EventField> Rows { get; } =
    [
        Required("preEnrollmentCode", Text),
        Optional("programId", Text) with { MinLength = 1, IsPrinted = false },
        Required("recipient", Group),
        Required("recipient.name", Text) with { MinLength = 1 },
        Required("recipient.dob", Date),
        Required("recipient.identity", Text) with { MinLength = 1 },
        Optional("recipient.contact", TextList) with { MinLength = 1, MaxItems = 5 },
        Required("convalescence", Group),
        Required("convalescence.disease", Text) with { MinLength = 1 },
        Required("convalescence.firstPositive", Date),
        Required("convalescence.validFrom", Date),
        Required("convalescence.validUntil", Date),
        Optional("convalescence.laboratory", Text),
        Required("facility", Group),
        Required("facility.name", Text) with { MinLength = 1 },
        Optional("facility.address", Group),
        Optional("facility.address.district", Text),
        Required("facility.address.country", Text) with { MinLength = 2 },
        Optional("meta", FreeObject),
    ];
}
