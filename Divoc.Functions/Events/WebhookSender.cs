using System.Text.Json;
using Divoc.Functions.Access;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Events;

/// <summary>Queues an event for the partner that owns the certificate, if that partner has a webhook: one message for each call.</summary>
public sealed class WebhookSender(
    PartnerWebhooks webhooks,
    IOptions<PublicAddressOptions> address,
    [FromKeyedServices(QueueNames.CertificateWebhooks)] IMessageQueue queue) : IEventSender
{
    /// <inheritdoc/>
    public string Name => "webhooks";

    /// <inheritdoc/>
    public bool SendsFor(string? owner) => webhooks.Find(owner) is not null;

    /// <inheritdoc/>
    public async Task SendAsync(EventNotice notice, CancellationToken cancellationToken)
    {
        if (webhooks.Find(notice.Owner) is not { } webhook || (webhook.Format == WebhookFormat.Divoc3 && !Divoc3Body.Reports(notice.Type)))
        {
            return;
        }

        using var document = JsonDocument.Parse(notice.ToJson(address.Value));
        var message = new QueueMessage
        {
            MessageId = RandomId.New(),
            Subject = WebhookMessage.MessageSubject,
            CorrelationId = notice.Subject,
            Body = new WebhookMessage { Partner = notice.Owner!, Event = document.RootElement }.ToBytes(),
            Sender = notice.Owner,
        };
        await queue.SendAsync([message], cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.EventSent, notice.Subject);
    }
}
