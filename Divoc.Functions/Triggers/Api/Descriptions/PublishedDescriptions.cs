using Divoc.Functions.Status;
using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="KeyFunctions"/> and <see cref="StatusFunctions"/>.</summary>
internal sealed class PublishedDescriptions : ApiDescriptions
{
    private static readonly ApiGroup Group = ApiGroup.Published;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        new(
            "ShowDidDocument",
            Group,
            "The issuer's keys as a DID document",
            "The current key comes first. A key that no longer signs stays in the document as long as anything that it signed is valid.")
        {
            Answers = [new(200, "The document.", ApiContent.Of(
                Members(("id", JsonSchemaType.String), ("verificationMethod", JsonSchemaType.Array)), mediaType: "application/did+json"))],
        },
        new("ShowKeySet", Group, "The issuer's keys as a JWK set", "A JWK set (RFC 7517). The current key comes first.")
        {
            Answers =
                [new(200, "The keys.", ApiContent.Of(Members(("keys", JsonSchemaType.Array)), mediaType: "application/jwk-set+json"))],
        },
        new(
            "ShowSignerCertificates",
            Group,
            "The certificates of the document signers",
            "Some formats, such as EU certificates, name the signing key by its certificate. The answer has the certificates of these "
            + "keys in PEM (RFC 7468), one after the other. It is empty if there are no such keys.")
        {
            Answers = [new(200, "The certificates.", ApiContent.Text(KeyFunctions.PemType))],
        },
        new(
            "ShowSignerList",
            Group,
            "The certificates of the document signers, in the form of the EU's gateway",
            "The gateway's member `signature` is absent: the authority that uploads a certificate makes it. Signed documents name the "
            + "certificate by its `kid`.")
        {
            Answers = [new(200, "The list.", ApiContent.Of(SignerList()))],
        },
        new(
            "ShowRevocations",
            Group,
            "The signed list of certificates that are not valid, or the index of its shards",
            "For verifiers without a connection. The list names each certificate by the SHA-256 of its id, in base64url. If there are "
            + "very many entries, the answer is an index instead: it says how many hex digits the names of the shards have.")
        {
            Parameters = [ApiParameters.IfNoneMatch],
            Answers =
            [
                new(
                    200,
                    "A JWS (RFC 7515), signed with PS256: the list in the flattened JSON form, or the index in the compact form.",
                    ApiContent.Of(StatusJson.Compact.SignedStatus, SignedStatus.WholeListType),
                    ApiContent.Text($"application/{SignedStatus.IndexType}")) { Headers = ["ETag"] },
                new(304, "The copy that you have is current."),
            ],
        },
        new(
            "ShowRevocationShard",
            Group,
            "A shard of the list of certificates that are not valid",
            "The certificates whose id has a SHA-256 that begins with these hex digits. Each is named by the first 128 bits of its "
            + "SHA-256, in base64url. There are shards only if `/revocations` is an index.")
        {
            Parameters =
            [
                ApiParameters.Path(
                    "prefix",
                    "Lower-case hex digits, as many as the index says.",
                    new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[0-9a-f]{1,6}$" },
                    "3"),
                ApiParameters.IfNoneMatch,
            ],
            Answers =
            [
                new(200, "A JWS in the compact form (RFC 7515), signed with PS256.", ApiContent.Text(
                    $"application/{SignedStatus.ShardType}")) { Headers = ["ETag"] },
                new(304, "The copy that you have is current."),
            ],
            Problems = new Dictionary<int, string[]> { [404] = ["NO_SHARD"] },
        },
        new(
            "ShowFormatRevocations",
            Group,
            "A format's own list of revocations",
            "The certificates that are not valid now, in the form that verifiers of the format read. The EU's lists have the kinds `uci` "
            + "and `countryuci`. If there are very many entries, the answer says only how many hex digits the names of the shards have. "
            + "The list is not signed: a country signs it before it publishes it.")
        {
            Parameters = [List, Kind, ApiParameters.IfNoneMatch],
            Answers =
            [
                new(
                    200,
                    "`prefixLength` 0 and `batches` with at most 1,000 entries each. If there are shards: only `prefixLength`, the "
                    + "number of hex digits in their names.",
                    ApiContent.Of(Batches("prefixLength", JsonSchemaType.Integer))) { Headers = ["ETag"] },
                new(304, "The copy that you have is current."),
            ],
            Problems = new Dictionary<int, string[]> { [404] = ["NO_SUCH_LIST"] },
        },
        new(
            "ShowFormatRevocationShard",
            Group,
            "A shard of a format's own list of revocations",
            "The certificates whose SHA-256 begins with these hex digits. There are shards only if the list says so.")
        {
            Parameters =
            [
                List,
                Kind,
                ApiParameters.Path(
                    "prefix",
                    "Lower-case hex digits, as many as the list says.",
                    new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[0-9a-f]{1,6}$" },
                    "3"),
                ApiParameters.IfNoneMatch,
            ],
            Answers =
            [
                new(200, "`prefix` and `batches`.", ApiContent.Of(Batches("prefix", JsonSchemaType.String))) { Headers = ["ETag"] },
                new(304, "The copy that you have is current."),
            ],
            Problems = new Dictionary<int, string[]> { [404] = ["NO_SHARD"] },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(SignedStatus),
            "A signed list.",
            ("payload",
                "The list as JSON in base64url, with the members `issuer`, `prefixLength`, `issued`, `nextUpdate`, `revoked`, "
                + "`superseded`, `suspended`."),
            ("protected", "The signed header, in base64url."),
            ("header", "The header that is not signed."),
            ("signature", "The signature, in base64url.")),
        new(typeof(SignedStatusHeader), "The header that is not signed.", ("kid", "The id of the published key that signed.")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        CodeDescription.Problem(
            "NO_SUCH_LIST",
            "No format has a list of revocations with this name and kind.",
            "Use a name and a kind from the documentation of the formats, such as `/revocations/eu/uci`."),
        CodeDescription.Problem(
            "NO_SHARD",
            "There is no shard with this name.",
            "Load the list above the shard, such as `/revocations` or `/revocations/eu/uci`: it is the whole list, or it says how many "
            + "lower-case hex digits the names of shards have."),
    ];

