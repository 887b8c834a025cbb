using System.Globalization;
using Azure.Messaging.ServiceBus;

namespace Divoc.Functions.Messaging.ServiceBus;

/// <summary>Converts messages of the program into those of Service Bus and back.</summary>
internal static class MessageForm
{
    /// <summary>
    /// In these properties, the broker says why it dead-lettered a message; they are not properties of the original message.
    /// </summary>
    private static readonly string[] DeadLetterProperties = ["DeadLetterReason", "DeadLetterErrorDescription"];

    /// <summary>A message to be sent.</summary>
    public static ServiceBusMessage ToSend(QueueMessage message)
    {
        var sent = new ServiceBusMessage(message.Body)
        {
            MessageId = message.MessageId,
            ContentType = message.ContentType,
            Subject = message.Subject,
        };
        if (message.CorrelationId is not null)
        {
            sent.CorrelationId = message.CorrelationId;
        }

        if (message.ScheduledFor is { } due)
        {
            sent.ScheduledEnqueueTime = due;
        }

        foreach (var (name, value) in message.Properties)
        {
            sent.ApplicationProperties.Add(name, value);
        }

        return sent;
    }

    /// <summary>
    /// A message that was received under a lock. The client counts its deliveries from 1; a message without a count is delivered for the
    /// first time.
    /// </summary>
    public static ReceivedMessage OfReceived(ServiceBusReceivedMessage message, bool isDeadLetter) =>
        Of(message, BodyOf(message), withoutCount: 1) with
        {
            LockToken = new LockName(Guid.Parse(message.LockToken), isDeadLetter).ToString(),
            LockedUntil = message.LockedUntil,
        };

    /// <summary>A message that was peeked; its count includes only past deliveries.</summary>
    public static ReceivedMessage OfPeeked(ServiceBusReceivedMessage message) => Of(message, BodyOf(message), withoutCount: 0);

    /// <summary>A message that was peeked, without its body.</summary>
    public static ReceivedMessage HeadersOfPeeked(ServiceBusReceivedMessage message) =>
        Of(message, ReadOnlyMemory<byte>.Empty, withoutCount: 0);

    private static ReceivedMessage Of(ServiceBusReceivedMessage message, ReadOnlyMemory<byte> body, int withoutCount) => new()
    {
        Message = new QueueMessage
        {
            MessageId = message.MessageId ?? "",
            Body = body,
            ContentType = message.ContentType ?? "",
            Subject = message.Subject ?? "",
            CorrelationId = message.CorrelationId,
            Properties = message.ApplicationProperties
                .Where(property => !DeadLetterProperties.Contains(property.Key))
                .ToDictionary(property => property.Key, property => Convert.ToString(property.Value, CultureInfo.InvariantCulture) ?? ""),
            ScheduledFor = message.ScheduledEnqueueTime == default ? null : message.ScheduledEnqueueTime,
        },
        SequenceNumber = message.SequenceNumber,
        DeliveryCount = (int?)message.GetRawAmqpMessage().Header.DeliveryCount ?? withoutCount,
        EnqueuedAt = message.EnqueuedTime,
        DeadLetterReason = message.DeadLetterReason,
        DeadLetterDescription = message.DeadLetterErrorDescription,
    };

    /// <summary>
    /// A message from elsewhere may have a value instead of bytes; it is read as one without content, so that the handler dead-letters it.
    /// </summary>
    private static ReadOnlyMemory<byte> BodyOf(ServiceBusReceivedMessage message) =>
        message.GetRawAmqpMessage().Body.TryGetData(out _) ? message.Body.ToMemory() : ReadOnlyMemory<byte>.Empty;
}
