namespace Divoc.Functions.Messaging;

/// <summary>All places where messages of the event queue lie that were set aside.</summary>
public sealed class SetAsideMessages
{
    private const string UnknownReason = "DEAD_LETTERED";

    /// <summary>The places of a host.</summary>
    /// <param name="queue">The event queue.</param>
    /// <param name="failures">Its failures queue; null in a host that dead-letters by itself.</param>
    public SetAsideMessages(IEventQueue queue, IEventQueue? failures)
    {
        var own = new SetAsidePlace("dead-letters", queue, areDeadLetters: true);
        Places = failures is null
            ? [own]
            : [own, new SetAsidePlace("failures-dead-letters", failures, areDeadLetters: true), new SetAsidePlace("failures", failures, areDeadLetters: false)];
    }

    /// <summary>The places. A message can move from the last one to the one before, so whoever goes through them in this order meets it once.</summary>
    public IReadOnlyList<SetAsidePlace> Places { get; }

    /// <summary>Why a message was set aside: a short word.</summary>
    public static string ReasonOf(ReceivedMessage message) => string.IsNullOrEmpty(message.DeadLetterReason) ? UnknownReason : message.DeadLetterReason;
}