    private static ApiParameter List { get; } = ApiParameters.Path(
        "list",
        "The name of the format's lists.",
        ApiParameters.Text(1, 40),
        "eu");

    private static ApiParameter Kind { get; } = ApiParameters.Path("kind", "The kind of list.", ApiParameters.Text(1, 40), "uci");

    private static OpenApiSchema Batches(string first, JsonSchemaType type) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            [first] = new OpenApiSchema { Type = type },
            ["batches"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Object } },
        },
        Required = new HashSet<string> { first },
    };

    private static OpenApiSchema SignerList() => new()
    {
        Type = JsonSchemaType.Array,
        Items = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["kid"] = Text("The first eight bytes of the certificate's SHA-256, in base64."),
                ["timestamp"] = Text("When it becomes valid."),
                ["country"] = Text("The issuing country as ISO 3166-1 alpha-2 code; absent if none is set."),
                ["certificateType"] = Text("Always `DSC`."),
                ["thumbprint"] = Text("The SHA-256 of the certificate, in 64 lower-case hex digits."),
                ["rawData"] = Text("The certificate as DER in base64."),
            },
            Required = new HashSet<string> { "kid", "timestamp", "certificateType", "thumbprint", "rawData" },
        },
    };

    private static OpenApiSchema Text(string text) => new() { Type = JsonSchemaType.String, Description = text };

    private static OpenApiSchema Members(params (string Name, JsonSchemaType Type)[] members) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = members.ToDictionary(member => member.Name, member => (IOpenApiSchema)new OpenApiSchema { Type = member.Type }),
        Required = members.Select(member => member.Name).ToHashSet(),
    };
}
