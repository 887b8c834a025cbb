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
        Of("ReleaseOwner", "Release a partner from a code that is not its own", "Revokes all that the partner certified under the code, deletes the facts, and bars it from there."),
        Of("AdmitOwner", "Admit a partner to a code again", "Lifts the bar. What was revoked stays so."),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(OwnerReport),
            "What a partner has under a code now.",
            ("owner", "The partner."),
            ("barred", "Whether it is barred from the code."),
            ("versions", "How many certificates of it the ledger lists, in whatever state."),
            ("revoked", "The ids that this call revoked.")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem("TOO_MANY_BARS", $"{CertificateLedger.MaximumBars} partners are barred from the code.", "Admit one of them first."),
    ];

    private static OperationDescription Of(string function, string summary, string text) => new(function, ApiGroup.Operations, summary, text)
    {
        Parameters = [ApiParameters.IdempotencyKey],
        Body = new(
            $"At most {ChangeOrderReader.BodyBytes / 1024} KiB.",
            ApiContent.Of(
                ApiParameters.Order(["owner", "reason"], ("owner", "The name of a partner, as the settings have or had it.", new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[a-z0-9]+$" }), ("reason", "Why, as a word of your own.", ChangeDescriptions.ReasonCode())),
                new JsonObject { ["owner"] = "south", ["reason"] = "FOREIGN_CODE" })),
        Answers = [new(200, "What the partner has there now.", ApiContent.Of(AnswerJson.Readable.OwnerReport))],
        Problems = new Dictionary<int, string[]>
        {
            [400] = SharedDescriptions.OfOrders(),
            [404] = ["NOT_FOUND"],
            [409] = ["TOO_MANY_BARS"],
            [413] = ["PAYLOAD_TOO_LARGE"],
        },
    };
}
