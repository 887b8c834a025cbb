using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Tells of the service's health. The answers are never kept by a cache.</summary>
public sealed class HealthFunctions(Readiness readiness)
{
    /// <summary>How the routes begin; the embedded host can serve them on an address of their own.</summary>
    public const string RoutePrefix = "health/";

    /// <summary><c>GET /health/live</c>, for whoever watches the process: 200 as long as it answers.</summary>
    [Function("HealthLive")]
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Functions are methods of an instance.")]
    public IResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = RoutePrefix + "live")] HttpRequest request)
    {
        return Answer(request, StatusCodes.Status200OK, new HealthBody("alive", null));
    }

    /// <summary><c>GET /health/ready</c>, for whoever routes requests: 200 if store, queue and key work, else 503; the state of each by name.</summary>
    [Function("HealthReady")]
    public async Task<IResult> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = RoutePrefix + "ready")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var report = await readiness.CheckAsync(cancellationToken);
        var parts = new Dictionary<string, string>
        {
            ["store"] = WordOf(report.Store),
            ["queue"] = WordOf(report.Queue),
            ["key"] = WordOf(report.Key),
        };
        return report.IsReady
            ? Answer(request, StatusCodes.Status200OK, new HealthBody("ready", parts))
            : Answer(request, StatusCodes.Status503ServiceUnavailable, new HealthBody("not ready", parts));
    }

    private static IResult Answer(HttpRequest request, int status, HealthBody body)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Json(body, AnswerJson.Readable.HealthBody, statusCode: status);
    }

    private static string WordOf(bool works) => works ? "ok" : "failing";
}

/// <summary>An answer about the service's health.</summary>
/// <param name="Status"><c>alive</c>, <c>ready</c> or <c>not ready</c>.</param>
/// <param name="Parts">The state of each part by name, <c>ok</c> or <c>failing</c>; null where parts are not asked.</param>
internal sealed record HealthBody(string Status, IReadOnlyDictionary<string, string>? Parts);
