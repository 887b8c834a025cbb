using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>A message that the double keeps: the bytes as they came, and what the broker knows about it.</summary>
internal sealed class StoredMessage(byte[] encoded, string messageId)
{
    private static readonly Symbol ScheduledFor = new("x-opt-scheduled-enqueue-time");

    public string MessageId { get; } = messageId;

    public byte[] Encoded { get; private set; } = encoded;

    public long SequenceNumber { get; set; }

    public DateTimeOffset EnqueuedAt { get; set; }

    public MessageState State { get; set; }

    /// <summary>How many deliveries have begun.</summary>
    public int Deliveries { get; set; }

    public Guid? LockToken { get; set; }

    public DateTimeOffset LockedUntil { get; set; }

    public string? DeadLetterSource { get; set; }

    public static StoredMessage Of(Message message)
    {
        var buffer = message.Encode();
        return new StoredMessage(
            buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray(), message.Properties?.GetMessageId()?.ToString() ?? "");
    }

    public static Message Decode(byte[] encoded) => Message.Decode(new ByteBuffer(encoded, 0, encoded.Length, encoded.Length));

    /// <summary>When a message wants to be delivered at the earliest; null for at once.</summary>
    public static DateTimeOffset? DueOf(Message message) =>
        message.MessageAnnotations?[ScheduledFor] is DateTime due ? new DateTimeOffset(due.ToUniversalTime()) : null;

    /// <summary>Adds application properties, as settling with modified properties does.</summary>
    public void Modify(IReadOnlyCollection<KeyValuePair<string, object>> properties)
    {
        if (properties.Count == 0)
        {
            return;
        }

        var message = Decode(Encoded);
        message.ApplicationProperties ??= new ApplicationProperties();
        foreach (var (name, value) in properties)
        {
            message.ApplicationProperties[name] = value;
        }

        Encoded = Of(message).Encoded;
    }

    /// <summary>The message as it goes out to a receiver under its lock.</summary>
    public TaggedMessage ToDelivery()
    {
        var message = new TaggedMessage(LockToken ?? Guid.NewGuid());
        Fill(message);
        message.Header = new Header { DeliveryCount = (uint)Math.Max(0, Deliveries - 1) };
        message.MessageAnnotations[new Symbol("x-opt-locked-until")] = LockedUntil.UtcDateTime;
        return message;
    }

    /// <summary>The message as a peek shows it.</summary>
    public byte[] ToPeeked()
    {
        using var message = new Message();
        Fill(message);
        if (Deliveries > 0)
        {
            message.Header = new Header { DeliveryCount = (uint)Deliveries };
        }

        message.MessageAnnotations[new Symbol("x-opt-message-state")] = (int)State;
        return Of(message).Encoded;
    }

    private void Fill(Message message)
    {
        var sent = Decode(Encoded);
        message.Header = sent.Header;
        message.Properties = sent.Properties;
        message.ApplicationProperties = sent.ApplicationProperties;
        message.BodySection = sent.BodySection;
        message.MessageAnnotations = sent.MessageAnnotations ?? new MessageAnnotations();
        message.MessageAnnotations[new Symbol("x-opt-sequence-number")] = SequenceNumber;
        message.MessageAnnotations[new Symbol("x-opt-enqueued-time")] = EnqueuedAt.UtcDateTime;
        if (DeadLetterSource is not null)
        {
            message.MessageAnnotations[new Symbol("x-opt-deadletter-source")] = DeadLetterSource;
        }
    }
}
