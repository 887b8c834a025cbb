namespace Divoc.Functions.Messaging;

/// <summary>A place where messages lie that were set aside: the dead letters of a queue, or the messages of the failures queue.</summary>
/// <param name="name">Its name, for positions to look from.</param>
/// <param name="queue">The queue.</param>
/// <param name="areDeadLetters">Whether they are the queue's dead letters, not its messages.</param>
public sealed class SetAsidePlace(string name, IEventQueue queue, bool areDeadLetters)
{
    /// <summary>A broker's answer takes a round trip; what lies there needs no longer wait.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    public string Name => name;

    /// <summary>Looks at messages from a sequence number on (0 for all), without locking them. Fewer than were asked for are the last ones.</summary>
    public Task<IReadOnlyList<ReceivedMessage>> PeekAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken)
    {
        return areDeadLetters
            ? queue.PeekDeadLettersAsync(fromSequenceNumber, count, cancellationToken)
            : queue.PeekAsync(fromSequenceNumber, count, cancellationToken);
    }

    /// <summary>Receives messages under a lock each; none if none is left that is not locked.</summary>
    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count, CancellationToken cancellationToken)
    {
        return areDeadLetters ? queue.ReceiveDeadLettersAsync(count, cancellationToken) : queue.ReceiveAsync(count, Wait, cancellationToken);
    }

    /// <summary>The message leaves the place.</summary>
    public Task CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken) => queue.CompleteAsync(message, cancellationToken);

    /// <summary>
    /// Gives a received message back unchanged. Dead letters can be given back any number of times. A message of the failures queue becomes one of its dead letters,
    /// for the same reason: given back ten times it would become one all the same, and its reason would be lost.
    /// </summary>
    public Task GiveBackAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        return areDeadLetters
            ? queue.AbandonAsync(message, cancellationToken)
            : queue.DeadLetterAsync(message, SetAsideMessages.ReasonOf(message), message.DeadLetterDescription ?? "", cancellationToken);
    }
}
