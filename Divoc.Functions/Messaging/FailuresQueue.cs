namespace Divoc.Functions.Messaging;

/// <summary>
/// The queue <c>{queue}-failures</c> beside a queue, under its name among the keyed services too: where messages are moved that failed for good when the host gives code no way to dead-letter them.
/// A moved message tells its reason in the properties by which the broker tells that of a dead letter, so that both are read alike.
/// </summary>
public static class FailuresQueue
{
    private const string ReasonProperty = "DeadLetterReason";
    private const string DescriptionProperty = "DeadLetterErrorDescription";

    /// <summary>The name of the failures queue of a queue.</summary>
    public static string NameOf(string queueName) => $"{queueName}-failures";

    /// <summary>The message as it is moved. It keeps its id, so that of a move that was repeated after a crash the broker keeps one.</summary>
    /// <param name="message">The message that failed.</param>
    /// <param name="reason">A short stable word, at most 4,096 characters.</param>
    /// <param name="description">A sentence without personal data, at most 4,096 characters.</param>
    public static QueueMessage MessageOf(QueueMessage message, string reason, string description)
    {
        QueueLimits.CheckDeadLetter(reason, description);
        return message with
        {
            Properties = new Dictionary<string, string>(message.Properties) { [ReasonProperty] = reason, [DescriptionProperty] = description },
            ScheduledFor = null,
        };
    }
}
