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
        new("RevokeDoses", Group, "Revoke doses of a person", "Say which with `doses`, or all with `allDoses`. A dose can't be revoked while a later one stands.")
        {
            Parameters =
            [
                ApiParameters.Query("doses", $"Whole numbers from 1 to {VaccinationFields.MostDoses} with commas between, the highest on record included.", new OpenApiSchema { Type = JsonSchemaType.String }),
                ApiParameters.Query("allDoses", "`true` for all.", new OpenApiSchema { Type = JsonSchemaType.Boolean }, true),
                ApiParameters.IdempotencyKey,
            ],
            Answers = [new(200, "The certificates that this call revoked.", ApiContent.Of(DivocAnswerJson.Readable.RevokedDosesBody))],
            Problems = new Dictionary<int, string[]> { [400] = ["DOSES", "DOSE_SEQUENCE"], [404] = ["NOT_FOUND"] },
        },
        new("CheckRevocation", Group, "Whether a credential was revoked", "200 if it is revoked, replaced or suspended now; 404 if not, or if it is none of this service's. No signature is judged: ask verify for that.")
        {
            Body = new("The credential, at most 1 MiB.", ApiContent.Of(new OpenApiSchema { Type = JsonSchemaType.Object })),
            Answers = [new(200, "It is not valid now; why is not told.", ApiContent.Of(DivocAnswerJson.Readable.CertificateStateBody))],
            Problems = new Dictionary<int, string[]> { [400] = ["NOT_A_CREDENTIAL"], [404] = ["NOT_REVOKED"] },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(typeof(RevokedDosesBody), "What a call revoked.", ("certificates", "The certificates, by their states now.")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem("DOSES", "`doses` or `allDoses` is missing or wrong.", "Send `doses=1,2` or `allDoses=true`."),
        Problem("DOSE_SEQUENCE", "The doses have a gap, or leave out a later one.", "Name all doses from the first that is meant to the last."),
        Problem("NOT_A_CREDENTIAL", "The body is no credential.", "Send the credential as JSON, not the code or the page."),
        Problem("NOT_REVOKED", "The posted credential is neither revoked, replaced nor suspended.", "Nothing."),
    ];
}
