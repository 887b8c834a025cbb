using Divoc.Functions.Certificates;

namespace Divoc.Functions.Triggers;

/// <summary>
/// The headers of each HTTP answer for browsers and caches, for all functions, including refusals, problems and unknown paths. Each host
/// calls this before it does anything else with a request.
/// </summary>
public sealed class AnswerHeaders(CrossOrigin origins)
{
    /// <summary>An SVG is a document: if it is opened directly, it may run, load and send nothing, whatever its content.</summary>
    private const string ImagePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    /// <summary>
    /// Sets the headers when the answer begins, so that they are also there if the answer was made again after a failure.
    /// </summary>
    public void Prepare(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.OnStarting(() =>
        {
            Set(context);
            return Task.CompletedTask;
        });
    }

    /// <summary>Sets the headers.</summary>
    internal void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        origins.Set(context.Request, headers);
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = PublicRoutes.Has(context.Request.Path) ? "cross-origin" : "same-origin";
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        if (context.Response.ContentType == CertificateFetcher.SvgMediaType)
        {
            headers.ContentSecurityPolicy = ImagePolicy;
        }
    }
}
