using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="ApiFunctions"/>.</summary>
internal sealed class ApiFunctionDescriptions : ApiDescriptions
{
    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        Of(
            "ShowApi",
            "This document",
            "The description of this API, as OpenAPI 3.1.",
            ["Vary", "Content-Encoding"],
            ApiContent.Of(new OpenApiSchema { Type = JsonSchemaType.Object }, mediaType: ApiDocument.ContentType)),
        Of(
            "ShowApiPage",
            "This document as a page",
            "A page on which people can read this document and try the calls.",
            ["Vary", "Content-Encoding", "Content-Security-Policy"],
            ApiContent.Text("text/html")),
        Of(
            "ShowApiPageFile",
            "A file of the page",
            "A file that the page loads.",
            ["Vary", "Content-Encoding"],
            ApiContent.Text("text/javascript")) with
        {
            Parameters =
            [
                ApiParameters.Path(
                    "file",
                    "The name of the file.",
                    new OpenApiSchema { Type = JsonSchemaType.String },
                    ApiPage.FileNames[0]),
                ApiParameters.IfNoneMatch,
            ],
            Problems = new Dictionary<int, string[]> { [404] = ["NOT_FOUND"] },
        },
    ];

    private static OperationDescription Of(
        string function, string summary, string text, IReadOnlyList<string> headers, ApiContent content) =>
        new(function, ApiGroup.Published, summary, text)
        {
            Parameters = [ApiParameters.IfNoneMatch],
            Answers = [new(200, summary, content) { Headers = ["ETag", .. headers] }, new(304, "The copy that you have is current.")],
        };
}
