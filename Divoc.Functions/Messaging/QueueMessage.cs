namespace Divoc.Functions.Messaging;

/// <summary>A message to be sent, with the members of a Service Bus message.</summary>
public sealed record QueueMessage
{
    /// <summary>
    /// 1 to 128 characters. A queue that detects duplicates silently drops a message whose id it has seen within its duplicate detection
    /// window.
    /// </summary>
    public required string MessageId { get; init; }

    /// <summary>The content, UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The media type of the body.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The kind of message.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Connects the message with its request.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>
    /// The sender; null for none. A queue in which senders take turns uses it when the message is sent, and does not store it.
    /// </summary>
    public string? Sender { get; init; }

    /// <summary>Application properties; names and values are text.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Not delivered before this instant; null for at once.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }
}
