using Divoc.Functions.Domain;
using Divoc.Functions.Types;
using static Divoc.Functions.Intake.FieldType;
using static Divoc.Functions.Intake.Need;

namespace Divoc.Functions.Intake;

/// <summary>
/// The fields of a certify body, row by row as in specification 01, section 2. The one source of what is read, of what DIVOC's schema
/// demands, and of the paths in its messages. Beyond DIVOC: <c>city</c> is carried, a postal code may be an integer.
/// </summary>
internal static class FieldTable
{
    private static readonly Field[] Rows =
    [
        //  path                                       type           /v1        /v3        /v1/test
        new("preEnrollmentCode",                       Text,          Required,  Required,  Required),
        new("enrollmentType",                          Text,          Optional,  Optional,  Unknown) { MinLength = 1 },
        new("programId",                               Text,          Optional,  Optional,  Optional) { MinLength = 1 },
        new("comorbidities",                           TextList,      Optional,  Optional,  Unknown) { MaxItems = IntakeLimits.Comorbidities },
        new("recipient",                               Group,         Required,  Required,  Required),
        new("recipient.name",                          Text,          Required,  Required,  Required) { MinLength = 1 },
        new("recipient.dob",                           Date,          Optional,  Optional,  Required),
        new("recipient.age",                           Text,          Optional,  Optional,  Unknown) { MinLength = 1 },
        new("recipient.gender",                        Text,          Required,  Optional,  Required) { MinLength = 1 },
        new("recipient.nationality",                   Text,          Required,  Required,  Optional) { MinLength = 1 },
        new("recipient.identity",                      Text,          Required,  Required,  Required) { MinLength = 1 },
        new("recipient.contact",                       TextList,      Required,  Required,  Required) { MinLength = 1, MaxItems = IntakeLimits.Contacts },
        new("recipient.address",                       Group,         Required,  Optional,  Optional),
        new("recipient.address.addressLine1",          Text,          Required,  Required,  Required),
        new("recipient.address.addressLine2",          Text,          Optional,  Optional,  Optional),
        new("recipient.address.city",                  Text,          Optional,  Optional,  Optional),
        new("recipient.address.district",              Text,          Required,  Required,  Required) { MinLength = 1 },
        new("recipient.address.state",                 Text,          Required,  Required,  Required) { MinLength = 1 },
        new("recipient.address.country",               Text,          Optional,  Optional,  Optional) { MinLength = 2 },
        new("recipient.address.pincode",               TextOrInteger, Required,  Required,  Required),
        new("vaccination",                             Group,         Required,  Required,  Unknown),
        new("vaccination.name",                        Text,          Required,  Required,  Unknown),
        new("vaccination.batch",                       Text,          Optional,  Optional,  Unknown),
        new("vaccination.manufacturer",                Text,          Required,  Required,  Unknown),
        new("vaccination.date",                        Instant,       Required,  Required,  Unknown),
        new("vaccination.effectiveStart",              Date,          Required,  Required,  Unknown),
        new("vaccination.effectiveUntil",              Date,          Required,  Required,  Unknown),
        new("vaccination.dose",                        WholeNumber,   Required,  Required,  Unknown),
        new("vaccination.totalDoses",                  WholeNumber,   Required,  Required,  Unknown),
        new("vaccinator",                              Group,         Required,  Optional,  Unknown),
        new("vaccinator.name",                         Text,          Required,  Required,  Unknown) { MinLength = 1 },
        new("testDetails",                             Group,         Unknown,  Unknown,  Required),
        new("testDetails.testName",                    Text,          Unknown,  Unknown,  Optional),
        new("testDetails.testType",                    Text,          Unknown,  Unknown,  Required),
        new("testDetails.disease",                     Text,          Unknown,  Unknown,  Required),
        new("testDetails.batch",                       Text,          Unknown,  Unknown,  Optional),
        new("testDetails.manufacturer",                Text,          Unknown,  Unknown,  Optional),
        new("testDetails.sampleOrigin",                Text,          Unknown,  Unknown,  Optional),
        new("testDetails.sampleCollectionTimestamp",   Instant,       Unknown,  Unknown,  Required),
        new("testDetails.resultTimestamp",             Instant,       Unknown,  Unknown,  Required),
        new("testDetails.result",                      Text,          Unknown,  Unknown,  Required) { OneOf = ["Positive", "Negative", "Inconclusive", "Void"] },
        new("verifier",                                Group,         Unknown,  Unknown,  Optional),
        new("verifier.name",                           Text,          Unknown,  Unknown,  Required) { MinLength = 1 },
        new("facility",                                Group,         Required,  Required,  Required),
        new("facility.name",                           Text,          Required,  Required,  Required) { MinLength = 1 },
        new("facility.address",                        Group,         Required,  Optional,  Required),
        new("facility.address.addressLine1",           Text,          Required,  Required,  Required),
        new("facility.address.addressLine2",           Text,          Optional,  Optional,  Optional),
        new("facility.address.city",                   Text,          Optional,  Optional,  Optional),
        new("facility.address.district",               Text,          Required,  Required,  Required) { MinLength = 1 },
        new("facility.address.state",                  Text,          Required,  Required,  Required) { MinLength = 1 },
        new("facility.address.country",                Text,          Optional,  Optional,  Optional) { MinLength = 2 },
        new("facility.address.pincode",                TextOrInteger, Required,  Required,  Required) { MinLength = 1 },
        new("meta",                                    FreeObject,    Optional,  Optional,  Optional),
    ];

    private static readonly Dictionary<CertificateShape, FieldNode> Trees = Enum.GetValues<CertificateShape>().ToDictionary(shape => shape, Grow);

    /// <summary>The tree of fields of one endpoint; its root stands for the array element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such endpoint.</exception>
    public static FieldNode For(CertificateShape shape)
    {
        return Trees.TryGetValue(shape, out var tree)
            ? tree
            : throw new ArgumentOutOfRangeException(nameof(shape), shape, "There is no such certify endpoint.");
    }

    /// <summary>Every row has its parent's row before it.</summary>
    private static FieldNode Grow(CertificateShape shape)
    {
        var root = new FieldNode(new Field("", Group, Required, Required, Required), isRequired: true);
        var byPath = new Dictionary<string, FieldNode>(StringComparer.Ordinal) { [""] = root };
        foreach (var row in Rows.Where(row => row.NeedOf(shape) != Unknown))
        {
            var node = new FieldNode(row, row.NeedOf(shape) == Required);
            byPath.Add(row.Path, node);
            byPath[row.Path[..Math.Max(0, row.Path.LastIndexOf('.'))]].Add(node);
        }

        return root;
    }
}
