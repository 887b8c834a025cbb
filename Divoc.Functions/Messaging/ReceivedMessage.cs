namespace Divoc.Functions.Messaging;

/// <summary>A message that was received under a lock (peek-lock), or peeked.</summary>
public sealed record ReceivedMessage
{
    /// <summary>The message as it was sent.</summary>
    public required QueueMessage Message { get; init; }

    /// <summary>Rises with every message that the queue accepted; the position for peeking.</summary>
    public required long SequenceNumber { get; init; }

    /// <summary>The number of this delivery, from 1; 0 for a peeked message that was never delivered.</summary>
    public required int DeliveryCount { get; init; }

    /// <summary>When the queue accepted the message (UTC).</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Identifies the lock; settling and renewing need it. Null for a peeked message.</summary>
    public string? LockToken { get; init; }

    /// <summary>When the lock expires (UTC); null for a peeked message.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Why it was dead-lettered: a short stable code. Null unless it comes from the dead-letter queue.</summary>
    public string? DeadLetterReason { get; init; }

    /// <summary>The sentence to the reason.</summary>
    public string? DeadLetterDescription { get; init; }
}
