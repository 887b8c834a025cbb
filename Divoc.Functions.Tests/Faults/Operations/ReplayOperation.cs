using Divoc.Functions.Operations;

namespace Divoc.Functions.Tests.Faults.Operations;

/// <summary>Replays events that were set aside: what is answered as replayed or issued was accepted, and is told once.</summary>
internal sealed class ReplayOperation(string title, Judge judge, ReplayOrder order) : Operation(title)
{
    protected override async Task<Action?> AskAsync(SimulatedProgram program)
    {
        var report = await program.Get<FailureReplayer>().ReplayAsync(order, CancellationToken.None);
        return () =>
        {
            judge.Tally.Count("events replayed", report.Replayed.Count);
            judge.Tally.Count("events to be replayed and issued already", report.AlreadyIssued.Count);
            var told = report.Replayed.Concat(report.AlreadyIssued).ToList();
            judge.Report(told.Distinct().Count() < told.Count ? "an event was replayed twice in one call" : null);
            judge.Report(told.All(judge.Events.ContainsKey) ? null : "an event was replayed that nobody sent");
            judge.Report(
                report.AlreadyIssued.All(id => judge.Find(id) is not null) ? null : "an event was told as issued that is not listed");
            judge.Report(
                report.NotFound.Intersect(told).Any() || report.Left.Any(message => message.Reason != "DISCARDED")
                    ? "a replay told what is not so"
                    : null);
            judge.Tally.Count("replays cut short", report.More ? 1 : 0);
        };
    }
}
