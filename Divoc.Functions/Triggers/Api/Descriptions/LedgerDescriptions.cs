using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Ledger;
using Divoc.Functions.Operations;
using Microsoft.OpenApi;
using static Divoc.Functions.Triggers.Api.CodeDescription;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="LedgerFunctions"/>.</summary>
internal sealed class LedgerDescriptions : ApiDescriptions
{
    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        Of(
            "ReleaseOwner",
            "Release a partner from a code that is not its own",
            "Revokes all certificates of the partner under the preEnrollmentCode, deletes the data kept about their events, and bars "
            + "the partner from this code."),
        Of("AdmitOwner", "Admit a partner to a code again", "Lifts the bar. What was revoked stays revoked."),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(OwnerReport),
            "What a partner has under a preEnrollmentCode now.",
            ("owner", "The partner."),
            ("barred", "Whether it is barred from the code."),
            ("versions", "The number of its certificates under the code, in any state."),
            ("revoked", "The ids of the certificates that this call revoked.")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem(
            "TOO_MANY_BARS",
            $"{CertificateLedger.MaximumBars} partners are barred from the code, the largest possible number.",
            "Admit one of them first."),
    ];

    private static OperationDescription Of(string function, string summary, string text) =>
        new(function, ApiGroup.Operations, summary, text)
        {
            Parameters = [ApiParameters.IdempotencyKey],
            Body = new(
                $"At most {ChangeOrderReader.BodyBytes / 1024} KiB.",
                ApiContent.Of(
                    ApiParameters.Order(
                        ["owner", "reason"],
                        (
                            "owner",
                            "The partner's name in the settings, now or earlier.",
                            new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[a-z0-9]+$" }),
                        ("reason", "Why, as a word that you choose.", ChangeDescriptions.ReasonCode())),
                    new JsonObject { ["owner"] = "south", ["reason"] = "FOREIGN_CODE" })),
            Answers = [new(200, "What the partner has under the code now.", ApiContent.Of(AnswerJson.Readable.OwnerReport))],
            Problems = new Dictionary<int, string[]>
            {
                [400] = SharedDescriptions.OfOrders(),
                [404] = ["NOT_FOUND"],
                [409] = ["TOO_MANY_BARS"],
                [413] = ["PAYLOAD_TOO_LARGE"],
            },
        };
}
