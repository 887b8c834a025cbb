using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations;

/// <summary>The state of the service. A part that could not be read is null.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Version">The version of the program that answers.</param>
/// <param name="Queues">The queues.</param>
/// <param name="Announcements">The oldest change of a certificate that waits to be announced.</param>
/// <param name="Shards">The oldest published document about certificates that are not valid; null if nothing was published yet.</param>
/// <param name="Activity">What was done in the last hour.</param>
/// <param name="Failures">Events that failed permanently and were neither replayed nor discarded.</param>
/// <param name="Keys">The keys that ever signed.</param>
/// <param name="Unavailable">The parts that are missing because their store or queue can't be reached.</param>
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

/// <summary>The state of a queue.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Queued">Messages that wait or are being processed.</param>
/// <param name="Scheduled">Messages that are scheduled for later.</param>
/// <param name="Failed">Messages that failed permanently.</param>
/// <param name="OldestSeconds">How long the oldest message has been due.</param>
public sealed record QueueOverview(string Queue, long Queued, long Scheduled, long Failed, double OldestSeconds);

/// <summary>An age.</summary>
/// <param name="OldestSeconds">The age of the oldest one; 0 if there is none.</param>
public sealed record AgeOverview(double OldestSeconds);

/// <summary>What was done in the last hour.</summary>
/// <param name="Instances">The number of instances; one that did nothing in the hour counts only if it is the one that answers.</param>
/// <param name="More">Whether there are more instances than were read.</param>
/// <param name="Minutes">The minutes with activity, earliest first.</param>
public sealed record ActivityOverview(int Instances, bool More, IReadOnlyList<ActivityMinute> Minutes);

/// <summary>Events that failed permanently.</summary>
/// <param name="Reasons">By reason, the most frequent first.</param>
/// <param name="More">Whether there are more than were counted.</param>
public sealed record FailuresOverview(IReadOnlyList<FailureCount> Reasons, bool More);

/// <summary>The count of a reason.</summary>
/// <param name="Reason">The reason code.</param>
/// <param name="Count">The number of messages with it.</param>
public sealed record FailureCount([property: JsonConverter(typeof(AnswerTextConverter))] string Reason, int Count);

/// <summary>A key that signed.</summary>
/// <param name="Kid">Its name.</param>
/// <param name="Algorithm">Its algorithm.</param>
/// <param name="Purposes">Its purposes; null for every purpose.</param>
/// <param name="Since">When it was first used (UTC).</param>
/// <param name="AgeDays">Whole days since then.</param>
/// <param name="RetiredAt">When an operator recorded that it is lost permanently (UTC); null for one in use or kept.</param>
/// <param name="CertificateUntil">When the last X.509 certificate ends with which it signed (UTC); null if it never had one.</param>
public sealed record KeyOverview(
    string Kid, string Algorithm, IReadOnlyList<string>? Purposes, DateTimeOffset Since, int AgeDays, DateTimeOffset? RetiredAt,
    DateTimeOffset? CertificateUntil);

/// <summary>The parts of the overview.</summary>
public enum OverviewPart
{
    /// <summary>The queues and the oldest announcement.</summary>
    Queues,

    /// <summary>What was done in the last hour.</summary>
    Activity,

    /// <summary>Events that failed permanently.</summary>
    Failures,

    /// <summary>The keys.</summary>
    Keys,

    /// <summary>The published documents about certificates that are not valid.</summary>
    Shards,
}
