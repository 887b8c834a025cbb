using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="ApiFunctions"/>.</summary>
internal sealed class ApiFunctionDescriptions : ApiDescriptions
{
    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        Of("ShowApi", "This document", "OpenAPI 3.1.", ["Vary", "Content-Encoding"], ApiContent.Of(new OpenApiSchema { Type = JsonSchemaType.Object }, mediaType: ApiDocument.ContentType)),
        Of("ShowApiPage", "This document as a page", "For people: to read and to try.", ["Vary", "Content-Encoding", "Content-Security-Policy"], ApiContent.Text("text/html")),
        Of("ShowApiPageFile", "A file of the page", "What the page loads.", ["Vary", "Content-Encoding"], ApiContent.Text("text/javascript")) with
        {
            Parameters =
            [
                ApiParameters.Path("file", "Its name.", new OpenApiSchema { Type = JsonSchemaType.String }, ApiPage.FileNames[0]),
                ApiParameters.IfNoneMatch,
            ],
            Problems = new Dictionary<int, string[]> { [404] = ["NOT_FOUND"] },
        },
    ];

    private static OperationDescription Of(string function, string summary, string text, IReadOnlyList<string> headers, ApiContent content) => new(function, ApiGroup.Published, summary, text)
    {
        Parameters = [ApiParameters.IfNoneMatch],
        Answers = [new(200, summary, content) { Headers = ["ETag", .. headers] }, new(304, "You have it already.")],
    };
}
