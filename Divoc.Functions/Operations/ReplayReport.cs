using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Operations;

/// <summary>The result of a replay.</summary>
/// <param name="Replayed">The certificate ids of the events that were sent again.</param>
/// <param name="AlreadyIssued">The ids of certificates that exist: only the remaining message was removed.</param>
/// <param name="NotFound">The requested ids that were not found.</param>
/// <param name="Left">Selected messages that can't be replayed.</param>
/// <param name="OtherMessages">How many other messages than certification events were sent again, each to its own queue.</param>
/// <param name="More">Whether there may be more selected messages: the replay reached its limits before it had checked all.</param>
public sealed record ReplayReport(
    IReadOnlyList<string> Replayed,
    IReadOnlyList<string> AlreadyIssued,
    IReadOnlyList<string> NotFound,
    IReadOnlyList<LeftMessage> Left,
    int OtherMessages,
    bool More);

/// <summary>A selected message that was left at its place.</summary>
/// <param name="Place">The place.</param>
/// <param name="SequenceNumber">Its number there.</param>
/// <param name="Reason">A stable reason code.</param>
public sealed record LeftMessage(string Place, long SequenceNumber, [property: JsonConverter(typeof(AnswerTextConverter))] string Reason)
{
    /// <summary>The <see cref="Reason"/> if the ledger of its event can't be read.</summary>
    internal const string UnreadableLedger = "ENROLLMENT_UNREADABLE";
}
