namespace Divoc.Functions.Messaging;

/// <summary>
/// The queue <c>{queue}-failures</c> beside a queue; it is a keyed service with that name. Messages that failed for good are moved to it if
/// the host's code can't dead-letter them. A moved message has its reason in the same properties as a dead letter of the broker, so that
/// both are read in the same way.
/// </summary>
public static class FailuresQueue
{
    private const string ReasonProperty = "DeadLetterReason";
    private const string DescriptionProperty = "DeadLetterErrorDescription";

    public static string NameOf(string queueName) => $"{queueName}-failures";

    /// <summary>The moved message. It keeps its id, so that the broker keeps only one if the move is repeated after a crash.</summary>
    /// <param name="message">The message that failed.</param>
    /// <param name="reason">A short stable code, at most 4,096 characters.</param>
    /// <param name="description">A sentence without personal data, at most 4,096 characters.</param>
    public static QueueMessage MessageOf(QueueMessage message, string reason, string description)
    {
        QueueLimits.CheckDeadLetter(reason, description);
        return message with
        {
            Properties = new Dictionary<string, string>(message.Properties)
            {
                [ReasonProperty] = reason,
                [DescriptionProperty] = description,
            },
            ScheduledFor = null,
        };
    }
}
