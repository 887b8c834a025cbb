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
        new("ShowFailures", Group, "Which events failed, and why", "Without anything that tells of a person. Go on with `from` as long as there is a `next`.")
        {
            Parameters =
            [
                ApiParameters.Query("count", "How many at most.", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{FailureLister.LargestPage}", Default = 50 }, 50),
                ApiParameters.From,
            ],
            Answers = [new(200, "A page of them.", ApiContent.Of(AnswerJson.Readable.FailuresBody))],
            Problems = new Dictionary<int, string[]> { [400] = ["COUNT", "FROM"] },
        },
        new("ReplayFailures", Group, "Have failed events tried again", "By ids, by reason, or all. Remove the cause first; call again after an error, and as long as `more` is true.")
        {
            Body = new(
                $"One member: which are meant. At most {ReplayOrderReader.BodyBytes / 1024} KiB.",
                ApiContent.Of(
                    With(ApiParameters.Order([], Ids(), ("reason", "Those that failed for this reason, in any case.", ApiParameters.Text(1, ReplayOrderReader.LongestReason)), ("all", "All of them.", new OpenApiSchema { Type = JsonSchemaType.Boolean, Enum = [true] }))),
                    new JsonObject { ["all"] = true })),
            Answers = [new(200, "What was done.", ApiContent.Of(AnswerJson.Readable.ReplayReport))],
            Problems = new Dictionary<int, string[]> { [400] = SharedDescriptions.OfOrders("EMPTY_ARRAY", "ENUM", "TOO_MANY_ITEMS", "TOO_SHORT"), [413] = ["PAYLOAD_TOO_LARGE"] },
        },
        new("DiscardFailures", Group, "Discard failed events", "With all that they tell of a person. What is discarded does not come back; its record stays, with the reason `DISCARDED`.")
        {
            Body = new(
                $"At most {ReplayOrderReader.BodyBytes / 1024} KiB.",
                ApiContent.Of(
                    ApiParameters.Order(["certificateIds", "reason"], Ids(), ("reason", "Why, in your words.", ApiParameters.Text(1, ReplayOrderReader.LongestReason))),
                    new JsonObject { ["certificateIds"] = new JsonArray(NoId), ["reason"] = "the clinic withdrew it" })),
            Answers = [new(200, "What was done.", ApiContent.Of(AnswerJson.Readable.DiscardReport))],
            Problems = new Dictionary<int, string[]> { [400] = SharedDescriptions.OfOrders("EMPTY_ARRAY", "TOO_MANY_ITEMS", "TOO_SHORT"), [413] = ["PAYLOAD_TOO_LARGE"] },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(FailuresBody),
            "A page of the messages that failed.",
            ("failures", "The messages."),
            ("next", "The value of `from` that goes on; absent when nothing is left.")),
        new(
            typeof(SetAsideEvent),
            "A message that failed.",
            ("queue", "The queue for which it was sent."),
            ("place", "Where it lies, such as `dead-letters`."),
            ("sequenceNumber", "Its number there."),
            ("certificateId", "The id of the certificate that it was to become; absent where it is no event."),
            ("requestId", "The request that it came with; absent where it is no event."),
            ("reason", "Why, as a word."),
            ("detail", "The sentence to the reason."),
            ("since", "When it failed; when it was queued, as long as its failure is not recorded."),
            ("attempt", "Which attempt it was, from 1."),
            ("deliveries", "How often the queue has delivered it in this attempt.")),
        new(
            typeof(ReplayReport),
            "What a replay did.",
            ("replayed", "The certificate ids of the events that were sent again."),
            ("alreadyIssued", "The ids of certificates that exist: the message was left over and is gone now."),
            ("notFound", "The ids that were asked for and not met."),
            ("left", "Messages that were meant and can't be replayed."),
            ("otherMessages", "How many messages that are no events were sent again, each to its own queue."),
            ("more", "Whether there may be more that is meant: call again.")),
        new(
            typeof(DiscardReport),
            "What a call that discards events did.",
            ("discarded", "The certificate ids of the events that are gone."),
            ("alreadyIssued", "The ids of certificates that exist: only the message that was left over is gone."),
            ("notFound", "The ids that were asked for and not met."),
            ("left", "Messages that were meant and could not be discarded."),
            ("more", "Whether there may be more that is meant: call again.")),
        new(
            typeof(LeftMessage),
            "A message that was meant and left where it lies.",
            ("place", "Where that is."),
            ("sequenceNumber", "Its number there."),
            ("reason", "Why, as a word.")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem("COUNT", "`count` is not within its bounds.", $"Ask for 1 to {FailureLister.LargestPage}."),
        Problem("FROM", "`from` is not the `next` of an earlier answer.", "Begin without it."),
    ];

    private static (string Name, string Text, OpenApiSchema Schema) Ids() => (
        "certificateIds",
        "Their certificate ids.",
        new OpenApiSchema { Type = JsonSchemaType.Array, MinItems = 1, MaxItems = ReplayOrderReader.MostIds, Items = new OpenApiSchema { Type = JsonSchemaType.String } });

    private static OpenApiSchema With(OpenApiSchema order)
    {
        order.MinProperties = 1;
        order.MaxProperties = 1;
        return order;
    }
}
