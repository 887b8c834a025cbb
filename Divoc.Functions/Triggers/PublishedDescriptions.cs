using Divoc.Functions.Status;
using Divoc.Functions.Triggers.Api;
using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers;

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
        CodeDescription.Problem("NO_SHARD", "There is no shard of this name.", "Load `/revocations`: it is the list itself, or says how many lower-case hex digits the names of shards have."),
    ];

    private static OpenApiSchema Members(params (string Name, JsonSchemaType Type)[] members) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = members.ToDictionary(member => member.Name, member => (IOpenApiSchema)new OpenApiSchema { Type = member.Type }),
        Required = members.Select(member => member.Name).ToHashSet(),
    };
}
