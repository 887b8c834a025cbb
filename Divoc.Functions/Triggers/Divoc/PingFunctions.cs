using System.Diagnostics.CodeAnalysis;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers.Divoc;

/// <summary>DIVOC's health check (specification 01).</summary>
public sealed class PingFunctions
{
    /// <summary>200 without a body as long as the process answers; <c>/health/ready</c> shows whether it can work.</summary>
    [Function("Ping")]
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Functions are methods of an instance.")]
    public IResult Ping([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "divoc/api/v1/ping")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Ok();
    }
}
