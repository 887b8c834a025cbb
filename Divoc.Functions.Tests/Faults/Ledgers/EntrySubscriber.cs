using Divoc.Functions.Ledger;

namespace Divoc.Functions.Tests.Faults.Ledgers;

/// <summary>A sender: tells the judge of each entry that it takes. It may fail before and after.</summary>
internal sealed class EntrySubscriber(string name, bool wantsIssued, LedgerJudge judge) : ILedgerSubscriber
{
    public string Name => name;

    public bool WantsIssuedOf(string? owner) => wantsIssued;

    public async Task TakeAsync(LedgerSnapshot read, LedgerEntry entry, CancellationToken cancellationToken)
    {
        var flow = LedgerFlow.Current!;
        var fate = await flow.StopAtAsync(new Call(CallKind.Take, $"{name} takes {entry.Kind} of revision {entry.Revision}"));
        if (fate == Fate.StopBefore)
        {
            flow.Process.Stop();
            await flow.EndAsync<int>();
        }

        if (fate == Fate.Refuse)
        {
            throw new InjectedFaultException("The subscriber is out.");
        }

        judge.SawAnnouncement(name, read.Name, entry);
        if (fate == Fate.LoseAnswer)
        {
            throw new InjectedFaultException("The subscriber's answer was lost.");
        }

        if (fate == Fate.StopAfter)
        {
            flow.Process.Stop();
            await flow.EndAsync<int>();
        }
    }
}
