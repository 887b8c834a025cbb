using System.Globalization;
using Divoc.Functions.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Shows operators which events were set aside, and why.</summary>
public sealed class ShowFailures(FailureLister lister)
{
    private const int UsualCount = 50;

    private static readonly Problem UnfitCount = new(
        StatusCodes.Status400BadRequest, "COUNT", $"count must be a whole number from 1 to {FailureLister.LargestPage}.");

    private static readonly Problem UnfitPosition = new(
        StatusCodes.Status400BadRequest, "FROM", "from must be the next of an earlier answer.");

    /// <summary>Handles a call.</summary>
    [Function(nameof(ShowFailures))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "get", Route = "operations/failures")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        if (!TryReadCount(request, out var count))
        {
            return UnfitCount;
        }

        if (!TryReadPosition(request, out var from) || await lister.ListAsync(from, count, cancellationToken) is not { } page)
        {
            return UnfitPosition;
        }

        return Results.Json(new FailuresBody(page.Events, page.Next?.ToString()), AnswerJson.Readable.FailuresBody);
    }

    private static bool TryReadCount(HttpRequest request, out int count)
    {
        count = UsualCount;
        var given = request.Query["count"];
        return given.Count == 0
            || (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= FailureLister.LargestPage);
    }

    private static bool TryReadPosition(HttpRequest request, out FailurePosition? from)
    {
        var given = request.Query["from"];
        from = given.Count == 0 ? null : FailurePosition.Parse(given.ToString());
        return given.Count == 0 || from is not null;
    }
}
