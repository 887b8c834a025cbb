using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Microsoft.OpenApi;
using static Divoc.Functions.Triggers.Api.CodeDescription;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="ChangeFunctions"/>.</summary>
internal sealed class ChangeDescriptions : ApiDescriptions
{
    private static readonly ApiGroup Group = ApiGroup.Changes;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        Of("RevokeCertificate", "Revoke a certificate", "For good. Revoking it again changes nothing.", "WRONG_PERSON", [], "SUPERSEDED"),
        Of("SuspendCertificate", "Suspend a certificate", "From `from` (now without it) until `until` (for good without it). The suspension ends by itself.", "UNDER_REVIEW", ["DATE_ORDER"], "SUPERSEDED", "REVOKED", "ENROLLMENT_FULL"),
        Of("ReinstateCertificate", "Lift the suspensions of a certificate", "All of them, also those to come.", "REVIEWED", [], "SUPERSEDED", "REVOKED", "ENROLLMENT_FULL"),
        Of(
            "EraseCertificate",
            "Erase what a certificate tells of its person",
            "Credential, QR image, page, claims and facts are deleted; it is no revocation. An id whose event failed has the event discarded.",
            "ERASURE_REQUEST",
            [],
            "KEPT_BY_POLICY"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(DiscardedEventBody),
            "An event that failed and is discarded now.",
            ("certificateId", "The id that it had."),
            ("state", "What has become of it: `FAILED`."),
            ("reason", "`DISCARDED`.")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem("KEPT_BY_POLICY", "The certificate is marked as erased, but the store's policy keeps the artifacts for now.", "Call again when the policy has ended; a daily sweep does it too."),
    ];

    /// <summary>The body of an order with a reason.</summary>
    internal static OpenApiSchema Order(bool isSuspension)
    {
        var time = () => new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Format = "date-time" };
        (string, string, OpenApiSchema)[] always =
        [
            ("reason", "Why, as a word of your own: upper-case letters, digits and underscores.", ReasonCode()),
            ("text", "Why, in words.", new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, MaxLength = StateChange.LongestText }),
        ];
        (string, string, OpenApiSchema)[] ofSuspension = [("from", "From when.", time()), ("until", "Until when; after `from` and after now.", time())];
        return ApiParameters.Order(["reason"], isSuspension ? [.. always, .. ofSuspension] : always);
    }

    /// <summary>A reason code.</summary>
    internal static OpenApiSchema ReasonCode() => new() { Type = JsonSchemaType.String, Pattern = $"^[A-Z0-9_]{{1,{StateChange.LongestReason}}}$" };

    private static OperationDescription Of(string function, string summary, string text, string word, string[] errors, params string[] conflicts)
    {
        var isSuspension = function == "SuspendCertificate";
        var isErasure = conflicts.Contains("KEPT_BY_POLICY");
        var example = new JsonObject { ["reason"] = word };
        if (isSuspension)
        {
            example["until"] = "2099-01-01T00:00:00Z";
        }

        return new(function, Group, summary, text)
        {
            Parameters = [ApiParameters.IdempotencyKey],
            Body = new($"At most {ChangeOrderReader.BodyBytes / 1024} KiB. A member that is not known is refused.", ApiContent.Of(Order(isSuspension), example)),
            Answers =
            [
                new(200, isErasure ? "The state of the certificate now, or the discarded event." : "The state of the certificate now.", isErasure ? Either() : ApiContent.Of(AnswerJson.Readable.CertificateStateBody)),
            ],
            Problems = new Dictionary<int, string[]>
            {
                [400] = SharedDescriptions.OfOrders(errors),
                [404] = ["NOT_FOUND", "QUEUED"],
                [409] = conflicts,
                [413] = ["PAYLOAD_TOO_LARGE"],
            },
        };
    }

    private static ApiContent Either() => new(
        "application/json",
        schemas => new OpenApiSchema { AnyOf = [schemas.Of(AnswerJson.Readable.CertificateStateBody), schemas.Of(AnswerJson.Readable.DiscardedEventBody)] });
}
