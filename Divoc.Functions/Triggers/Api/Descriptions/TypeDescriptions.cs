using Divoc.Functions.Types;
using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="TypeFunctions"/> and <see cref="TrustFunctions"/>.</summary>
internal sealed class TypeDescriptions(CertificateTypes types) : ApiDescriptions
{
    private static readonly ApiGroup Group = ApiGroup.Published;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        new("ListTypes", Group, "What can be certified", "The certificate types by name, each with its newest version.")
        {
            Answers = [new(200, "The types.", ApiContent.Of(AnswerJson.Readable.TypesBody))],
        },
        new(
            "ShowType",
            Group,
            "A certificate type",
            "Each shape in which events of the type can be sent, as JSON Schema (2020-12) with labels and hints for forms.")
        {
            Parameters =
                [ApiParameters.Path("type", "The name of the type.", ApiParameters.Text(1, 64), types.Current.Newest.First().Name)],
            Answers = [new(200, "The type.", ApiContent.Of(AnswerJson.Readable.TypeBody))],
            Problems = new Dictionary<int, string[]> { [404] = ["UNKNOWN_TYPE"] },
        },
        new(
            "ShowTrust",
            Group,
            "Whose signatures are trusted",
            "The issuer's own keys with the times in which they signed, the keys of its earlier systems, and the keys of other issuers "
            + "that it trusts, with what is known about these issuers.")
        {
            Answers =
            [
                new(200, "The keys as JWK, by issuer.", ApiContent.Of(Trust())) { Headers = ["ETag", "Vary", "Content-Encoding"] },
                new(304, "The copy that you have is current."),
            ],
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(typeof(TypesBody), "What can be certified.", ("types", "The types by name.")),
        new(
            typeof(ListedTypeBody),
            "A certificate type in a list.",
            ("name", "Its name, as in `POST /certify/{type}`."),
            ("version", "The version of its definition."),
            ("shapes", "The names of its shapes. A request that names no shape uses the first."),
            ("url", "Where its shapes are described.")),
        new(
            typeof(TypeBody),
            "A certificate type.",
            ("name", "Its name."),
            ("version", "The version of its definition."),
            ("shapes", "Its shapes.")),
        new(
            typeof(ShapeBody),
            "A shape in which events of a type are sent.",
            ("name", "Its name."),
            ("schema", "One event as JSON Schema (2020-12).")),
    ];

    private static OpenApiSchema Trust() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["issued"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Format = "date-time",
                Description = "When this document was made.",
            },
            ["nextUpdate"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Format = "date-time",
                Description =
                    "After this time do not use this document: newer keys may be missing, and what it says about issuers may be out of "
                    + "date.",
            },
            ["own"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "The issuer's own `verificationMethod`, `did`, `issuer`, `timeZone` and keys.",
            },
            ["former"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "Earlier systems of the issuer, each with its keys, its profile and its `registry`: `complete` or `partial`.",
            },
            ["issuers"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "Other issuers that are trusted, each with its keys and its profile.",
            },
        },
        Required = new HashSet<string> { "issued", "nextUpdate", "own", "former", "issuers" },
    };
}
