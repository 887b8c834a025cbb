using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Reports the service's health. Caches never store the answers.</summary>
public sealed class HealthFunctions(Readiness readiness)
{
    /// <summary>The prefix of the routes; the embedded host can serve them on a separate address.</summary>
    public const string RoutePrefix = "health/";

    /// <summary><c>GET /health/live</c>, for process monitors: 200 as long as the process answers.</summary>
    [Function("HealthLive")]
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Functions are methods of an instance.")]
    public IResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = RoutePrefix + "live")] HttpRequest request)
    {
        return Answer(request, StatusCodes.Status200OK, new HealthBody(ServiceHealth.Alive, null));
    }

    /// <summary>
    /// <c>GET /health/ready</c>, for load balancers: 200 if store, queue and key work, else 503; with the state of each by name.
    /// </summary>
    [Function("HealthReady")]
    public async Task<IResult> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = RoutePrefix + "ready")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var report = await readiness.CheckAsync(cancellationToken);
        var parts = new Dictionary<string, PartHealth>
        {
            ["store"] = HealthOf(report.Store),
            ["queue"] = HealthOf(report.Queue),
            ["key"] = HealthOf(report.Key),
        };
        return report.IsReady
            ? Answer(request, StatusCodes.Status200OK, new HealthBody(ServiceHealth.Ready, parts))
            : Answer(request, StatusCodes.Status503ServiceUnavailable, new HealthBody(ServiceHealth.NotReady, parts));
    }

    private static IResult Answer(HttpRequest request, int status, HealthBody body)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Json(body, AnswerJson.Readable.HealthBody, statusCode: status);
    }

    private static PartHealth HealthOf(bool works) => works ? PartHealth.Ok : PartHealth.Failing;
}

/// <summary>An answer about the service's health.</summary>
/// <param name="Status">Whether it runs, or can do its work.</param>
/// <param name="Parts">The state of each part by name; null if parts are not checked.</param>
internal sealed record HealthBody(ServiceHealth Status, IReadOnlyDictionary<string, PartHealth>? Parts);

/// <summary>The health of the service.</summary>
internal enum ServiceHealth
{
    /// <summary>The process runs.</summary>
    Alive,

    /// <summary>It can do its work.</summary>
    Ready,

    /// <summary>A part that it needs does not work.</summary>
    NotReady,
}

/// <summary>The health of a part that the service needs.</summary>
internal enum PartHealth
{
    /// <summary>It works.</summary>
    Ok,

    /// <summary>Its check failed; the log says why.</summary>
    Failing,
}
