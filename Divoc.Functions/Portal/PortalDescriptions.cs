using Divoc.Functions.Triggers.Api;
using Microsoft.OpenApi;

namespace Divoc.Functions.Portal;

/// <summary>Describes <see cref="PortalFunctions"/>.</summary>
internal sealed class PortalDescriptions : ApiDescriptions
{
    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        Of("ShowWebPage", "A web page", "For people: the start page without a name, `verify`, `console`, `operations`; `sw.js` is the service worker.", "page", PortalOptions.Verify, ApiContent.Text("text/html")),
        Of("ShowWebFile", "A file of the web pages", "What the pages load.", "path", "settings.json", ApiContent.Text("*/*")),
    ];

    private static OperationDescription Of(string function, string summary, string text, string parameter, string example, ApiContent content) => new(function, ApiGroup.Published, summary, text)
    {
        Parameters = [ApiParameters.Path(parameter, "Its name.", new OpenApiSchema { Type = JsonSchemaType.String }, example), ApiParameters.IfNoneMatch],
        Answers =
        [
            new(200, summary, content) { Headers = ["ETag", "Vary", "Content-Encoding", "Content-Security-Policy"] },
            new(304, "You have it already."),
        ],
        Problems = new Dictionary<int, string[]> { [404] = ["NOT_FOUND"] },
    };
}
