using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Divoc.Functions.Messaging.ServiceBus;

namespace Divoc.Functions.Messaging;

/// <summary>
/// All queues in one namespace of Azure Service Bus, over one client. It needs the rights of Data Sender and Data Receiver, but no right to
/// manage.
/// </summary>
/// <param name="options">The namespace, and the time limits of calls.</param>
public sealed class ServiceBusNamespace(ServiceBusQueueOptions options) : IAsyncDisposable, IDisposable
{
    /// <summary>The time limit for closing; messages that are still locked then are delivered again when their locks expire.</summary>
    private static readonly TimeSpan LongestClose = TimeSpan.FromSeconds(2);

    private readonly ServiceBusClient client = BrokerClient.Create(options);
    private readonly ConcurrentDictionary<string, Lazy<ServiceBusMessageQueue>> queues = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The queue with a name; always the same instance. It calls the broker only at its first use, and only then it is known whether it
    /// exists.
    /// </summary>
    public ServiceBusMessageQueue this[string name] =>
        queues.GetOrAdd(
            name, key => new Lazy<ServiceBusMessageQueue>(() => new ServiceBusMessageQueue(client, key, options.CallTimeout))).Value;

    /// <summary>
    /// Releases messages that the broker may still send, and closes the connection. Received messages stay locked until their locks expire.
    /// </summary>
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
