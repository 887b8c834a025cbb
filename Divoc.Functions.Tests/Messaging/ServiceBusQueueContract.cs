using Divoc.Functions.Messaging;
using Divoc.Functions.Messaging.ServiceBus;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Messaging.Broker;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Messaging;

/// <summary>
/// The queues over Microsoft's client against the double, whose clock the tests move. What the client itself does goes by the real clock.
/// </summary>
public abstract class ServiceBusQueueContract : MessageQueueContract, IAsyncDisposable
{
    /// <summary>The locks of all messages that were received.</summary>
    private readonly HashSet<Guid> seenLocks = [];

    protected ServiceBusQueueContract(string queueName) : base(queueName)
    {
        Broker = new ServiceBusDouble(time: Time);
        Namespace = Connect(Broker);
    }

    private protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private protected ServiceBusDouble Broker { get; }

    protected ServiceBusNamespace Namespace { get; }

    protected override TimeSpan LockDuration => Broker.Options.LockDuration;

    protected override TimeSpan DuplicateDetectionWindow => Broker.Options.DuplicateDetectionWindow;

    protected override TimeSpan TimeLimit => TimeSpan.FromMilliseconds(250);

    public async ValueTask DisposeAsync()
    {
        await Namespace.DisposeAsync();
        await Broker.DisposeAsync();
        Dispose();
        GC.SuppressFinalize(this);
    }

    protected override IMessageQueue Open(string name) => Namespace[name];

    protected override async Task LetTimePassAsync(TimeSpan duration)
    {
        Time.Advance(duration);
        await Broker.LookAsync(there => there.Messages.Count);
    }

    protected override Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count) =>
        ReceiveAllAsync(count, Broker.Find(Definition.Name)!, rest => Queue.ReceiveAsync(rest, TimeLimit, Cancel));

    protected override Task<IReadOnlyList<ReceivedMessage>> ReceiveDeadLettersAsync(int count) =>
        ReceiveAllAsync(count, Broker.Find(Definition.Name)!.DeadLetters!, rest => Queue.ReceiveDeadLettersAsync(rest, Cancel));

    /// <summary>
    /// A broker hands out what lies there in more than one portion, and on a busy machine not at once: an empty answer is the end only when
    /// nothing waits in the double, and nothing is on its way to the client or back from it. What is on its way when a receive ends goes
    /// back and is handed out again after others that came later, so the order is that of the numbers.
    /// </summary>
    private async Task<IReadOnlyList<ReceivedMessage>> ReceiveAllAsync(
        int count, BrokerQueue place, Func<int, Task<IReadOnlyList<ReceivedMessage>>> receive)
    {
        List<ReceivedMessage> received = [];
        await Eventually.HoldsAsync(async () =>
        {
            var more = await receive(count - received.Count);
            received.AddRange(more);
            seenLocks.UnionWith(more.Select(message => LockName.Of(message).Token));
            return received.Count == count
                || (more.Count == 0 && await Broker.Loop.AskAsync(() => place.ReadyCount == 0 && place.Locks.All(seenLocks.Contains)));
        });
        return [.. received.OrderBy(message => message.SequenceNumber)];
    }

    /// <summary>
    /// A connection with the time that a busy machine takes, or with short limits where the test waits for them to run out.
    /// </summary>
    private protected static ServiceBusNamespace Connect(ServiceBusDouble broker, string? connectionString = null, bool isHasty = false) =>
        new(new ServiceBusQueueOptions
        {
            ConnectionString = connectionString ?? broker.ConnectionString,
            TryTimeout = TimeSpan.FromSeconds(isHasty ? 2 : 5),
            CallTimeout = TimeSpan.FromSeconds(isHasty ? 5 : 300),
        });
}

[Trait("Kind", "Slow")]
public sealed class ServiceBusChangesQueueTests() : ServiceBusQueueContract(QueueNames.CertificateChanges);

[Trait("Kind", "Slow")]
public sealed class ServiceBusWebhooksQueueTests() : ServiceBusQueueContract(QueueNames.CertificateWebhooks);

[Trait("Kind", "Slow")]
public sealed class ServiceBusUploadsQueueTests() : ServiceBusQueueContract(QueueNames.CertificateUploads);
