using System.Diagnostics;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Triggers;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// The span of a call over HTTP. Its name is the route's template. The server's own span is not used, because it has the path with codes
/// and ids of people. It continues the trace of a caller that sends one (W3C Trace Context); tracestate and baggage are ignored.
/// </summary>
internal static class RequestSpan
{
    /// <summary>Begins the span. Null if nobody listens, and for health checks, because there are very many.</summary>
    public static Activity? Start(HttpRequest request, string route)
    {
        if (route.StartsWith(HealthFunctions.RoutePrefix, StringComparison.Ordinal) || !CertificateTraces.Source.HasListeners())
        {
            return null;
        }

        // The server's own span is not exported, so it can't be the parent of an exported one.
        Activity.Current = null;
        _ = ActivityContext.TryParse(request.Headers[HeaderNames.TraceParent], null, isRemote: true, out var caller);
        var path = $"/{route.TrimStart('/')}";
        return CertificateTraces.Source.StartActivity($"{request.Method} {path}", ActivityKind.Server, caller)?
            .SetTag("http.request.method", request.Method)
            .SetTag("http.route", path)
            .SetTag("url.scheme", request.Scheme);
    }

    /// <summary>Notes the status of the answer.</summary>
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
