using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations;

/// <summary>How the service is. A part that could not be found out is null.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Version">The version of the program that answers.</param>
/// <param name="Queues">What lies in each queue.</param>
/// <param name="Announcements">The oldest change of a certificate that waits to be announced.</param>
/// <param name="Shards">The oldest of what is published of certificates that are not valid; null where nothing was published yet.</param>
/// <param name="Activity">What was done in the last hour.</param>
/// <param name="Failures">What failed for good and was neither replayed nor discarded.</param>
/// <param name="Keys">The keys that ever signed.</param>
/// <param name="Unavailable">What could not be found out, since its store or queue is out of reach.</param>
public sealed record OverviewReport(
    DateTimeOffset At,
    string Version,
    IReadOnlyList<QueueOverview>? Queues,
    AgeOverview? Announcements,
    AgeOverview? Shards,
    ActivityOverview? Activity,
    FailuresOverview? Failures,
    IReadOnlyList<KeyOverview>? Keys,
    IReadOnlyList<OverviewPart> Unavailable);

/// <summary>What lies in a queue.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Queued">Messages that wait or are in work.</param>
/// <param name="Scheduled">Messages that come later.</param>
/// <param name="Failed">Messages that failed for good.</param>
/// <param name="OldestSeconds">For how long the oldest message has been due.</param>
public sealed record QueueOverview(string Queue, long Queued, long Scheduled, long Failed, double OldestSeconds);

/// <summary>An age.</summary>
/// <param name="OldestSeconds">That of the oldest one; 0 where there is none.</param>
public sealed record AgeOverview(double OldestSeconds);

/// <summary>What was done in the last hour.</summary>
/// <param name="Instances">By how many instances of the program; one that did nothing in the hour counts only if it answers.</param>
/// <param name="More">Whether there are more instances than were asked.</param>
/// <param name="Minutes">The minutes in which anything was done, the earliest first.</param>
public sealed record ActivityOverview(int Instances, bool More, IReadOnlyList<ActivityMinute> Minutes);

/// <summary>What failed for good.</summary>
/// <param name="Reasons">By reason, the most frequent first.</param>
/// <param name="More">Whether there are more than were looked at.</param>
public sealed record FailuresOverview(IReadOnlyList<FailureCount> Reasons, bool More);

/// <summary>How often a reason was met.</summary>
/// <param name="Reason">The reason: a word.</param>
/// <param name="Count">How many messages have it.</param>
public sealed record FailureCount([property: JsonConverter(typeof(AnswerTextConverter))] string Reason, int Count);

/// <summary>A key that signed.</summary>
/// <param name="Kid">Its name.</param>
/// <param name="Algorithm">What it signs by.</param>
/// <param name="Purposes">What it signs; null for everything.</param>
/// <param name="Since">When it was first used (UTC).</param>
/// <param name="AgeDays">Whole days since then.</param>
/// <param name="RetiredAt">When an operator said that it is gone for good (UTC); null for one in use or kept.</param>
/// <param name="CertificateUntil">When the X.509 certificate ends with which it signed last (UTC); null if it never had any.</param>
public sealed record KeyOverview(
    string Kid, string Algorithm, IReadOnlyList<string>? Purposes, DateTimeOffset Since, int AgeDays, DateTimeOffset? RetiredAt, DateTimeOffset? CertificateUntil);

/// <summary>The parts of the overview.</summary>
public enum OverviewPart
{
    /// <summary>What lies in the queues, and what waits to be announced.</summary>
    Queues,

    /// <summary>What was done in the last hour.</summary>
    Activity,

    /// <summary>What failed for good.</summary>
    Failures,

    /// <summary>The keys.</summary>
    Keys,

    /// <summary>What is published of certificates that are not valid.</summary>
    Shards,
}
