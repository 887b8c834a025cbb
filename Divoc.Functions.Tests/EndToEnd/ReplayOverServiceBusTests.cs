using Divoc.Functions.Tests.Messaging.Broker;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>The same with Service Bus as the queue.</summary>
[Trait("Kind", "Slow")]
public sealed class ReplayOverServiceBusTests : ReplayOverHttpTests
{
    private readonly ServiceBusDouble broker = new();

    private protected override string[] QueueArguments() => ["--ServiceBus", broker.ConnectionString];

    private protected override ValueTask StoppedAsync() => broker.DisposeAsync();
}
