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
        Of(
            "RevokeCertificate",
            "Revoke a certificate",
            "A revocation is final. To revoke the certificate again changes nothing.",
            "WRONG_PERSON",
            [],
            "SUPERSEDED"),
        Of(
            "SuspendCertificate",
            "Suspend a certificate",
            "The suspension begins at `from`, or now, and ends by itself at `until`. Without `until` it has no end.",
            "UNDER_REVIEW",
            ["DATE_ORDER"],
            "SUPERSEDED",
            "REVOKED",
            "ENROLLMENT_FULL"),
        Of(
            "ReinstateCertificate",
            "Lift the suspensions of a certificate",
            "All suspensions are lifted, including those that begin later.",
            "REVIEWED",
            [],
            "SUPERSEDED",
            "REVOKED",
            "ENROLLMENT_FULL"),
        Of(
            "EraseCertificate",
            "Erase the personal data of a certificate",
            "Credential, QR code, page and all kept data of the event are deleted. This does not revoke the certificate. If the id is "
            + "that of an event that failed, the event is discarded.",
            "ERASURE_REQUEST",
            [],
            "KEPT_BY_POLICY"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(DiscardedEventBody),
            "A failed event that is now discarded.",
            ("certificateId", "The certificate id of the event."),
            ("state", "Its state: `FAILED`."),
            ("reason", "`DISCARDED`.")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem(
            "KEPT_BY_POLICY",
            "The certificate is marked as erased, but a policy of the store keeps its files for now.",
            "Call again when the policy has ended, or wait: the service tries again every day."),
    ];

    /// <summary>The body of an order with a reason.</summary>
    internal static OpenApiSchema Order(bool isSuspension)
    {
        var time = () => new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Format = "date-time" };
        (string, string, OpenApiSchema)[] always =
        [
            ("reason", "Why, as a word that you choose: upper-case letters, digits and underscores.", ReasonCode()),
            (
                "text",
                "Why, in your own words.",
                new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, MaxLength = StateChange.LongestText }),
        ];
        (string, string, OpenApiSchema)[] ofSuspension =
        [
            ("from", "When the suspension begins; without it, now.", time()),
            ("until", "When the suspension ends; it must be after `from` and after now.", time()),
        ];
        return ApiParameters.Order(["reason"], isSuspension ? [.. always, .. ofSuspension] : always);
    }

    /// <summary>A reason code.</summary>
    internal static OpenApiSchema ReasonCode() =>
        new() { Type = JsonSchemaType.String, Pattern = $"^[A-Z0-9_]{{1,{StateChange.LongestReason}}}$" };

    private static OperationDescription Of(
        string function, string summary, string text, string word, string[] errors, params string[] conflicts)
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
            Body = new(
                $"At most {ChangeOrderReader.BodyBytes / 1024} KiB. Unknown members are refused.",
                ApiContent.Of(Order(isSuspension), example)),
            Answers =
            [
                new(
                    200,
                    isErasure ? "The state of the certificate now, or the discarded event." : "The state of the certificate now.",
                    isErasure ? Either() : ApiContent.Of(AnswerJson.Readable.CertificateStateBody)),
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
        schemas => new OpenApiSchema
        {
            AnyOf = [schemas.Of(AnswerJson.Readable.CertificateStateBody), schemas.Of(AnswerJson.Readable.DiscardedEventBody)],
        });
}
