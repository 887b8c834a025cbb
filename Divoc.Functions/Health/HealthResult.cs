namespace Divoc.Functions.Health;

/// <summary>Answers about the service's health over HTTP. They are never kept by a cache.</summary>
public sealed class HealthResult : IResult
{
    private readonly int status;
    private readonly HealthAnswer answer;

    private HealthResult(int status, HealthAnswer answer)
    {
        this.status = status;
        this.answer = answer;
    }

    /// <summary>200: the process runs.</summary>
    public static HealthResult Alive { get; } = new(StatusCodes.Status200OK, new HealthAnswer("alive", null));

    /// <summary>200 if all parts work, else 503, with the state of each.</summary>
    public static HealthResult Of(ReadinessReport report)
    {
        var parts = new Dictionary<string, string>
        {
            ["store"] = Word(report.Store),
            ["queue"] = Word(report.Queue),
            ["key"] = Word(report.Key),
        };
        return report.IsReady
            ? new HealthResult(StatusCodes.Status200OK, new HealthAnswer("ready", parts))
            : new HealthResult(StatusCodes.Status503ServiceUnavailable, new HealthAnswer("not ready", parts));
    }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.CacheControl = "no-store";
        return Results.Json(answer, HealthJson.Default.HealthAnswer, statusCode: status).ExecuteAsync(httpContext);
    }

    private static string Word(bool works) => works ? "ok" : "failing";
}
