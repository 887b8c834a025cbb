using Divoc.Functions.Types;
using static Divoc.Functions.Types.EventField;
using static Divoc.Functions.Types.FieldType;

namespace Divoc.Functions.Tests.Growth.Recovery;

/// <summary>The fields of a recovery.</summary>
internal static class RecoveryFields
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
        Required("recovery", Group),
        Required("recovery.disease", Text) with { MinLength = 1 },
        Required("recovery.firstPositive", Date),
        Required("recovery.validFrom", Date),
        Required("recovery.validUntil", Date),
        Optional("recovery.laboratory", Text),
        Required("facility", Group),
        Required("facility.name", Text) with { MinLength = 1 },
        Optional("facility.address", Group),
        Optional("facility.address.district", Text),
        Required("facility.address.country", Text) with { MinLength = 2 },
        Optional("meta", FreeObject),
    ];
}
