using Divoc.Functions.Access;
using Divoc.Functions.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>The operators' overview.</summary>
public sealed class OverviewFunctions(Overview overview, OperatorDirectory operators)
{
    /// <summary>Shows the state of the service: its queues, what it did in the last hour, failures, keys.</summary>
    [Function("ShowOverview")]
    public async Task<IResult> ShowOverviewAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = OperatorRoutes.Prefix + "overview")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        _ = operators.Of(request);
        return Results.Json(await overview.TellAsync(cancellationToken), AnswerJson.Readable.OverviewReport);
    }
}
