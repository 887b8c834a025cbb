using System.Diagnostics;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Triggers;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// The span of a call over HTTP. It is named by the route's template, and not the server's own: that tells the path, in which codes and ids of people stand. It goes on with the
/// trace of a caller that sends one (W3C Trace Context); what else a caller sends along, tracestate and baggage, is left aside.
/// </summary>
internal static class RequestSpan
{
    /// <summary>Begins it. Null where nobody listens, and for calls that ask for the health, of which there are very many.</summary>
    public static Activity? Start(HttpRequest request, string route)
    {
        if (route.StartsWith(HealthFunctions.RoutePrefix, StringComparison.Ordinal) || !CertificateTraces.Source.HasListeners())
        {
            return null;
        }

        // The server's own span is not told to anybody, so it can't be the parent of one that is.
        Activity.Current = null;
        _ = ActivityContext.TryParse(request.Headers[HeaderNames.TraceParent], null, isRemote: true, out var caller);
        var path = $"/{route.TrimStart('/')}";
        return CertificateTraces.Source.StartActivity($"{request.Method} {path}", ActivityKind.Server, caller)?
            .SetTag("http.request.method", request.Method)
            .SetTag("http.route", path)
            .SetTag("url.scheme", request.Scheme);
    }

    /// <summary>Notes what the call was answered with.</summary>
    public static void Answered(this Activity? span, int status)
    {
        if (status == RequestLog.CallerLeft)
        {
            span?.SetTag("error.type", "caller_left");
            return;
        }

        span?.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            span?.SetStatus(ActivityStatusCode.Error);
        }
    }
}
