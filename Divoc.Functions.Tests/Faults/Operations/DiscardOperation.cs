using Divoc.Functions.Operations;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Tests.Faults.Operations;

/// <summary>Discards events that were set aside: what is answered as discarded is never listed.</summary>
internal sealed class DiscardOperation(string title, Judge judge, IReadOnlyList<string> certificateIds) : Operation(title)
{
    protected override async Task<Action?> AskAsync(SimulatedProgram program)
    {
        var report = await program.Get<AuditTrail>().RecordAsync(
            "duty",
            OperatorOrder.DiscardFailures,
            null,
            () => program.Get<FailureDiscarder>()
                .DiscardAsync(certificateIds.ToHashSet(StringComparer.Ordinal), "A test.", CancellationToken.None),
            done => new Dictionary<string, int> { ["discarded"] = done.Discarded.Count });
        return () =>
        {
            judge.Tally.Count("events discarded", report.Discarded.Count);
            judge.Tally.Count("events to be discarded and issued already", report.AlreadyIssued.Count);
            judge.Report(
                report.AlreadyIssued.All(id => judge.Find(id) is not null) ? null : "an event was told as issued that is not listed");
            judge.Report(report.Left.Count > 0 ? "an event could not be discarded" : null);
            judge.Discarded.UnionWith(report.Discarded);
        };
    }
}
