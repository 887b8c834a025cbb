using Divoc.Functions.Domain;
using Divoc.Functions.Issuing;
using Divoc.Functions.Messaging;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Takes accepted events from the queue and issues their certificates.</summary>
public sealed class IssueCertificate(CertificationEventHandler handler, IDelivery delivery)
{
    /// <summary>Handles a message.</summary>
    [Function(nameof(IssueCertificate))]
    public Task RunAsync(
        [ServiceBusTrigger(CertificationEvent.QueueName, Connection = "ServiceBus")] byte[] body,
        CancellationToken cancellationToken)
    {
        return handler.HandleAsync(body, delivery, cancellationToken);
    }
}
