using Divoc.Functions.Events;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Issuing;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Operations;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Faults;

/// <summary>
/// The program from one start to its next stop: the real rooms over a real store and queue in a folder. A stop drops it with all its flows;
/// the next one gets a copy of the files as they lay there, write-ahead logs included, which is what a process that is killed leaves
/// behind.
/// </summary>
internal sealed class SimulatedProgram : IDisposable
{
    private readonly string folder;
    private readonly FakeTimeProvider clock;
    private readonly SqliteArtifactStore store;
    private readonly SqliteQueueFile queues;
    private readonly SqliteMessageQueue queue;
    private readonly SqliteMessageQueue bulk;
    private readonly SqliteMessageQueue changes;
    private readonly GatedQueue gatedQueue;
    private readonly GatedQueue gatedBulk;
    private readonly GatedQueue gatedChanges;

    /// <summary>The messages that were received from the bulk lane: both lanes number theirs together.</summary>
    private readonly HashSet<long> receivedFromBulk = [];
    private readonly FaultLog log;
    private readonly ServiceProvider services;
    private readonly OutagePause pause;

    public SimulatedProgram(string folder, SharedRooms rooms, FakeTimeProvider clock, Judge judge, bool withoutTransactions)
    {
        this.folder = folder;
        this.clock = clock;
        Judge = judge;
        store = new SqliteArtifactStore(folder, clock, emptiesLog: false);
        queues = new SqliteQueueFile(folder, new QueueOptions(), clock, emptiesLog: false);
        queue = queues[QueueNames.CertificationEvents];
        bulk = queues[QueueNames.BulkCertificationEvents];
        changes = queues[QueueNames.CertificateChanges];
        gatedQueue = new GatedQueue(queue, isOfChanges: false, this, clock);
        gatedBulk = new GatedQueue(bulk, isOfChanges: false, this, clock);
        gatedChanges = new GatedQueue(changes, isOfChanges: true, this, clock);
        pause = new OutagePause(clock, TimeSpan.FromMinutes(1));
        log = new FaultLog(judge);
        services = rooms.Build(
            rooms.CheckKeys(store, clock), new GatedStore(store, this, withoutTransactions), gatedQueue, gatedBulk, gatedChanges,
            new ActorWebhooks(judge), new ActorSubscriber(judge), clock, log);
        judge.Follow(this);
    }

    public Judge Judge { get; }

    /// <summary>Whether it is stopped: none of its flows does anything any more.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>The write after which it stops, and after how many of them.</summary>
    public StopPoint? StopsAt { get; set; }

    /// <summary>Its store, past the schedule.</summary>
    public IArtifactStore Store => store;

    /// <summary>Its queue of changes, past the schedule.</summary>
    public IMessageQueue Changes => changes;

    /// <summary>The lane from which an event was received, past the schedule.</summary>
    public IMessageQueue LaneOf(ReceivedMessage message) => receivedFromBulk.Contains(message.SequenceNumber) ? bulk : queue;

    /// <summary>Receives events from both lanes.</summary>
    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveEventsAsync(int count)
    {
        var interactive = await queue.ReceiveAsync(count, TimeSpan.Zero, CancellationToken.None);
        var rest = await bulk.ReceiveAsync(count, TimeSpan.Zero, CancellationToken.None);
        receivedFromBulk.UnionWith(rest.Select(message => message.SequenceNumber));
        return [.. interactive.Concat(rest).OrderBy(message => message.SequenceNumber)];
    }

    /// <summary>How many events wait in both lanes, those included that come at a time.</summary>
    public async Task<long> CountEventsAsync()
    {
        var interactive = await queue.CountAsync(CancellationToken.None);
        var rest = await bulk.CountAsync(CancellationToken.None);
        return interactive.Active + interactive.Scheduled + rest.Active + rest.Scheduled;
    }

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    /// <summary>Nothing that is under way goes on.</summary>
    public void Stop() => IsStopped = true;

    /// <summary>A flow has named a write.</summary>
    public void Named(Actor actor, ProtocolWrite name)
    {
        if (IsStopped)
        {
            return;
        }

        actor.Names.Named(name);
        Judge.Tally.Met(name);
        if (StopsAt?.After(name) is { } next)
        {
            StopsAt = next;
            if (next.Left == 0)
            {
                StopsAt = null;
                Judge.Tally.StoppedAt(name);
                Judge.Note($"the program stops after {name}");
                Stop();
            }
        }
    }

    /// <summary>The certificate that a message is to become.</summary>
    public static string CertificateIdOf(ReceivedMessage received) => received.Message.MessageId.Split('.')[0];

    /// <summary>One delivery from its receipt to its end, as the pump has it.</summary>
    public async Task DeliverAsync(ReceivedMessage received)
    {
        var gated = receivedFromBulk.Contains(received.SequenceNumber) ? gatedBulk : gatedQueue;
        var delivery = new QueueDelivery(gated, received, pause, clock);
        try
        {
            var succeeded = await TryHandleAsync(
                () => Get<CertificationEventHandler>()
                    .HandleAsync(received.Message.Body, delivery, SigningLane.Interactive, CancellationToken.None));
            if (!succeeded)
            {
                Judge.CutOff.Add(CertificateIdOf(received));
            }

            if (!delivery.IsSettled)
            {
                await (succeeded
                    ? gated.CompleteAsync(received, CancellationToken.None)
                    : gated.AbandonAsync(received, CancellationToken.None));
            }
        }
        catch (Exception fault) when (fault is LockLostException or QueueUnavailableException or InjectedFaultException)
        {
            // The message comes again, or has been taken over.
        }
    }

    /// <summary>One delivery of the message of a change from its receipt to its end.</summary>
    public async Task DeliverChangeAsync(ReceivedMessage received)
    {
        var delivery = new QueueDelivery(gatedChanges, received, pause, clock);
        try
        {
            var succeeded = await TryHandleAsync(
                () => Get<ChangeMessageHandler>().HandleAsync(received.Message.Body, delivery, CancellationToken.None));
            if (!delivery.IsSettled)
            {
                await (succeeded
                    ? gatedChanges.CompleteAsync(received, CancellationToken.None)
                    : gatedChanges.AbandonAsync(received, CancellationToken.None));
            }
        }
        catch (Exception fault) when (fault is LockLostException or QueueUnavailableException or InjectedFaultException)
        {
            // The message comes again, or has been taken over.
        }
    }

    /// <summary>What the timer does once a minute.</summary>
    public async Task LookAtDeadLettersAsync()
    {
        await Get<ChangeResender>().ResendAsync(CancellationToken.None);
        await Get<DeadLetterRecorder>().RecordAsync(CancellationToken.None);
    }

    /// <summary>Copies what lies on the disk now.</summary>
    public void CopyTo(string other)
    {
        Directory.CreateDirectory(other);
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(other, Path.GetFileName(file)));
        }
    }

    public void Dispose()
    {
        services.Dispose();
        pause.Dispose();
        queues.Dispose();
        store.Dispose();
        log.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<bool> TryHandleAsync(Func<Task> handle)
    {
        try
        {
            await handle();
            return true;
        }
        catch (Exception fault) when (Judge.Unexplained(fault) is null)
        {
            return false;
        }
    }
}
