
namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="HealthFunctions"/>, and the ping.</summary>
internal sealed class HealthDescriptions : ApiDescriptions
{
    private static readonly ApiGroup Group = ApiGroup.Health;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        new("HealthLive", Group, "Whether the process runs", "For systems that monitor the process.")
        {
            Answers = [new(200, "It runs.", ApiContent.Of(AnswerJson.Readable.HealthBody))],
        },
        new(
            "HealthReady",
            Group,
            "Whether the service can do its work",
            "For load balancers and other systems that route requests. Store, queues and signing key are checked.")
        {
            Answers =
            [
                new(200, "All of them work.", ApiContent.Of(AnswerJson.Readable.HealthBody)),
                new(
                    503,
                    "One of them does not work: `parts` names it, in `application/json`. Or the call itself got no answer in time:",
                    ApiContent.Of(AnswerJson.Readable.HealthBody)) { Headers = ["Retry-After"] },
            ],
        },
        new("Ping", Group, "Whether the process answers", "For clients of DIVOC.")
        {
            Answers = [new(200, "The process answers.")],
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(HealthBody),
            "The health of the service.",
            ("status", "Whether it runs, or can do its work."),
            ("parts", "The health of `store`, `queue` and `key`; absent if they were not checked.")),
        new(
            typeof(ServiceHealth),
            "The health of the service.",
            ("ALIVE", "the process answers"),
            ("READY", "store, queues and key work"),
            ("NOT_READY", "one of them does not work")),
        new(typeof(PartHealth), "The health of a part.", ("OK", "it works"), ("FAILING", "its check failed; the log says why")),
    ];
}
