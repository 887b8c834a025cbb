namespace Divoc.Functions.Messaging;

/// <summary>All places where messages of the program's queues lie that were set aside.</summary>
public sealed class SetAsideMessages
{
    private const string UnknownReason = "DEAD_LETTERED";

    /// <summary>The places of a host.</summary>
    /// <param name="find">The queue of a name; null for one that the host has not. A host that dead-letters by itself has no failures queues.</param>
    public SetAsideMessages(Func<string, IEventQueue?> find)
    {
        Places = [.. QueueNames.All.SelectMany(queue => PlacesOf(queue.Name, find))];
    }

    /// <summary>The places, queue by queue. A message can move from the last one of its queue to the one before, so whoever goes through them in this order meets it once.</summary>
    public IReadOnlyList<SetAsidePlace> Places { get; }

    /// <summary>Why a message was set aside: a short word.</summary>
    public static string ReasonOf(ReceivedMessage message) => string.IsNullOrEmpty(message.DeadLetterReason) ? UnknownReason : message.DeadLetterReason;

    private static IEnumerable<SetAsidePlace> PlacesOf(string queueName, Func<string, IEventQueue?> find)
    {
        // Those of certification events go without a prefix: positions that callers got before there was a second queue stay readable.
        var prefix = queueName == QueueNames.CertificationEvents ? "" : $"{queueName}-";
        var queue = find(queueName) ?? throw new InvalidOperationException($"The queue {queueName} is not registered.");
        yield return new SetAsidePlace($"{prefix}dead-letters", queueName, queue, queue, areDeadLetters: true);
        if (find(FailuresQueue.NameOf(queueName)) is { } failures)
        {
            yield return new SetAsidePlace($"{prefix}failures-dead-letters", queueName, queue, failures, areDeadLetters: true);
            yield return new SetAsidePlace($"{prefix}failures", queueName, queue, failures, areDeadLetters: false);
        }
    }
}
