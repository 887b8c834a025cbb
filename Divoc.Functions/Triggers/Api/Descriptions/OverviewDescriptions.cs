using Divoc.Functions.Operations;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="OverviewFunctions"/>.</summary>
internal sealed class OverviewDescriptions : ApiDescriptions
{
    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        new("ShowOverview", ApiGroup.Operations, "How the service is", "At a glance: queues, the last hour by minute, failures by reason, keys, version. What could not be found out is left out and named in `unavailable`.")
        {
            Answers = [new(200, "The overview.", ApiContent.Of(AnswerJson.Readable.OverviewReport))],
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(OverviewReport),
            "How the service is.",
            ("at", "When."),
            ("version", "The version of the program that answers."),
            ("queues", "What lies in each queue."),
            ("announcements", "The oldest change of a certificate that waits to be announced."),
            ("shards", "The oldest of what is published of certificates that are not valid; absent where nothing was published yet."),
            ("activity", "What was done in the last hour."),
            ("failures", "What failed for good and was neither replayed nor discarded."),
            ("keys", "The keys that ever signed."),
            ("unavailable", "What could not be found out.")),
        new(
            typeof(QueueOverview),
            "What lies in a queue.",
            ("queue", "Its name."),
            ("queued", "Messages that wait or are in work."),
            ("scheduled", "Messages that come later."),
            ("failed", "Messages that failed for good."),
            ("oldestSeconds", "For how long the oldest message has been due.")),
        new(typeof(AgeOverview), "An age.", ("oldestSeconds", "That of the oldest one; 0 where there is none.")),
        new(
            typeof(ActivityOverview),
            "What was done in the last hour.",
            ("instances", "By how many instances of the program."),
            ("more", "Whether there are more instances than were asked."),
            ("minutes", "The minutes in which anything was done, the earliest first.")),
        new(
            typeof(ActivityMinute),
            "What was done in a minute.",
            ("minute", "When it began."),
            ("accepted", "Events that were accepted."),
            ("issued", "Certificates that were issued."),
            ("duplicate", "Events whose certificate existed already."),
            ("failed", "Events that failed for good.")),
        new(typeof(FailuresOverview), "What failed for good.", ("reasons", "By reason, the most frequent first."), ("more", "Whether there are more than were looked at.")),
        new(typeof(FailureCount), "How often a reason was met.", ("reason", "The reason, as a word."), ("count", "How many messages have it.")),
        new(
            typeof(KeyOverview),
            "A key that signed.",
            ("kid", "Its id."),
            ("algorithm", "What it signs with."),
            ("purposes", "What it is named for; absent for every purpose."),
            ("since", "When it was first used."),
            ("ageDays", "Whole days since then."),
            ("retiredAt", "When an operator said that it is gone; absent for one in use."),
            ("certificateUntil", "When the X.509 certificate ends with which it signed last; absent if it never had any.")),
        new(
            typeof(OverviewPart),
            "A part of the overview.",
            ("QUEUES", "what lies in the queues"),
            ("ACTIVITY", "what was done in the last hour"),
            ("FAILURES", "what failed for good"),
            ("KEYS", "the keys that signed"),
            ("SHARDS", "how old what is published of certificates that are not valid is")),
    ];
}
