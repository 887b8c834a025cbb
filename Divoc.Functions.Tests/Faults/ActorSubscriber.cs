using Divoc.Functions.Ledger;

namespace Divoc.Functions.Tests.Faults;

/// <summary>A sender that wants to hear of everything, and tells the judge. It may fail before and after.</summary>
internal sealed class ActorSubscriber(Judge judge) : ILedgerSubscriber
{
    public string Name => "sender";

    public bool WantsIssuedOf(string? owner) => true;

    public async Task TakeAsync(LedgerSnapshot read, LedgerEntry entry, CancellationToken cancellationToken)
    {
        var actor = Actor.Current ?? throw new InvalidOperationException("Only actors announce.");
        var fate = await actor.StopAtAsync(new Call(CallKind.Take, $"take {entry.Kind} of revision {entry.Revision}"));
        switch (fate)
        {
            case Fate.StopBefore:
                actor.Program.Stop();
                await actor.EndAsync<int>();
                break;
            case Fate.Refuse:
                throw new InjectedFaultException("The subscriber is out.");
        }

        judge.SawAnnouncement(read.Name, entry);
        switch (fate)
        {
            case Fate.StopAfter:
                actor.Program.Stop();
                await actor.EndAsync<int>();
                break;
            case Fate.LoseAnswer:
                throw new InjectedFaultException("The subscriber's answer was lost.");
        }
    }
}
