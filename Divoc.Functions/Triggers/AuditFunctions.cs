using Divoc.Functions.Access;
using Divoc.Functions.Registry;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Shows the orders of operators.</summary>
public sealed class AuditFunctions(AuditTrail audit, OperatorDirectory operators)
{
    private const int PageSize = 50;

    /// <summary>Shows a page of orders, newest first.</summary>
    [Function("ShowAudit")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = OperatorRoutes.Prefix + "audit")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        _ = operators.Of(request);
        var asked = ListFrom.Of(request);
        var from = asked is null ? null : AuditPosition.Parse(asked);
        if (asked is not null && from is null)
        {
            return ListFrom.Wrong;
        }

        try
        {
            return Results.Json(await ReadAsync(from, cancellationToken), AnswerJson.Readable.AuditBody);
        }
        catch (ArgumentException) when (from is not null)
        {
            return ListFrom.Wrong;
        }
    }

    private async Task<AuditBody> ReadAsync(AuditPosition? from, CancellationToken cancellationToken)
    {
        List<AuditedOrderBody> orders = [];
        var last = from;
        await foreach (var (record, position) in audit.ListAsync(from, cancellationToken))
        {
            if (orders.Count == PageSize)
            {
                return new AuditBody(orders, last?.ToString());
            }

            orders.Add(new AuditedOrderBody(record.At, record.Name, record.Order, record.Reason, record.Counts));
            last = position;
        }

        return new AuditBody(orders, null);
    }
}

/// <summary>A page of operators' orders.</summary>
/// <param name="Orders">The orders, newest first.</param>
/// <param name="Next">The value of <c>from</c> for the next page; null if there is none.</param>
internal sealed record AuditBody(IReadOnlyList<AuditedOrderBody> Orders, string? Next);

/// <summary>An order.</summary>
/// <param name="At">When it was given.</param>
/// <param name="Name">Who gave it.</param>
/// <param name="Order">What was ordered.</param>
/// <param name="Reason">The reason, if it is a code.</param>
/// <param name="Counts">
/// The counts of what was done; null if the order was interrupted or has failed, or is still being carried out.
/// </param>
internal sealed record AuditedOrderBody(
    DateTimeOffset At, string Name, OperatorOrder Order, string? Reason, IReadOnlyDictionary<string, int>? Counts);
