using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Operations;

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

/// <summary>The body of an answer about the service's health.</summary>
/// <param name="Status"><c>alive</c>, <c>ready</c> or <c>not ready</c>.</param>
/// <param name="Parts">The state of each part by name, <c>ok</c> or <c>failing</c>; null where parts are not asked.</param>
public sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string>? Parts);

/// <summary>The JSON of the answers about the service's health.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthAnswer))]
public sealed partial class HealthJson : JsonSerializerContext;
