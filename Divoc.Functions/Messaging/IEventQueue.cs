namespace Divoc.Functions.Messaging;

/// <summary>
/// A queue of the program, at least once: messages are received under a lock and stay until they are completed. A message whose lock runs
/// out, or that is abandoned, is delivered again; after ten deliveries the queue sets it aside by itself with the reason
/// <c>MaxDeliveryCountExceeded</c>. A queue that can't be reached throws <see cref="QueueUnavailableException"/>; settling without the lock
/// throws <see cref="LockLostException"/>.
/// </summary>
public interface IEventQueue
{
    /// <summary>
    /// Sends messages; when the task has completed all of them are durable. Where the queue detects duplicates, those whose id was seen within the duplicate
    /// detection window are dropped without a word. If it throws, none, some or all may have been taken: send the same messages again.
    /// </summary>
    /// <exception cref="MessageTooLargeException">One of them is larger than the queue takes; nothing was sent.</exception>
    Task SendAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken);

    /// <summary>Receives up to <paramref name="count"/> messages under a lock each; waits up to <paramref name="wait"/> for the first one. Empty if none came.</summary>
    Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Extends the lock by the queue's lock duration. Returns the message with its new <see cref="ReceivedMessage.LockedUntil"/>.</summary>
    Task<ReceivedMessage> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken);

    /// <summary>The message is done and leaves the queue.</summary>
    Task CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken);

    /// <summary>Gives the message back at once; its delivery counts.</summary>
    Task AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken);

    /// <summary>Sets the message aside.</summary>
    /// <param name="message">A message received under a lock.</param>
    /// <param name="reason">A short stable word, at most 4,096 characters.</param>
    /// <param name="description">A sentence without personal data, at most 4,096 characters.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken);

    /// <summary>Looks at messages that wait, are locked or are scheduled, from a sequence number on (0 for all), without locking them.</summary>
    Task<IReadOnlyList<ReceivedMessage>> PeekAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken);

    /// <summary>Looks at messages that were set aside, from a sequence number on (0 for all), without locking them.</summary>
    Task<IReadOnlyList<ReceivedMessage>> PeekDeadLettersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken);

    /// <summary>As <see cref="PeekAsync"/>, with empty bodies: for who looks at many.</summary>
    Task<IReadOnlyList<ReceivedMessage>> PeekHeadersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken);

    /// <summary>As <see cref="PeekDeadLettersAsync"/>, with empty bodies: for who looks at many.</summary>
    Task<IReadOnlyList<ReceivedMessage>> PeekDeadLetterHeadersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken);

    /// <summary>Receives messages that were set aside, under a lock each, to replay or drop them; they are completed or abandoned like others (and never set aside again by number).</summary>
    Task<IReadOnlyList<ReceivedMessage>> ReceiveDeadLettersAsync(int count, CancellationToken cancellationToken);

    /// <summary>Finds out whether a message could be sent now: as near to sending one as the queue allows without sending any.</summary>
    Task CheckWritableAsync(CancellationToken cancellationToken);

    /// <summary>Counts what lies in the queue.</summary>
    Task<QueueCounts> CountAsync(CancellationToken cancellationToken);
}
