using Divoc.Functions.Messaging;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>A queue function that does what a test says.</summary>
public sealed class QueueProbe(QueueScript script, IDelivery delivery)
{
    [Function(nameof(QueueProbe))]
    public Task RunAsync([ServiceBusTrigger("probe", Connection = "ServiceBus")] byte[] body, CancellationToken cancellationToken) =>
        script.Run(body, delivery, cancellationToken);
}
