namespace Divoc.Functions.Messaging.Sqlite;

/// <summary>What a look for messages found.</summary>
/// <param name="Messages">The messages, locked now.</param>
/// <param name="NextDue">If there was none: when the next scheduled message or lock falls due; null if the queue is empty.</param>
internal sealed record Claim(IReadOnlyList<ReceivedMessage> Messages, DateTimeOffset? NextDue);
