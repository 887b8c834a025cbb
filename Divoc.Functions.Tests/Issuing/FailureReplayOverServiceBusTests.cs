using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Messaging.Broker;

namespace Divoc.Functions.Tests.Issuing;

/// <summary>Over Service Bus, as the embedded host has it: with dead letters.</summary>
public class FailureReplayOverServiceBusTests : FailureReplayContract
{
    /// <summary>Only there to end a test that hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ServiceBusDouble broker;
    private readonly ServiceBusEventQueue queue;

    public FailureReplayOverServiceBusTests()
    {
        broker = new ServiceBusDouble(time: Time);
        ServiceBusQueueOptions options = new() { ConnectionString = broker.ConnectionString, QueueName = broker.Options.QueueName, TryTimeout = Patience, CallTimeout = Patience };
        queue = new ServiceBusEventQueue(options);
        OfFailures = new ServiceBusEventQueue(options, FailuresQueue.NameOf(options.QueueName));
    }

    protected override IEventQueue Queue => queue;

    protected override IEventQueue? Failures => null;

    private protected ServiceBusEventQueue OfFailures { get; }

    protected override async ValueTask DisposeQueuesAsync()
    {
        await queue.DisposeAsync();
        await OfFailures.DisposeAsync();
        await broker.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
