using Divoc.Functions.Certificates;
using Divoc.Functions.Events;
using Divoc.Functions.Ledger;
using Divoc.Functions.Operations;
using Divoc.Functions.Registry;
using Divoc.Functions.Status;
using Divoc.Functions.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Faults.Ledgers;

/// <summary>
/// A process from its start to its next stop: the real rooms that change ledgers and announce it, over the store and the queue that it
/// shares with others.
/// </summary>
internal sealed class LedgerProcess
{
    private readonly MemoryQueue queue;
    private readonly TimeProvider clock;
    private readonly LedgerJudge judge;
    private readonly ChangeMessageHandler handler;

    public LedgerProcess(
        int number, MemoryStore store, MemoryQueue queue, TimeProvider clock, TimeProvider changerClock, CertificateMetrics metrics,
        LedgerJudge judge)
    {
        this.queue = queue;
        this.clock = clock;
        this.judge = judge;
        Number = number;
        var documents = new RegistryDocuments(store);
        Ledgers = new LedgerStore(documents);
        Register = new StatusRegister(documents, [], Options.Create(new StatusOptions()));
        ILedgerSubscriber[] subscribers =
        [
            new EntrySubscriber(LedgerJudge.Sender, true, judge),
            Register,
            new EntrySubscriber(LedgerJudge.SenderOfChanges, false, judge),
        ];
        Announcer = new ChangeAnnouncer(queue, subscribers, clock);
        var references = new LedgerReferences(documents);
        Changer = new LedgerChanger(Ledgers, references, Announcer, metrics, changerClock);
        var finder = new CertificateFinder(store, TestArtifacts.Names, Ledgers, references);
        States = new StateChanger(finder, Changer, clock);
        Eraser = new CertificateEraser(finder, Changer, store, TestArtifacts.Names, clock);
        Releaser = new OwnerReleaser(Changer, clock, NullLogger<OwnerReleaser>.Instance);
        handler = new ChangeMessageHandler(
            Ledgers, Announcer, subscribers, new OutcomeLook(new RequestRegistry(documents), Ledgers, new FailureRegistry(documents)), [],
            metrics, NullLogger<ChangeMessageHandler>.Instance);
    }

    /// <summary>Which of the processes it is.</summary>
    public int Number { get; }

    public LedgerStore Ledgers { get; }

    public LedgerChanger Changer { get; }

    public ChangeAnnouncer Announcer { get; }

    public StateChanger States { get; }

    public CertificateEraser Eraser { get; }

    public OwnerReleaser Releaser { get; }

    public StatusRegister Register { get; }

    /// <summary>Whether it is stopped: none of its flows does anything any more.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Nothing that is under way goes on.</summary>
    public void Stop() => IsStopped = true;

    /// <summary>A flow has named a write.</summary>
    public void Named(ProtocolWrite name)
    {
        if (!IsStopped && judge.IsToStopAfter(name))
        {
            judge.Note($"process {Number} stops after {name}");
            Stop();
        }
    }

    /// <summary>One delivery from its receipt to its end.</summary>
    public async Task DeliverAsync(MemoryQueue.Held message)
    {
        var delivery = new MemoryDelivery(queue, message, clock);
        try
        {
            await handler.HandleAsync(message.Body, delivery, CancellationToken.None);
            if (!delivery.IsSettled)
            {
                await queue.CompleteAsync(message);
            }
        }
        finally
        {
            message.Owner = message.Owner == LedgerFlow.Current ? null : message.Owner;
        }
    }
}
