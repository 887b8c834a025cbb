using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Divoc.Functions.Messaging.ServiceBus;

namespace Divoc.Functions.Messaging;

/// <summary>All queues in one namespace of Azure Service Bus, over one client. It needs the rights of Data Sender and Data Receiver, none to manage.</summary>
/// <param name="options">Where the namespace lies, and how long calls may take.</param>
public sealed class ServiceBusNamespace(ServiceBusQueueOptions options) : IAsyncDisposable, IDisposable
{
    /// <summary>How long closing may take; what is still locked then comes back when its lock runs out.</summary>
    private static readonly TimeSpan LongestClose = TimeSpan.FromSeconds(2);

    private readonly ServiceBusClient client = BrokerClient.Create(options);
    private readonly ConcurrentDictionary<string, Lazy<ServiceBusEventQueue>> queues = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The queue of a name; the same one each time. It speaks to the broker from its first use on, and only then it shows whether it exists.</summary>
    public ServiceBusEventQueue this[string name] =>
        queues.GetOrAdd(name, key => new Lazy<ServiceBusEventQueue>(() => new ServiceBusEventQueue(client, key, options.CallTimeout))).Value;

    /// <summary>Takes back what the broker may still send, and closes the connection. Messages that are held stay locked until their locks run out.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().WaitAsync(LongestClose).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task CloseAsync()
    {
        await Task.WhenAll(queues.Values.Select(queue => queue.Value.CloseAsync())).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await client.DisposeAsync();
    }
}
