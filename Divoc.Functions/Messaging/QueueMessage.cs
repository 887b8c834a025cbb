namespace Divoc.Functions.Messaging;

/// <summary>A message to be sent. The shape is that of a Service Bus message.</summary>
public sealed record QueueMessage
{
    /// <summary>1 to 128 characters. A queue that detects duplicates drops, without a word, a message whose id it has seen within its duplicate detection window.</summary>
    public required string MessageId { get; init; }

    /// <summary>The content, UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The media type of the body.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>What kind of message it is.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Ties the message to the request it came from.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Whose message it is; null for nobody's. A queue that lets senders take turns goes by it when the message is sent, and does not keep it.</summary>
    public string? Sender { get; init; }

    /// <summary>Application properties; names and values are text.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Not delivered before this instant; null for at once.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }
}
