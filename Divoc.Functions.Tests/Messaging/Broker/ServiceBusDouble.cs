using Amqp;
using Amqp.Listener;
using Divoc.Functions.Messaging;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>
/// A Service Bus namespace with the queues of the program, the failures queue beside each, and the dead-letter queue below each, on a
/// loopback port, in memory. It speaks what Microsoft's clients ask of the real one (its judge is their JavaScript client), goes by the
/// clock it is given, and can be made to fail.
/// </summary>
internal sealed class ServiceBusDouble : IAsyncDisposable
{
    /// <summary>The topic.</summary>
    public const string TopicName = "certificate-events";

    private const string DeadLetterSuffix = "/$DeadLetterQueue";

    private readonly TimeProvider time;
    private readonly Dictionary<string, BrokerQueue> queues = new(StringComparer.OrdinalIgnoreCase);
    private readonly ClientWires wires = new();
    private readonly ContainerHost listener;
    private readonly BrokerClaims claims;
    private readonly List<ReceivingClient> receivers = [];
    private readonly ITimer timer;

    public ServiceBusDouble(BrokerOptions? options = null, TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        Options = options ?? new BrokerOptions();
        foreach (var queue in QueueNames.All)
        {
            queues[queue.Name] = BrokerQueue.Create(Options with { DetectsDuplicates = queue.DetectsDuplicates }, this.time);
            queues[FailuresQueue.NameOf(queue.Name)] = BrokerQueue.Create(Options, this.time);
        }

        // A topic looks to senders as a queue does; this one has a single subscription, which is read under its name.
        queues[TopicName] = BrokerQueue.Create(Options with { DetectsDuplicates = false }, this.time);
        claims = new BrokerClaims(Options);
        timer = this.time.CreateTimer(_ => Loop.Post(Deliver), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        listener = new ContainerHost(new Address($"amqp://127.0.0.1:{wires.Port}"));
        listener.CustomTransports["amqp"] = wires;
        var clients = listener.Listeners[0];
        clients.SASL.EnableAnonymousMechanism = true;
        clients.SASL.EnableMechanism(BrokerSasl.Name, new BrokerSasl());
        clients.AMQP.MaxFrameSize = 64 * 1024;
        clients.HandlerFactory = _ => new DeliveryTagger();
        listener.RegisterLinkProcessor(new BrokerLinks(this, claims));
        listener.Open();
    }

    public BrokerOptions Options { get; }

    /// <summary>As Azure gives it for an emulator.</summary>
    public string ConnectionString =>
        $"Endpoint=sb://127.0.0.1:{wires.Port};SharedAccessKeyName={Options.KeyName};SharedAccessKey={Options.Key};"
        + "UseDevelopmentEmulator=true";

    public BrokerSwitches Switches { get; } = new();

    public BrokerLoop Loop { get; } = new();

    /// <summary>The queue of accepted events. Touched by the loop only.</summary>
    public BrokerQueue Queue => queues[Options.QueueName];

    /// <summary>Where code moves events that failed for good when it can't dead-letter. Touched by the loop only.</summary>
    public BrokerQueue Failures => queues[FailuresQueue.NameOf(Options.QueueName)];

    public ReplyLinks Replies { get; } = new();

    /// <summary>Whether new connections are closed at once.</summary>
    public bool Refuses
    {
        get => wires.Refuses;
        set => wires.Refuses = value;
    }

    /// <summary>How many connections were closed at once so far.</summary>
    public int Refused => wires.Refused;

    public void Freeze() => wires.Freezer.Freeze();

    public void Thaw() => wires.Freezer.Thaw();

    /// <summary>Ends all connections without a word. What is sent from then on goes to nobody who was there before.</summary>
    public void Cut()
    {
        Loop.Post(() =>
        {
            receivers.ForEach(receiver => receiver.Leave());
            receivers.Clear();
        });
        wires.Cut();
    }

    public Task LapseLocksAsync() => Loop.AskAsync(() =>
    {
        foreach (var queue in queues.Values)
        {
            queue.LapseLocks();
        }

        Deliver();
        return true;
    });

    /// <summary>Closes all links over which messages are received, as the service does now and then.</summary>
    public Task DetachReceiversAsync() => Loop.AskAsync(() =>
    {
        receivers.ForEach(receiver => receiver.Link.Close(TimeSpan.Zero, BrokerError.DetachForced.ToError()));
        return true;
    });

    /// <summary>Returns when all that has come in and fallen due has had its effect.</summary>
    public Task<T> LookAsync<T>(Func<BrokerQueue, T> look) => Loop.AskAsync(() =>
    {
        Deliver();
        return look(Queue);
    });

    /// <summary>A queue or dead-letter queue by its path; null if there is none.</summary>
    public BrokerQueue? Find(string entity)
    {
        var isDeadLetter = entity.EndsWith(DeadLetterSuffix, StringComparison.OrdinalIgnoreCase);
        var name = isDeadLetter ? entity[..^DeadLetterSuffix.Length] : entity;
        var queue = queues.GetValueOrDefault(name);
        return isDeadLetter ? queue?.DeadLetters : queue;
    }

    public void Add(ReceivingClient receiver) => receivers.Add(receiver);

    public void Forget(ReceivingClient receiver) => receivers.Remove(receiver);

    /// <summary>Sends what waits to whoever has credit, and sees to it that the loop runs again when something falls due.</summary>
    public void Deliver()
    {
        foreach (var receiver in receivers.ToList())
        {
            receiver.Deliver();
        }

        var next = queues.Values.SelectMany(queue => new[] { queue, queue.DeadLetters! }).Min(queue => queue.NextDue());
        var wait = next - time.GetUtcNow();
        timer.Change(
            wait is null
                ? Timeout.InfiniteTimeSpan
                : TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(wait.Value.TotalMilliseconds), 1, int.MaxValue)),
            Timeout.InfiniteTimeSpan);
    }

    public async ValueTask DisposeAsync()
    {
        wires.Dispose();
        listener.Close();
        await timer.DisposeAsync();
        await Loop.DisposeAsync();
    }
}
