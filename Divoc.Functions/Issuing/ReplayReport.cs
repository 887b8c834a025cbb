namespace Divoc.Functions.Issuing;

/// <summary>What a replay did.</summary>
/// <param name="Replayed">The certificate ids of the events that were sent again.</param>
/// <param name="AlreadyIssued">The ids of certificates that exist: the message was left over and is gone now.</param>
/// <param name="NotFound">The ids that were asked for and not met.</param>
/// <param name="Left">Messages that were meant and can't be replayed.</param>
/// <param name="More">Whether there may be more that is meant: the replay came to its bounds before it had looked at everything.</param>
public sealed record ReplayReport(
    IReadOnlyList<string> Replayed,
    IReadOnlyList<string> AlreadyIssued,
    IReadOnlyList<string> NotFound,
    IReadOnlyList<LeftMessage> Left,
    bool More);
