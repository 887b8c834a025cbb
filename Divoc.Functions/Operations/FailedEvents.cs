using System.Globalization;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations;

/// <summary>What operators do with events that failed: look at them, have them tried again, or discard them.</summary>
public sealed class FailedEvents(FailureLister lister, FailureReplayer replayer, FailureDiscarder discarder, AuditTrail audit)
{
    private const int UsualCount = 50;

    /// <summary>Lists a page of them.</summary>
    /// <param name="count">How many, a whole number from 1 to <see cref="FailureLister.LargestPage"/>; null for 50.</param>
    /// <param name="from">Where to begin, the next of an earlier page; null for the beginning.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<FailureListOutcome> ListAsync(string? count, string? from, CancellationToken cancellationToken)
    {
        var wanted = UsualCount;
        if (count is not null && (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out wanted) || wanted is < 1 or > FailureLister.LargestPage))
        {
            return new FailureListOutcome.WrongCount();
        }

        var position = from is null ? null : FailurePosition.Parse(from);
        if (from is not null && position is null)
        {
            return new FailureListOutcome.WrongPosition();
        }

        return await lister.ListAsync(position, wanted, cancellationToken) is { } page ? new FailureListOutcome.Listed(page) : new FailureListOutcome.WrongPosition();
    }

    /// <summary>Replays those that an order means.</summary>
    /// <param name="name">The operator that orders it.</param>
    /// <param name="body">The order as it came: see <see cref="ReplayOrderReader"/>.</param>
    /// <param name="cancellationToken">Ends the replay early.</param>
    public async Task<ReplayResult> ReplayAsync(string name, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (ReplayOrderReader.Read(body, out var faults) is not { } order)
        {
            return new ReplayResult(null, faults);
        }

        var reason = order.Reason is { } meant ? AnswerWord.Of(meant) : null;
        return new ReplayResult(await audit.RecordAsync(name, OperatorOrder.ReplayFailures, reason, () => replayer.ReplayAsync(order, cancellationToken), CountsOf), []);
    }

    /// <summary>Discards those that an order names.</summary>
    /// <param name="name">The operator that orders it.</param>
    /// <param name="body">The order as it came: see <see cref="DiscardOrder"/>.</param>
    /// <param name="cancellationToken">Ends it early.</param>
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
        ["replayed"] = report.Replayed.Count, ["alreadyIssued"] = report.AlreadyIssued.Count, ["notFound"] = report.NotFound.Count, ["left"] = report.Left.Count, ["otherMessages"] = report.OtherMessages,
    };

    private static Dictionary<string, int> CountsOf(DiscardReport report) => new()
    {
        ["discarded"] = report.Discarded.Count, ["alreadyIssued"] = report.AlreadyIssued.Count, ["notFound"] = report.NotFound.Count, ["left"] = report.Left.Count,
    };
}

/// <summary>What came of a look at failed events: one of the nested records.</summary>
public abstract record FailureListOutcome
{
    private FailureListOutcome()
    {
    }

    /// <summary>A page of them.</summary>
    public sealed record Listed(FailurePage Page) : FailureListOutcome;

    /// <summary>The count is not a whole number within its bounds.</summary>
    public sealed record WrongCount : FailureListOutcome;

    /// <summary>No page goes on there.</summary>
    public sealed record WrongPosition : FailureListOutcome;
}

/// <summary>What came of an order to replay.</summary>
/// <param name="Report">What was done; null where the order can't be read, and nothing was.</param>
/// <param name="Faults">What is wrong with the order; empty where it could be read.</param>
public sealed record ReplayResult(ReplayReport? Report, IReadOnlyList<Fault> Faults);

/// <summary>What came of an order to discard.</summary>
/// <param name="Report">What was done; null where the order can't be read, and nothing was.</param>
/// <param name="Faults">What is wrong with the order; empty where it could be read.</param>
public sealed record DiscardResult(DiscardReport? Report, IReadOnlyList<Fault> Faults);
