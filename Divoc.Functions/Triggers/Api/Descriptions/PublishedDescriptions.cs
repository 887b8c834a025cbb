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
        new("ShowDidDocument", Group, "The issuer's keys as a DID document", "The current key first. Keys that are no longer used stay as long as what they signed is valid.")
        {
            Answers = [new(200, "The document.", ApiContent.Of(Members(("id", JsonSchemaType.String), ("verificationMethod", JsonSchemaType.Array)), mediaType: "application/did+json"))],
        },
        new("ShowKeySet", Group, "The issuer's keys as a JWK set", "RFC 7517; the current key first.")
        {
            Answers = [new(200, "The keys.", ApiContent.Of(Members(("keys", JsonSchemaType.Array)), mediaType: "application/jwk-set+json"))],
        },
        new("ShowSignerCertificates", Group, "The certificates of the document signers", "Of the keys that sign formats which name keys by their certificates, such as EU certificates, one after the other in PEM (RFC 7468); none where nothing is signed so.")
        {
            Answers = [new(200, "The certificates.", ApiContent.Text(KeyFunctions.PemType))],
        },
        new("ShowSignerList", Group, "The certificates of the document signers, as the EU's gateway lists them", "Without the gateway's member `signature`, which is of the authority that uploads a certificate. `kid` is how what is signed names the certificate.")
        {
            Answers = [new(200, "The list.", ApiContent.Of(SignerList()))],
        },
        new("ShowRevocations", Group, "The signed list of certificates that are not valid, or the index of its shards", "For verifiers without a connection. A list names a certificate by the SHA-256 of its id, base64url. With very many entries it is an index instead, which says how many hex digits the shards have.")
        {
            Parameters = [ApiParameters.IfNoneMatch],
            Answers =
            [
                new(200, "A JWS (RFC 7515), signed with PS256: the list in the flattened JSON form, the index in the compact form.", ApiContent.Of(StatusJson.Compact.SignedStatus, SignedStatus.WholeListType), ApiContent.Text($"application/{SignedStatus.IndexType}")) { Headers = ["ETag"] },
                new(304, "You have it already."),
            ],
        },
        new("ShowRevocationShard", Group, "A shard of the list of certificates that are not valid", "Those whose SHA-256 begins with these hex digits, each named by the first 128 bits of it, base64url. There are shards only where `/revocations` is an index.")
        {
            Parameters = [ApiParameters.Path("prefix", "As many lower-case hex digits as the index says.", new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[0-9a-f]{1,6}$" }, "3"), ApiParameters.IfNoneMatch],
            Answers =
            [
                new(200, "A JWS in the compact form (RFC 7515), signed with PS256.", ApiContent.Text($"application/{SignedStatus.ShardType}")) { Headers = ["ETag"] },
                new(304, "You have it already."),
            ],
            Problems = new Dictionary<int, string[]> { [404] = ["NO_SHARD"] },
        },
        new("ShowFormatRevocations", Group, "A list of revocations that a format has of its own", "Of the certificates that are not valid now, as the verifiers of the format are told: the EU's has the kinds `uci` and `countryuci`. With very many entries it says how many hex digits the names of its shards have, as `/revocations` does. Not signed: what a country publishes it signs itself.")
        {
            Parameters = [List, Kind, ApiParameters.IfNoneMatch],
            Answers = [new(200, "`prefixLength` 0 and `batches`, of at most 1,000 entries each; else only how many hex digits shards have.", ApiContent.Of(Batches("prefixLength", JsonSchemaType.Integer))) { Headers = ["ETag"] }, new(304, "You have it already.")],
            Problems = new Dictionary<int, string[]> { [404] = ["NO_SUCH_LIST"] },
        },
        new("ShowFormatRevocationShard", Group, "A shard of a list of revocations that a format has of its own", "Of the certificates whose SHA-256 begins with these hex digits. There are shards only where the list says so.")
        {
            Parameters = [List, Kind, ApiParameters.Path("prefix", "As many lower-case hex digits as the list says.", new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[0-9a-f]{1,6}$" }, "3"), ApiParameters.IfNoneMatch],
            Answers = [new(200, "`prefix` and `batches`.", ApiContent.Of(Batches("prefix", JsonSchemaType.String))) { Headers = ["ETag"] }, new(304, "You have it already.")],
            Problems = new Dictionary<int, string[]> { [404] = ["NO_SHARD"] },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(SignedStatus),
            "A signed list.",
            ("payload", "The list as JSON, base64url: `issuer`, `prefixLength`, `issued`, `nextUpdate`, `revoked`, `superseded`, `suspended`."),
            ("protected", "The header that is signed, base64url."),
            ("header", "The header that is not signed."),
            ("signature", "The signature, base64url.")),
        new(typeof(SignedStatusHeader), "The header that is not signed.", ("kid", "Which of the published keys signed.")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        CodeDescription.Problem("NO_SUCH_LIST", "No format has a list of revocations of this name and kind.", "Use one of those that the documentation of the formats has, such as `/revocations/eu/uci`."),
        CodeDescription.Problem("NO_SHARD", "There is no shard of this name.", "Load `/revocations`: it is the list itself, or says how many lower-case hex digits the names of shards have."),
    ];

    private static ApiParameter List { get; } = ApiParameters.Path("list", "The name of a format's lists.", ApiParameters.Text(1, 40), "eu");

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
                ["kid"] = Text("The first eight bytes of the certificate's SHA-256, base64."),
                ["timestamp"] = Text("From when on it is valid."),
                ["country"] = Text("Who issues, by ISO 3166-1 alpha-2; absent where none is set."),
                ["certificateType"] = Text("Always `DSC`."),
                ["thumbprint"] = Text("The SHA-256 of the certificate, 64 lower-case hex digits."),
                ["rawData"] = Text("The certificate, DER in base64."),
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
