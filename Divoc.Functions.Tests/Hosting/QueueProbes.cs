using Divoc.Functions.Messaging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>Functions with a queue each that do what a test says.</summary>
public sealed class QueueProbes(
    [FromKeyedServices(QueueNames.CertificationEvents)] QueueScript events,
    [FromKeyedServices(QueueNames.BulkCertificationEvents)] QueueScript bulk,
    [FromKeyedServices(QueueNames.CertificateChanges)] QueueScript changes,
    IDelivery delivery)
{
    [Function("EventsProbe")]
    public Task EventsAsync(
        [ServiceBusTrigger(QueueNames.CertificationEvents, Connection = "ServiceBus")] byte[] body, CancellationToken cancellationToken) =>
        events.Run(body, delivery, cancellationToken);

    [Function("BulkProbe")]
    public Task BulkAsync(
        [ServiceBusTrigger(QueueNames.BulkCertificationEvents, Connection = "ServiceBus")] byte[] body,
        CancellationToken cancellationToken) =>
        bulk.Run(body, delivery, cancellationToken);

    [Function("ChangesProbe")]
    public Task ChangesAsync(
        [ServiceBusTrigger(QueueNames.CertificateChanges, Connection = "ServiceBus")] byte[] body, CancellationToken cancellationToken) =>
        changes.Run(body, delivery, cancellationToken);
}
