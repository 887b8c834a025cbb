namespace Divoc.Functions.Messaging;

/// <summary>A place with dead-lettered messages: the dead letters of a queue, or the messages of its failures queue.</summary>
/// <param name="name">Its name, for positions of pages.</param>
/// <param name="queueName">The queue for which they were sent.</param>
/// <param name="source">That queue.</param>
/// <param name="queue">The queue in which they are: that one, or its failures queue.</param>
/// <param name="areDeadLetters">Whether they are dead letters there, not ordinary messages.</param>
public sealed class DeadLetterPlace(string name, string queueName, IMessageQueue source, IMessageQueue queue, bool areDeadLetters)
{
    /// <summary>A broker's answer takes a round trip; messages that are there need no longer wait.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    public string Name => name;

    /// <summary>The name of the queue for which its messages were sent.</summary>
    public string QueueName => queueName;

    /// <summary>The queue for which its messages were sent, and to which they are sent again.</summary>
    public IMessageQueue Source => source;

    /// <summary>Whether its messages are certification events, if they are from this program.</summary>
    public bool HasCertificationEvents => queueName is QueueNames.CertificationEvents or QueueNames.BulkCertificationEvents;

    /// <summary>
    /// Peeks at messages from a sequence number on (0 for all), without locking them. If there are fewer than requested, they are the last
    /// ones.
    /// </summary>
    public Task<IReadOnlyList<ReceivedMessage>> PeekAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken)
    {
        return areDeadLetters
            ? queue.PeekDeadLettersAsync(fromSequenceNumber, count, cancellationToken)
            : queue.PeekAsync(fromSequenceNumber, count, cancellationToken);
    }

    /// <summary>Like <see cref="PeekAsync"/>, with empty bodies.</summary>
    public Task<IReadOnlyList<ReceivedMessage>> PeekHeadersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken)
    {
        return areDeadLetters
            ? queue.PeekDeadLetterHeadersAsync(fromSequenceNumber, count, cancellationToken)
            : queue.PeekHeadersAsync(fromSequenceNumber, count, cancellationToken);
    }

    /// <summary>Peeks at one message; null if it is not here any more.</summary>
    public async Task<ReceivedMessage?> FindAsync(long sequenceNumber, CancellationToken cancellationToken)
    {
        return await PeekAsync(sequenceNumber, 1, cancellationToken) is [var message] && message.SequenceNumber == sequenceNumber
            ? message
            : null;
    }

    /// <summary>Receives messages, each under a lock; none if no unlocked message is left.</summary>
    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count, CancellationToken cancellationToken)
    {
        return areDeadLetters
            ? queue.ReceiveDeadLettersAsync(count, cancellationToken)
            : queue.ReceiveAsync(count, Wait, cancellationToken);
    }

    /// <summary>Removes the message from the place.</summary>
    public Task CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        queue.CompleteAsync(message, cancellationToken);

    /// <summary>
    /// Returns a received message unchanged. Dead letters can be returned any number of times. A message of the failures queue becomes one
    /// of its dead letters, with the same reason: after ten returns it would become one anyway, and its reason would be lost.
    /// </summary>
    public Task GiveBackAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        return areDeadLetters
            ? queue.AbandonAsync(message, cancellationToken)
            : queue.DeadLetterAsync(message, DeadLetterPlaces.ReasonOf(message), message.DeadLetterDescription ?? "", cancellationToken);
    }
}
