using System.Text;

namespace Divoc.Functions.Messaging;

/// <summary>The rules for all kinds of queues.</summary>
public static class QueueLimits
{
    /// <summary>The largest message with all its texts, in bytes: the limit of the standard tier of Service Bus.</summary>
    public const int MaxMessageBytes = 256 * 1024;

    /// <summary>The most messages in one call, sent or received.</summary>
    public const int MaxMessages = 5000;

    /// <summary>A message is dead-lettered instead of being delivered more often than this.</summary>
    public const int MaxDeliveryCount = 10;

    /// <summary>The reason with which the queue itself dead-letters a message.</summary>
    public const string MaxDeliveryCountExceeded = "MaxDeliveryCountExceeded";

    /// <summary>The longest receive; a caller that wants to wait longer receives again.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);

    private const int MaxTextLength = 128;
    private const int MaxDeadLetterTextLength = 4096;

    /// <summary>Refuses messages that some queues do not accept.</summary>
    /// <exception cref="ArgumentException">There are too many, or an id or another text is too short or too long.</exception>
    /// <exception cref="MessageTooLargeException">One is larger than 256 KiB.</exception>
    public static void Check(IReadOnlyList<QueueMessage> messages)
    {
        if (messages.Count > MaxMessages)
        {
            throw new ArgumentException("At most 5,000 messages are sent in one call.", nameof(messages));
        }

        foreach (var message in messages)
        {
            Check(message);
        }
    }

    /// <summary>The size of a message: its body and all its texts in UTF-8.</summary>
    public static int SizeOf(QueueMessage message)
    {
        long texts = Encoding.UTF8.GetByteCount(message.CorrelationId ?? "");
        texts += Encoding.UTF8.GetByteCount(message.MessageId) + Encoding.UTF8.GetByteCount(message.ContentType)
            + Encoding.UTF8.GetByteCount(message.Subject);
        texts += message.Properties.Sum(pair => (long)Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value));
        return (int)Math.Min(int.MaxValue, texts + message.Body.Length);
    }

    /// <summary>Refuses a number of messages outside the limits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not 1 to 5,000.</exception>
    public static void CheckCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxMessages);
    }

    /// <summary>Refuses a reason or a description that some queues do not accept.</summary>
    /// <exception cref="ArgumentException">The reason is empty, or one of them is too long.</exception>
    public static void CheckDeadLetter(string reason, string description)
    {
        if (reason.Length is 0 or > MaxDeadLetterTextLength || description.Length > MaxDeadLetterTextLength)
        {
            throw new ArgumentException("A reason has 1 to 4,096 characters, a description at most 4,096.", nameof(reason));
        }
    }

    private static void Check(QueueMessage message)
    {
        if (message.MessageId.Length is 0 or > MaxTextLength)
        {
            throw new ArgumentException("A message id has 1 to 128 characters.", nameof(message));
        }

        if (message.ContentType.Length > MaxTextLength
            || message.Subject.Length > MaxTextLength
            || message.CorrelationId?.Length > MaxTextLength)
        {
            throw new ArgumentException(
                "Content type, subject and correlation id of a message have at most 128 characters.", nameof(message));
        }

        if (SizeOf(message) > MaxMessageBytes)
        {
            throw new MessageTooLargeException("A message has at most 256 KiB.");
        }
    }
}
