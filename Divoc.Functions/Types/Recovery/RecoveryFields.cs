using static Divoc.Functions.Types.EventField;
using static Divoc.Functions.Types.FieldType;

namespace Divoc.Functions.Types.Recovery;

/// <summary>The fields of a recovery. DIVOC has no such type: person, facility and their columns are those of tests.</summary>
internal static class RecoveryFields
{
    /// <summary>The shape of <c>/v1/recovery/certify</c>.</summary>
    public const string V1 = "v1";

    /// <summary>The date of the first positive test.</summary>
    public const string FirstPositive = "recovery.firstPositiveTestDate";

    /// <summary>The first day of validity.</summary>
    public const string ValidFrom = "recovery.validFrom";

    /// <summary>The last day of validity.</summary>
    public const string ValidUntil = "recovery.validUntil";

    /// <summary>The table.</summary>
    public static IReadOnlyList<EventField> Rows { get; } =
    [
        Required("preEnrollmentCode", Text) with { Column = new("preEnrollmentCode"), Label = "Pre-enrollment code", Hint = "Names the person in your system, the same for all its events." },
        Optional("programId", Text) with { Column = new("programId") { IsOptional = true }, MinLength = 1, IsPrinted = false, Label = "Programme", Hint = "The programme under which it is certified: the same recovery counts once in each." },
        .. PersonFields.Rows,
        Required("recovery", Group),
        Required("recovery.disease", Text) with { Column = new("disease"), MinLength = 1, Hint = "What the person recovered from, such as COVID-19." },
        Required(FirstPositive, Date) with { Column = new("firstPositiveTestDate"), Label = "First positive test", Hint = "The day of the first positive test, such as 2021-07-12, where the sample was taken." },
        Optional("recovery.testType", Text) with { Column = new("testType") { IsOptional = true }, MinLength = 1, Label = "Kind of test", Hint = "Of the first positive test, such as RT-PCR." },
        Optional(ValidFrom, Date) with { Column = new("validFrom") { IsOptional = true }, Hint = "A date, such as 2021-07-23. Without it, some days after the first positive test: 11, unless the settings of the service say otherwise." },
        Optional(ValidUntil, Date) with { Column = new("validUntil") { IsOptional = true }, Hint = "A date, such as 2022-01-08. Without it, some days after the first positive test: 180, unless the settings of the service say otherwise." },
        .. AttestationFields.Rows,
    ];
}
