using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>
/// Answers the preflight requests that browsers send before a page of another origin may call a function: for every path, because a
/// preflight comes without the key that the function itself requires.
/// </summary>
public sealed class PreflightFunctions(CrossOrigin origins)
{
    /// <summary>204, with what the page may send, if it may call at all.</summary>
    [Function("Preflight")]
    public IResult Answer([HttpTrigger(AuthorizationLevel.Anonymous, "options", Route = "{*path}")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        origins.SetPreflight(request, request.HttpContext.Response.Headers);
        return Results.NoContent();
    }
}
