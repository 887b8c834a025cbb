using System.Text.Json.Nodes;
using Divoc.Functions.Operations;
using Microsoft.OpenApi;
using static Divoc.Functions.Triggers.Api.CodeDescription;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="OperationFunctions"/>.</summary>
internal sealed class FailureDescriptions : ApiDescriptions
{
    private static readonly ApiGroup Group = ApiGroup.Operations;
    private const string NoId = "zzzzzzzzzzzzzzzzzzzzzzzzza";

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        new(
            "ShowFailures",
            Group,
            "Which events failed, and why",
            "Without personal data. For the next page send `next` as `from`, until there is no `next`.")
        {
            Parameters =
            [
                ApiParameters.Query(
                    "count",
                    "The largest number of entries in the answer.",
                    new OpenApiSchema
                    {
                        Type = JsonSchemaType.Integer,
                        Minimum = "1",
                        Maximum = $"{FailureLister.LargestPage}",
                        Default = 50,
                    },
                    50),
                ApiParameters.From,
            ],
            Answers = [new(200, "A page of failures.", ApiContent.Of(AnswerJson.Readable.FailuresBody))],
            Problems = new Dictionary<int, string[]> { [400] = ["COUNT", "FROM"] },
        },
        new(
            "ReplayFailures",
            Group,
            "Replay failed events",
            "Failed events are tried again: by certificate ids, by reason, or all. Remove the cause first. Repeat the call after an "
            + "error, and as long as `more` is true.")
        {
            Body = new(
                $"Exactly one member, which says which events to replay. At most {ReplayOrderReader.BodyBytes / 1024} KiB.",
                ApiContent.Of(
                    With(
                        ApiParameters.Order(
                            [],
                            Ids(),
                            (
                                "reason",
                                "The events that failed for this reason; upper and lower case mean the same.",
                                ApiParameters.Text(1, ReplayOrderReader.LongestReason)),
                            ("all", "All failed events.", new OpenApiSchema { Type = JsonSchemaType.Boolean, Enum = [true] }))),
                    new JsonObject { ["all"] = true })),
            Answers = [new(200, "The result.", ApiContent.Of(AnswerJson.Readable.ReplayReport))],
            Problems = new Dictionary<int, string[]>
            {
                [400] = SharedDescriptions.OfOrders("EMPTY_ARRAY", "ENUM", "TOO_MANY_ITEMS", "TOO_SHORT"),
                [413] = ["PAYLOAD_TOO_LARGE"],
            },
        },
        new(
            "DiscardFailures",
            Group,
            "Discard failed events",
            "Deletes failed events with all their personal data. A discarded event can't be replayed. Its failure record stays, with the "
            + "reason `DISCARDED`.")
        {
            Body = new(
                $"At most {ReplayOrderReader.BodyBytes / 1024} KiB.",
                ApiContent.Of(
                    ApiParameters.Order(
                        ["certificateIds", "reason"],
                        Ids(),
                        ("reason", "Why, in your own words.", ApiParameters.Text(1, ReplayOrderReader.LongestReason))),
                    new JsonObject { ["certificateIds"] = new JsonArray(NoId), ["reason"] = "the clinic withdrew it" })),
            Answers = [new(200, "The result.", ApiContent.Of(AnswerJson.Readable.DiscardReport))],
            Problems = new Dictionary<int, string[]>
            {
                [400] = SharedDescriptions.OfOrders("EMPTY_ARRAY", "TOO_MANY_ITEMS", "TOO_SHORT"),
                [413] = ["PAYLOAD_TOO_LARGE"],
            },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(FailuresBody),
            "A page of the failed messages.",
            ("failures", "The messages."),
            ("next", "Send it as `from` to get the next page; absent on the last page.")),
        new(
            typeof(SetAsideEvent),
            "A failed message.",
            ("queue", "The queue that it was sent to."),
            ("place", "Where it is now, such as `dead-letters`."),
            ("sequenceNumber", "Its number at that place."),
            ("certificateId", "The certificate id of the event; absent if the message is not an event."),
            ("requestId", "The request of the event; absent if the message is not an event."),
            ("reason", "Why, as a word."),
            ("detail", "A sentence that explains the reason."),
            ("since", "When it failed; if the failure is not recorded yet, when it was queued."),
            ("attempt", "The number of the last attempt; the first is 1."),
            ("deliveries", "How often the queue delivered it in that attempt.")),
        new(
            typeof(ReplayReport),
            "The result of a replay.",
            ("replayed", "The certificate ids of the events that were sent again."),
            ("alreadyIssued", "The ids of certificates that exist already: their messages were not needed and are removed."),
            ("notFound", "The ids in the call for which there is no failed event."),
            ("left", "Messages that the call selected but that can't be replayed."),
            ("otherMessages", "The number of other messages, which are not events, that were sent again, each to its own queue."),
            ("more", "Whether there may be more messages that the call selects: if true, repeat the call.")),
        new(
            typeof(DiscardReport),
            "The result of a call that discards events.",
            ("discarded", "The certificate ids of the discarded events."),
            ("alreadyIssued", "The ids of certificates that exist already: only their messages, which were not needed, are removed."),
            ("notFound", "The ids in the call for which there is no failed event."),
            ("left", "Messages that the call selected but that could not be discarded."),
            ("more", "Whether there may be more messages that the call selects: if true, repeat the call.")),
        new(
            typeof(LeftMessage),
            "A message that the call selected but left where it is.",
            ("place", "Where it is."),
            ("sequenceNumber", "Its number at that place."),
            ("reason", "Why, as a word.")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem("COUNT", "`count` is not within its limits.", $"Send a whole number from 1 to {FailureLister.LargestPage}."),
        Problem("FROM", "`from` is not the `next` of an earlier answer.", "Begin without `from`, then send the `next` of each answer."),
    ];

    private static (string Name, string Text, OpenApiSchema Schema) Ids() => (
        "certificateIds",
        "The certificate ids of the events.",
        new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            MinItems = 1,
            MaxItems = ReplayOrderReader.MostIds,
            Items = new OpenApiSchema { Type = JsonSchemaType.String },
        });

    private static OpenApiSchema With(OpenApiSchema order)
    {
        order.MinProperties = 1;
        order.MaxProperties = 1;
        return order;
    }
}
