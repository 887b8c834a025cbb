using static Divoc.Functions.Types.EventField;
using static Divoc.Functions.Types.FieldType;

namespace Divoc.Functions.Types.Test;

/// <summary>The fields of a test, row by row as in specification 01, section 2.</summary>
internal static class TestFields
{
    /// <summary>The shape of <c>/v1/test/certify</c>.</summary>
    public const string V1 = "v1";

    /// <summary>
    /// The same for a person whose date of birth is not known to the day. DIVOC has no such tests. Earlier versions of this program do not
    /// know them either and would invent a day for some of them; because of the unknown shape, they wait instead.
    /// </summary>
    public const string V1Inexact = "v1-inexact";

    /// <summary>The device of a rapid test.</summary>
    public const string Device = "testDetails.device";

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
            Hint = "The programme under which the test was done. A test can be certified once in each programme.",
        },
        .. PersonFields.Rows,
        Required("testDetails", Group) with { Label = "Test" },
        Optional("testDetails.testName", Text) with { Column = new("testName"), Label = "Name of the test" },
        Required("testDetails.testType", Text) with { Column = new("testType"), Label = "Kind of test" },
        Required("testDetails.disease", Text) with { Column = new("disease") },
        Optional("testDetails.batch", Text) with { Column = new("testBatch") },
        Optional("testDetails.manufacturer", Text) with { Column = new("manufacturer") },
        Optional(Device, Text) with
        {
            Column = new("testDevice") { IsOptional = true },
            MinLength = 1,
            IsPrinted = false,
            Hint = "For a rapid antigen test: the number of its device in the list of the EU's Joint Research Centre, such as 1833.",
        },
        Optional("testDetails.sampleOrigin", Text) with { Column = new("sampleOrigin") },
        Required("testDetails.sampleCollectionTimestamp", Instant) with
        {
            Column = new("sampleCollectionTimestamp"),
            Label = "Sample taken at",
        },
        Required("testDetails.resultTimestamp", Instant) with { Column = new("resultTimestamp"), Label = "Result known at" },
        Required("testDetails.result", Text) with { Column = new("result"), OneOf = ["Positive", "Negative", "Inconclusive", "Void"] },
        .. AttestationFields.Rows,
    ];
}
