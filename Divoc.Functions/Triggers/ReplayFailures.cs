using Divoc.Functions.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Has events tried again that were set aside, once the cause is mended.</summary>
public sealed class ReplayFailures(FailureReplayer replayer)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(ReplayFailures))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "operations/failures/replay")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var body = await RequestBody.ReadAsync(request, ReplayOrderReader.BodyBytes, cancellationToken);
        if (ReplayOrderReader.Read(body, out var faults) is not { } order)
        {
            return UnfitOrder.Of("Nothing was replayed.", faults);
        }

        return Results.Json(await replayer.ReplayAsync(order, cancellationToken), AnswerJson.Readable.ReplayReport);
    }
}
