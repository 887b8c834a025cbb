using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Messaging.Broker;

namespace Divoc.Functions.Tests.Operations;

/// <summary>Over Service Bus, as the embedded host has it: with dead letters.</summary>
[Trait("Kind", "Slow")]
public class FailureReplayOverServiceBusTests : FailureReplayContract
{
    private readonly ServiceBusDouble broker;
    private readonly ServiceBusNamespace queues;

    public FailureReplayOverServiceBusTests()
    {
        broker = new ServiceBusDouble(time: Time);

        // The time that a busy machine takes.
        queues = new ServiceBusNamespace(new ServiceBusQueueOptions
        {
            ConnectionString = broker.ConnectionString,
            TryTimeout = TimeSpan.FromMinutes(1),
            CallTimeout = TimeSpan.FromMinutes(5),
        });
    }

    protected override bool HasFailuresQueues => false;

    protected override IMessageQueue Open(string name) => queues[name];

    protected override async ValueTask DisposeQueuesAsync()
    {
        await queues.DisposeAsync();
        await broker.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
