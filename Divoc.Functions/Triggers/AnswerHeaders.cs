using Divoc.Functions.Certificates;

namespace Divoc.Functions.Triggers;

/// <summary>
/// What each HTTP answer tells browsers and caches, whatever function gives it: also refusals, problems and what nobody was found for. Each host has it set before it does anything else with a
/// request.
/// </summary>
public sealed class AnswerHeaders(CrossOrigin origins)
{
    /// <summary>An SVG is a document: opened by itself it may run nothing, load nothing and send nothing, whatever is in it.</summary>
    private const string ImagePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    /// <summary>Has the headers set when the answer begins, so that they are there too where the answer was made anew after a failure.</summary>
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
