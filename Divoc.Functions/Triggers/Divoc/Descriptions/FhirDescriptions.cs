using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Ddcc;
using Divoc.Functions.Triggers.Api;
using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers.Divoc.Descriptions;

/// <summary>Describes <see cref="FhirFunctions"/>.</summary>
internal sealed class FhirDescriptions(CredentialFormats formats) : ApiDescriptions
{
    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations
    {
        get
        {
            var format = formats.Find(DdccFormat.FormatName)!;
            var document = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "A signed FHIR R4 document, as the WHO's guide DDCC 1.0.0 describes it.",
            };
            return
            [
                new(
                    "FetchLatestFhir",
                    ApiGroup.Divoc,
                    "The WHO document of a person's latest vaccination certificate",
                    "The latest certificate of the person that the caller has access to and that is neither replaced nor revoked. The "
                    + "document is signed at each fetch, which counts as an event.")
                {
                    Parameters =
                    [
                        ApiParameters.Query(
                            LatestQuery.CodeParameter,
                            "The code of the person, as it was sent in the event.",
                            ApiParameters.Text(1, IntakeLimits.PreEnrollmentCodeCharacters),
                            "LKM-2021-004417"),
                    ],
                    Answers = [new(200, "The document.", ApiContent.Of(document, mediaType: format.File.MediaType)) { Headers = ["ETag"] }],
                    Problems = new Dictionary<int, string[]>
                    {
                        [404] = ["NOT_FOUND", "NO_SUCH_FORMAT"],
                        [410] = ["ERASED", "SUSPENDED"],
                        [422] = [.. format.Refusals.Select(refusal => refusal.Code)],
                        [429] = ["TOO_MANY_EVENTS"],
                        [501] = ["FORMAT_NOT_SET_UP"],
                    },
                },
            ];
        }
    }
}
