namespace Divoc.Functions.Messaging;

/// <summary>All places with dead-lettered messages of the program's queues.</summary>
public sealed class DeadLetterPlaces
{
    private const string UnknownReason = "DEAD_LETTERED";

    /// <summary>The places of a host.</summary>
    /// <param name="find">
    /// Finds the queue with a name; null if the host does not have it. A host that can dead-letter itself has no failures queues.
    /// </param>
    public DeadLetterPlaces(Func<string, IMessageQueue?> find)
    {
        Places = [.. QueueNames.All.SelectMany(queue => PlacesOf(queue.Name, find))];
    }

    /// <summary>
    /// The places, queue by queue. A message can move from the last place of its queue to the one before, so a walk in this order meets it
    /// once.
    /// </summary>
    public IReadOnlyList<DeadLetterPlace> Places { get; }

    /// <summary>Why a message was dead-lettered: a short code.</summary>
    public static string ReasonOf(ReceivedMessage message) =>
        string.IsNullOrEmpty(message.DeadLetterReason) ? UnknownReason : message.DeadLetterReason;

    private static IEnumerable<DeadLetterPlace> PlacesOf(string queueName, Func<string, IMessageQueue?> find)
    {
        // Places of certification events have no prefix, so that positions that callers got before there was a second queue can still be
        // read.
        var prefix = queueName == QueueNames.CertificationEvents ? "" : $"{queueName}-";
        var queue = find(queueName) ?? throw new InvalidOperationException($"The queue {queueName} is not registered.");
        yield return new DeadLetterPlace($"{prefix}dead-letters", queueName, queue, queue, areDeadLetters: true);
        if (find(FailuresQueue.NameOf(queueName)) is { } failures)
        {
            yield return new DeadLetterPlace($"{prefix}failures-dead-letters", queueName, queue, failures, areDeadLetters: true);
            yield return new DeadLetterPlace($"{prefix}failures", queueName, queue, failures, areDeadLetters: false);
        }
    }
}
