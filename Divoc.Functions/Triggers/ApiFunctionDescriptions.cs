using Divoc.Functions.Triggers.Api;
using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers;

/// <summary>Describes <see cref="ApiFunctions"/>.</summary>
internal sealed class ApiFunctionDescriptions : ApiDescriptions
{
    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        new("ShowApi", ApiGroup.Published, "This document", "OpenAPI 3.1.")
        {
            Parameters = [ApiParameters.IfNoneMatch],
            Answers =
            [
                new(200, "The document.", ApiContent.Of(new OpenApiSchema { Type = JsonSchemaType.Object }, mediaType: ApiDocumentFile.ContentType)) { Headers = ["ETag"] },
                new(304, "You have it already."),
            ],
        },
    ];
}
