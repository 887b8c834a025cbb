using Divoc.Functions.Domain;
using static Divoc.Functions.Types.EventField;
using static Divoc.Functions.Types.FieldType;

namespace Divoc.Functions.Types.Test;

/// <summary>The fields of a test, row by row as in specification 01, section 2.</summary>
internal static class TestFields
{
    /// <summary>The shape of <c>/v1/test/certify</c>.</summary>
    public const string V1 = "v1";

    /// <summary>
    /// The same of a person whose date of birth is not known to the day. DIVOC knows no such tests, nor does an earlier version of this program, which would invent a day for
    /// some: so their events have a shape that it waits at.
    /// </summary>
    public const string V1Inexact = "v1-inexact";

    /// <summary>The table.</summary>
    public static IReadOnlyList<EventField> Rows { get; } =
    [
        Required("preEnrollmentCode", Text),
        Optional("programId", Text) with { MinLength = 1, IsPrinted = false },
        Required("recipient", Group),
        Required("recipient.name", Text) with { MinLength = 1 },
        Required("recipient.dob", DateOfBirth) with { UnlessGiven = PersonRules.Age },
        Optional(PersonRules.Age, Text) with { MinLength = 1 },
        Required("recipient.gender", Text) with { MinLength = 1 },
        Optional("recipient.nationality", Text) with { MinLength = 1 },
        Required("recipient.identity", Text) with { MinLength = 1 },
        Required("recipient.contact", TextList) with { MinLength = 1, MaxItems = IntakeLimits.Contacts },
        Optional("recipient.address", Group),
        .. AddressFields.Of("recipient.address"),
        Required("testDetails", Group),
        Optional("testDetails.testName", Text),
        Required("testDetails.testType", Text),
        Required("testDetails.disease", Text),
        Optional("testDetails.batch", Text),
        Optional("testDetails.manufacturer", Text),
        Optional("testDetails.sampleOrigin", Text),
        Required("testDetails.sampleCollectionTimestamp", Instant),
        Required("testDetails.resultTimestamp", Instant),
        Required("testDetails.result", Text) with { OneOf = ["Positive", "Negative", "Inconclusive", "Void"] },
        Optional("verifier", Group),
        Required("verifier.name", Text) with { MinLength = 1 },
        Required("facility", Group),
        Required("facility.name", Text) with { MinLength = 1 },
        Required("facility.address", Group),
        .. AddressFields.Of("facility.address", leastPostalCode: 1),
        Optional("meta", FreeObject),
    ];
}
