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
        new("ShowRevocations", Group, "The signed list of certificates that are not valid", "For verifiers without a connection. A certificate is named by the SHA-256 of its id, base64url.")
        {
            Parameters = [ApiParameters.IfNoneMatch],
            Answers =
            [
                new(200, "A JWS in the flattened JSON form (RFC 7515), signed with PS256.", ApiContent.Of(StatusJson.Compact.SignedRevocationList, SignedRevocationList.ContentType)) { Headers = ["ETag"] },
                new(304, "You have it already."),
            ],
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(SignedRevocationList),
            "A signed list.",
            ("payload", "The list as JSON, base64url: `issuer`, `issued`, `nextUpdate`, `revoked`, `superseded`, `suspended`."),
            ("protected", "The header that is signed, base64url."),
            ("header", "The header that is not signed."),
            ("signature", "The signature, base64url.")),
        new(typeof(SignedRevocationListHeader), "The header that is not signed.", ("kid", "Which of the published keys signed.")),
    ];

    private static OpenApiSchema Members(params (string Name, JsonSchemaType Type)[] members) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = members.ToDictionary(member => member.Name, member => (IOpenApiSchema)new OpenApiSchema { Type = member.Type }),
        Required = members.Select(member => member.Name).ToHashSet(),
    };
}
