using Divoc.Functions.Triggers.Api;
using Divoc.Functions.Types.Vaccination;
using Microsoft.OpenApi;
using static Divoc.Functions.Triggers.Api.CodeDescription;

namespace Divoc.Functions.Triggers.Divoc.Descriptions;

/// <summary>Describes <see cref="RevocationFunctions"/>.</summary>
internal sealed class RevocationDescriptions : ApiDescriptions
{
    private static readonly ApiGroup Group = ApiGroup.Divoc;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        new(
            "RevokeDoses",
            Group,
            "Revoke doses of a person",
            "Name the doses with `doses`, or send `allDoses=true`. A dose can't be revoked if a later dose is kept.")
        {
            Parameters =
            [
                ApiParameters.Query(
                    "doses",
                    $"Whole numbers from 1 to {VaccinationFields.MostDoses} with commas between. The highest dose on record must be among "
                    + "them.",
                    new OpenApiSchema { Type = JsonSchemaType.String }),
                ApiParameters.Query("allDoses", "`true` for all doses.", new OpenApiSchema { Type = JsonSchemaType.Boolean }, true),
                ApiParameters.IdempotencyKey,
            ],
            Answers = [new(200, "The certificates that this call revoked.", ApiContent.Of(DivocAnswerJson.Readable.RevokedDosesBody))],
            Problems = new Dictionary<int, string[]> { [400] = ["DOSES", "DOSE_SEQUENCE"], [404] = ["NOT_FOUND"] },
        },
        new(
            "CheckRevocation",
            Group,
            "Whether a credential is revoked",
            "200 if it is revoked, replaced or suspended now; 404 if not, or if this service did not issue it. The signature is not "
            + "checked: `POST /divoc/api/v1/verify` does that.")
        {
            Body = new("The credential, at most 1 MiB.", ApiContent.Of(new OpenApiSchema { Type = JsonSchemaType.Object })),
            Answers =
            [
                new(200, "It is not valid now. The answer does not say why.", ApiContent.Of(DivocAnswerJson.Readable.CertificateStateBody)),
            ],
            Problems = new Dictionary<int, string[]> { [400] = ["NOT_A_CREDENTIAL"], [404] = ["NOT_REVOKED"] },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(typeof(RevokedDosesBody), "The certificates that a call revoked.", ("certificates", "The certificates with their states now.")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem("DOSES", "`doses` or `allDoses` is missing or wrong.", "Send `doses=1,2` or `allDoses=true`."),
        Problem(
            "DOSE_SEQUENCE",
            "The doses have a gap, or a later dose is missing.",
            "Name all doses, from the first one that you want to revoke up to the highest on record."),
        Problem("NOT_A_CREDENTIAL", "The body is not a credential.", "Send the credential as JSON, not the QR code or the page."),
        Problem("NOT_REVOKED", "The posted credential is neither revoked, replaced nor suspended.", "There is nothing to do."),
    ];
}
