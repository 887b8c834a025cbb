using Divoc.Functions.Issuing;

namespace Divoc.Functions.Triggers;

/// <summary>What a replay did.</summary>
/// <param name="Replayed">The certificate ids of the events that were sent again.</param>
/// <param name="AlreadyIssued">Those whose certificate exists: what was left over of them is gone now.</param>
/// <param name="NotFound">Those that were asked for and not met.</param>
/// <param name="Left">Messages that were meant and can't be replayed, with the reason.</param>
/// <param name="More">Whether to call again: there may be more that is meant.</param>
internal sealed record ReplayBody(
    IReadOnlyList<string> Replayed, IReadOnlyList<string> AlreadyIssued, IReadOnlyList<string> NotFound, IReadOnlyList<LeftMessage> Left, bool More)
{
    /// <summary>The answer for a report.</summary>
    public static ReplayBody Of(ReplayReport report) => new(report.Replayed, report.AlreadyIssued, report.NotFound, report.Left, report.HasMore);
}
