using System.Globalization;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations;

/// <summary>The operators' functions for failed events: list, replay or discard them.</summary>
public sealed class FailedEvents(FailureLister lister, FailureReplayer replayer, FailureDiscarder discarder, AuditTrail audit)
{
    private const int UsualCount = 50;

    /// <summary>Lists a page of them.</summary>
    /// <param name="count">The number, an integer from 1 to <see cref="FailureLister.LargestPage"/>; null for 50.</param>
    /// <param name="from">The next position from an earlier page; null for the beginning.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<FailureListOutcome> ListAsync(string? count, string? from, CancellationToken cancellationToken)
    {
        var wanted = UsualCount;
        if (count is not null
            && (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out wanted)
                || wanted is < 1 or > FailureLister.LargestPage))
        {
            return new FailureListOutcome.WrongCount();
        }

        var position = from is null ? null : FailurePosition.Parse(from);
        if (from is not null && position is null)
        {
            return new FailureListOutcome.WrongPosition();
        }

        return await lister.ListAsync(position, wanted, cancellationToken) is { } page
            ? new FailureListOutcome.Listed(page)
            : new FailureListOutcome.WrongPosition();
    }

    /// <summary>Replays the events that an order selects.</summary>
    /// <param name="name">The operator that orders it.</param>
    /// <param name="body">The order as it was received: see <see cref="ReplayOrderReader"/>.</param>
    /// <param name="cancellationToken">Cancels the replay.</param>
    public async Task<ReplayResult> ReplayAsync(string name, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (ReplayOrderReader.Read(body, out var faults) is not { } order)
        {
            return new ReplayResult(null, faults);
        }

        var reason = order.Reason is { } meant ? AnswerWord.Of(meant) : null;
        return new ReplayResult(
            await audit.RecordAsync(
                name, OperatorOrder.ReplayFailures, reason, () => replayer.ReplayAsync(order, cancellationToken), CountsOf),
            []);
    }

    /// <summary>Discards the events that an order names.</summary>
    /// <param name="name">The operator that orders it.</param>
    /// <param name="body">The order as it was received: see <see cref="DiscardOrder"/>.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<DiscardResult> DiscardAsync(string name, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (DiscardOrder.Read(body, out var faults) is not { } order)
        {
            return new DiscardResult(null, faults);
        }

        Task<DiscardReport> CarryOut() => discarder.DiscardAsync(order.CertificateIds, order.Reason, cancellationToken);
        return new DiscardResult(await audit.RecordAsync(name, OperatorOrder.DiscardFailures, order.Reason, CarryOut, CountsOf), []);
    }

    private static Dictionary<string, int> CountsOf(ReplayReport report) => new()
    {
        ["replayed"] = report.Replayed.Count, ["alreadyIssued"] = report.AlreadyIssued.Count, ["notFound"] = report.NotFound.Count,
        ["left"] = report.Left.Count, ["otherMessages"] = report.OtherMessages,
    };

    private static Dictionary<string, int> CountsOf(DiscardReport report) => new()
    {
        ["discarded"] = report.Discarded.Count, ["alreadyIssued"] = report.AlreadyIssued.Count, ["notFound"] = report.NotFound.Count,
        ["left"] = report.Left.Count,
    };
}

/// <summary>The outcome of a query for failed events: one of the nested records.</summary>
public abstract record FailureListOutcome
{
    private FailureListOutcome()
    {
    }

    /// <summary>A page of them.</summary>
    public sealed record Listed(FailurePage Page) : FailureListOutcome;

    /// <summary>The count is not an integer within its limits.</summary>
    public sealed record WrongCount : FailureListOutcome;

    /// <summary>The position is not from a page.</summary>
    public sealed record WrongPosition : FailureListOutcome;
}

/// <summary>The result of an order to replay.</summary>
/// <param name="Report">What was done; null if the order can't be read, and nothing was done.</param>
/// <param name="Faults">The errors in the order; empty if it could be read.</param>
public sealed record ReplayResult(ReplayReport? Report, IReadOnlyList<Fault> Faults);

/// <summary>The result of an order to discard.</summary>
/// <param name="Report">What was done; null if the order can't be read, and nothing was done.</param>
/// <param name="Faults">The errors in the order; empty if it could be read.</param>
public sealed record DiscardResult(DiscardReport? Report, IReadOnlyList<Fault> Faults);
