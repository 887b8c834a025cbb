using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Messaging.Broker;

namespace Divoc.Functions.Tests.Issuing;

/// <summary>Over Service Bus, as the embedded host has it: with dead letters.</summary>
public class FailureReplayOverServiceBusTests : FailureReplayContract
{
    /// <summary>Only there to end a test that hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ServiceBusDouble broker;
    private readonly ServiceBusNamespace queues;

    public FailureReplayOverServiceBusTests()
    {
        broker = new ServiceBusDouble(time: Time);
        queues = new ServiceBusNamespace(new ServiceBusQueueOptions { ConnectionString = broker.ConnectionString, TryTimeout = Patience, CallTimeout = Patience });
    }

    protected override bool HasFailuresQueues => false;

    protected override IEventQueue Open(string name) => queues[name];

    protected override async ValueTask DisposeQueuesAsync()
    {
        await queues.DisposeAsync();
        await broker.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
