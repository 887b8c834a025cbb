using Divoc.Functions.Access;
using Divoc.Functions.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Operators' functions for failed events.</summary>
public sealed class OperationFunctions(FailedEvents failed, OperatorDirectory operators)
{
    private static readonly Problem WrongCount = new(
        StatusCodes.Status400BadRequest, "COUNT", $"count must be a whole number from 1 to {FailureLister.LargestPage}.");

    /// <summary>Shows which events failed, and why.</summary>
    [Function("ShowFailures")]
    public async Task<IResult> ShowFailuresAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = OperatorRoutes.Prefix + "failures")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        _ = operators.Of(request);
        return await failed.ListAsync(Given(request, "count"), ListFrom.Of(request), cancellationToken) switch
        {
            FailureListOutcome.Listed listed =>
                Results.Json(new FailuresBody(listed.Page.Events, listed.Page.Next?.ToString()), AnswerJson.Readable.FailuresBody),
            FailureListOutcome.WrongCount => WrongCount,
            _ => ListFrom.Wrong,
        };
    }

    /// <summary>Retries failed events, after the cause was removed.</summary>
    [Function("ReplayFailures")]
    public async Task<IResult> ReplayFailuresAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OperatorRoutes.Prefix + "failures/replay")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var name = operators.Of(request);
        var body = await RequestBody.ReadAsync(request, ReplayOrderReader.BodyBytes, cancellationToken);
        var result = await failed.ReplayAsync(name, body, cancellationToken);
        return result.Report is { } report
            ? Results.Json(report, AnswerJson.Readable.ReplayReport)
            : UnreadableOrder.Of("Nothing was replayed.", result.Faults);
    }

    /// <summary>Discards failed events with all their personal data.</summary>
    [Function("DiscardFailures")]
    public async Task<IResult> DiscardFailuresAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OperatorRoutes.Prefix + "failures/discard")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var name = operators.Of(request);
        var body = await RequestBody.ReadAsync(request, ReplayOrderReader.BodyBytes, cancellationToken);
        var result = await failed.DiscardAsync(name, body, cancellationToken);
        return result.Report is { } report
            ? Results.Json(report, AnswerJson.Readable.DiscardReport)
            : UnreadableOrder.Of("Nothing was discarded.", result.Faults);
    }

    private static string? Given(HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var value) ? value.ToString() : null;
}

/// <summary>A page of failed events.</summary>
/// <param name="Failures">The messages.</param>
/// <param name="Next">The value of <c>from</c> for the next page; null if there is none.</param>
internal sealed record FailuresBody(IReadOnlyList<SetAsideEvent> Failures, string? Next);
