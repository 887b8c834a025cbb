namespace Divoc.Functions.Messaging;

/// <summary>
/// A queue of the program with at-least-once delivery: messages are received under a lock and stay until they are completed. If the lock of
/// a message expires, or if it is abandoned, it is delivered again; after ten deliveries the queue itself dead-letters it with the reason
/// <c>MaxDeliveryCountExceeded</c>. A queue that can't be reached throws <see cref="QueueUnavailableException"/>; settling without the lock
/// throws <see cref="LockLostException"/>.
/// </summary>
public interface IMessageQueue
{
    /// <summary>
    /// Sends messages; when the task has completed, all of them are durable. If the queue detects duplicates, it silently drops messages
    /// whose id it has seen within the duplicate detection window. After an exception, none, some or all may have been accepted: send the
    /// same messages again.
    /// </summary>
    /// <exception cref="MessageTooLargeException">One of them is larger than the queue accepts; nothing was sent.</exception>
    Task SendAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken);

    /// <summary>
    /// Receives up to <paramref name="count"/> messages, each under a lock; waits up to <paramref name="wait"/> for the first one. Empty if
    /// there was none.
    /// </summary>
    Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>
    /// Extends the lock by the queue's lock duration. Returns the message with its new <see cref="ReceivedMessage.LockedUntil"/>.
    /// </summary>
    Task<ReceivedMessage> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken);

    /// <summary>Completes the message, which leaves the queue.</summary>
    Task CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken);

    /// <summary>Returns the message to the queue at once; its delivery counts.</summary>
    Task AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken);

    /// <summary>Dead-letters the message.</summary>
    /// <param name="message">A message received under a lock.</param>
    /// <param name="reason">A short stable code, at most 4,096 characters.</param>
    /// <param name="description">A sentence without personal data, at most 4,096 characters.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken);

    /// <summary>
    /// Peeks at messages that wait, are locked or are scheduled, from a sequence number on (0 for all), without locking them.
    /// </summary>
    Task<IReadOnlyList<ReceivedMessage>> PeekAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken);

    /// <summary>Peeks at dead-lettered messages, from a sequence number on (0 for all), without locking them.</summary>
    Task<IReadOnlyList<ReceivedMessage>> PeekDeadLettersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken);

    /// <summary>Like <see cref="PeekAsync"/>, with empty bodies, for large numbers.</summary>
    Task<IReadOnlyList<ReceivedMessage>> PeekHeadersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken);

    /// <summary>Like <see cref="PeekDeadLettersAsync"/>, with empty bodies, for large numbers.</summary>
    Task<IReadOnlyList<ReceivedMessage>> PeekDeadLetterHeadersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken);

    /// <summary>
    /// Receives dead-lettered messages, each under a lock, to replay or delete them; they are completed or abandoned like others (and the
    /// delivery count never dead-letters them again).
    /// </summary>
    Task<IReadOnlyList<ReceivedMessage>> ReceiveDeadLettersAsync(int count, CancellationToken cancellationToken);

    /// <summary>Checks whether a message could be sent now, as far as the queue allows without sending one.</summary>
    Task CheckWritableAsync(CancellationToken cancellationToken);

    /// <summary>Counts the messages in the queue.</summary>
    Task<QueueCounts> CountAsync(CancellationToken cancellationToken);
}

/// <summary>The number of messages in the queue.</summary>
/// <param name="Active">Waiting or locked.</param>
/// <param name="Scheduled">To be delivered later.</param>
/// <param name="DeadLettered">Dead-lettered.</param>
public sealed record QueueCounts(long Active, long Scheduled, long DeadLettered);

/// <summary>
/// The queue could not be reached or did not answer. This is an error of the queue, never of the event: whoever catches it tries again
/// later.
/// </summary>
public sealed class QueueUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>A message is larger than the queue accepts; sending it again can't succeed.</summary>
public sealed class MessageTooLargeException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The lock of a received message is lost: it expired, or the message was settled. The message may be delivered again.</summary>
public sealed class LockLostException(string message, Exception? innerException = null) : Exception(message, innerException);
