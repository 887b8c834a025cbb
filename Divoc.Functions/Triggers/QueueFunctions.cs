using Divoc.Functions.Domain;
using Divoc.Functions.Events;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Issuing;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>The functions for queue messages.</summary>
public sealed class QueueFunctions(
    CertificationEventHandler issuing, ChangeMessageHandler changes, WebhookMessageHandler webhooks, UploadStepHandler uploads,
    IDelivery delivery)
{
    /// <summary>Issues the certificate of an accepted event.</summary>
    [Function("IssueCertificate")]
    public Task IssueAsync(
        [ServiceBusTrigger(CertificationEvent.QueueName, Connection = "ServiceBus")] byte[] body,
        CancellationToken cancellationToken)
    {
        return issuing.HandleAsync(body, delivery, SigningLane.Interactive, cancellationToken);
    }

    /// <summary>The same for an event that was sent in a large number.</summary>
    [Function("IssueBulkCertificate")]
    public Task IssueBulkAsync(
        [ServiceBusTrigger(CertificationEvent.BulkQueueName, Connection = "ServiceBus")] byte[] body,
        CancellationToken cancellationToken)
    {
        return issuing.HandleAsync(body, delivery, SigningLane.Bulk, cancellationToken);
    }

    /// <summary>Announces what happened to certificates.</summary>
    [Function("AnnounceChanges")]
    public Task AnnounceAsync(
        [ServiceBusTrigger(CertificateChange.QueueName, Connection = "ServiceBus")] byte[] body,
        CancellationToken cancellationToken)
    {
        return changes.HandleAsync(body, delivery, cancellationToken);
    }

    /// <summary>Sends an event to a partner.</summary>
    [Function("CallWebhook")]
    public Task CallWebhookAsync(
        [ServiceBusTrigger(WebhookMessage.QueueName, Connection = "ServiceBus")] byte[] body,
        CancellationToken cancellationToken)
    {
        return webhooks.HandleAsync(body, delivery, cancellationToken);
    }

    /// <summary>Does the next step of an upload.</summary>
    [Function("TakeUploadFurther")]
    public Task TakeUploadFurtherAsync(
        [ServiceBusTrigger(UploadStep.QueueName, Connection = "ServiceBus")] byte[] body,
        CancellationToken cancellationToken)
    {
        return uploads.HandleAsync(body, delivery, cancellationToken);
    }
}
