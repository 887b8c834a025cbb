using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Operations;

/// <summary>What a replay did.</summary>
/// <param name="Replayed">The certificate ids of the events that were sent again.</param>
/// <param name="AlreadyIssued">The ids of certificates that exist: the message was left over and is gone now.</param>
/// <param name="NotFound">The ids that were asked for and not met.</param>
/// <param name="Left">Messages that were meant and can't be replayed.</param>
/// <param name="OtherMessages">How many messages that are no certification events were sent again, each to its own queue.</param>
/// <param name="More">Whether there may be more that is meant: the replay came to its bounds before it had looked at everything.</param>
public sealed record ReplayReport(
    IReadOnlyList<string> Replayed,
    IReadOnlyList<string> AlreadyIssued,
    IReadOnlyList<string> NotFound,
    IReadOnlyList<LeftMessage> Left,
    int OtherMessages,
    bool More);

/// <summary>A message that was meant and left where it lies.</summary>
/// <param name="Place">Where that is.</param>
/// <param name="SequenceNumber">Its number there.</param>
/// <param name="Reason">Why: a stable word.</param>
public sealed record LeftMessage(string Place, long SequenceNumber, [property: JsonConverter(typeof(AnswerTextConverter))] string Reason)
{
    /// <summary>The <see cref="Reason"/> where the ledger of its event can't be read.</summary>
    internal const string UnreadableLedger = "ENROLLMENT_UNREADABLE";
}
