using Divoc.Functions.Operations;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="OverviewFunctions"/>.</summary>
internal sealed class OverviewDescriptions : ApiDescriptions
{
    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        new(
            "ShowOverview",
            ApiGroup.Operations,
            "The state of the service",
            "At a glance: queues, the last hour by minute, failures by reason, keys, version. A part that can't be read is left out, and "
            + "`unavailable` names it.")
        {
            Answers = [new(200, "The overview.", ApiContent.Of(AnswerJson.Readable.OverviewReport))],
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(OverviewReport),
            "The state of the service.",
            ("at", "When the overview was made."),
            ("version", "The version of the program that answered."),
            ("queues", "The messages in each queue."),
            ("announcements", "The age of the oldest change of a certificate that is not announced yet."),
            ("shards",
                "The age of the oldest part of the published list of certificates that are not valid; absent if nothing is published yet."),
            ("activity", "The work of the last hour."),
            ("failures", "What failed for good and was not replayed or discarded."),
            ("keys", "The keys that have signed."),
            ("unavailable", "The parts that could not be read.")),
        new(
            typeof(QueueOverview),
            "The messages in a queue.",
            ("queue", "Its name."),
            ("queued", "Messages that wait or are being processed."),
            ("scheduled", "Messages that are due later."),
            ("failed", "Messages that failed for good."),
            ("oldestSeconds", "For how many seconds the oldest message has been due.")),
        new(typeof(AgeOverview), "An age.", ("oldestSeconds", "The age of the oldest one in seconds; 0 if there is none.")),
        new(
            typeof(ActivityOverview),
            "The work of the last hour.",
            ("instances", "The number of program instances that were counted."),
            ("more", "Whether there are more instances, which were not counted."),
            ("minutes", "The minutes in which something was done, earliest first.")),
        new(
            typeof(ActivityMinute),
            "The work of one minute.",
            ("minute", "When it began."),
            ("accepted", "Events that were accepted."),
            ("issued", "Certificates that were issued."),
            ("duplicate", "Events whose certificate existed already."),
            ("failed", "Events that failed for good.")),
        new(
            typeof(FailuresOverview),
            "What failed for good.",
            ("reasons", "The numbers by reason, the most frequent first."),
            ("more", "Whether there are more failures, which were not counted.")),
        new(
            typeof(FailureCount),
            "How often a reason occurred.",
            ("reason", "The reason, as a word."),
            ("count", "The number of messages with this reason.")),
        new(
            typeof(KeyOverview),
            "A key that signed.",
            ("kid", "Its id."),
            ("algorithm", "The signature algorithm."),
            ("purposes", "What it may sign; absent if it may sign everything."),
            ("since", "When it was first used."),
            ("ageDays", "The number of whole days since then."),
            ("retiredAt", "When an operator recorded that it is gone; absent for a key in use."),
            ("certificateUntil", "When the X.509 certificate with which it last signed ends; absent if it never had one.")),
        new(
            typeof(OverviewPart),
            "A part of the overview.",
            ("QUEUES", "the messages in the queues"),
            ("ACTIVITY", "what was done in the last hour"),
            ("FAILURES", "what failed for good"),
            ("KEYS", "the keys that signed"),
            ("SHARDS", "the age of the published list of certificates that are not valid")),
    ];
}
