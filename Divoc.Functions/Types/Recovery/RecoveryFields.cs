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
        Required("preEnrollmentCode", Text) with
        {
            Column = new("preEnrollmentCode"),
            Label = "Pre-enrollment code",
            Hint = "The code of the person in your system. Send the same code with every event of the person.",
        },
        Optional("programId", Text) with
        {
            Column = new("programId") { IsOptional = true },
            MinLength = 1,
            IsPrinted = false,
            Label = "Programme",
            Hint = "The programme under which the recovery is certified. A recovery can be certified once in each programme.",
        },
        .. PersonFields.Rows,
        Required("recovery", Group),
        Required("recovery.disease", Text) with
        {
            Column = new("disease"),
            MinLength = 1,
            Hint = "What the person recovered from, such as COVID-19.",
        },
        Required(FirstPositive, Date) with
        {
            Column = new("firstPositiveTestDate"),
            Label = "First positive test",
            Hint = "The day of the first positive test, such as 2021-07-12, at the place where the sample was taken.",
        },
        Optional("recovery.testType", Text) with
        {
            Column = new("testType") { IsOptional = true },
            MinLength = 1,
            Label = "Kind of test",
            Hint = "The kind of the first positive test, such as RT-PCR.",
        },
        Optional(ValidFrom, Date) with
        {
            Column = new("validFrom") { IsOptional = true },
            Hint =
                "A date, such as 2021-07-23. Without it, the certificate is valid from 11 days after the first positive test, unless the "
                + "settings of the service have another number.",
        },
        Optional(ValidUntil, Date) with
        {
            Column = new("validUntil") { IsOptional = true },
            Hint =
                "A date, such as 2022-01-08. Without it, the certificate is valid until 180 days after the first positive test, unless "
                + "the settings of the service have another number.",
        },
        .. AttestationFields.Rows,
    ];
}
