using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Messaging;
using Divoc.Functions.Tests.Messaging.Broker;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// The same answers with Service Bus as the queue, chosen by the setting alone; every accepted event leaves it, and none is set aside.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class AcceptingOverServiceBusTests : AcceptingTests
{
    private readonly ServiceBusDouble broker = new();

    private protected override async Task<TestHost> StartHostAsync()
    {
        var host = await TestHost.StartAsync(null, "--ServiceBus", broker.ConnectionString);
        Assert.IsType<ServiceBusMessageQueue>(host.Services.Queue(QueueNames.CertificationEvents).Unobserved());
        return host;
    }

    private protected override async Task StoppedAsync()
    {
        Assert.Empty(await broker.LookAsync(queue => queue.DeadLetters!.Messages.ToList()));
        await broker.DisposeAsync();
    }
}
