using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Messaging.Broker;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Messaging;

/// <summary>The queues over Microsoft's client against the double, whose clock the tests move. What the client itself does goes by the real clock.</summary>
public abstract class ServiceBusQueueContract : EventQueueContract, IAsyncDisposable
{
    private static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(30);

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

    protected override TimeSpan Patience => TimeSpan.FromSeconds(2);

    public async ValueTask DisposeAsync()
    {
        await Namespace.DisposeAsync();
        await Broker.DisposeAsync();
        Dispose();
        GC.SuppressFinalize(this);
    }

    protected override IEventQueue Open(string name) => Namespace[name];

    protected override async Task LetTimePassAsync(TimeSpan duration)
    {
        Time.Advance(duration);
        await Broker.LookAsync(there => there.Messages.Count);
    }

    /// <summary>A broker hands out what lies there in more than one portion, and on a busy machine not at once: what the double has is waited for.</summary>
    protected override async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count)
    {
        List<ReceivedMessage> received = [];
        while (received.Count < count)
        {
            var isThereMore = await Broker.Loop.AskAsync(() => Broker.Find(Definition.Name)!.ReadyCount > 0);
            var wait = isThereMore ? LongPatience : received.Count == 0 ? Patience : Patience / 4;
            var more = await Queue.ReceiveAsync(count - received.Count, wait, Cancel);
            if (more.Count == 0)
            {
                break;
            }

            received.AddRange(more);
        }

        return received;
    }

    /// <summary>A connection with the time that a busy machine takes, or with short limits where the test waits for them to run out.</summary>
    private protected static ServiceBusNamespace Connect(ServiceBusDouble broker, string? connectionString = null, bool isHasty = false) => new(new ServiceBusQueueOptions
    {
        ConnectionString = connectionString ?? broker.ConnectionString,
        TryTimeout = TimeSpan.FromSeconds(isHasty ? 2 : 5),
        CallTimeout = TimeSpan.FromSeconds(isHasty ? 5 : 60),
    });
}

public sealed class ServiceBusChangesQueueTests() : ServiceBusQueueContract(QueueNames.CertificateChanges);
