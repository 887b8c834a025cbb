
namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="HealthFunctions"/>, and the ping.</summary>
internal sealed class HealthDescriptions : ApiDescriptions
{
    private static readonly ApiGroup Group = ApiGroup.Health;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        new("HealthLive", Group, "Whether the process runs", "For whoever watches the process.")
        {
            Answers = [new(200, "It runs.", ApiContent.Of(AnswerJson.Readable.HealthBody))],
        },
        new("HealthReady", Group, "Whether the service can do its work", "For whoever routes requests: store, queues and key are tried.")
        {
            Answers =
            [
                new(200, "All of them work.", ApiContent.Of(AnswerJson.Readable.HealthBody)),
                new(503, "One of them does not work: `parts` says which, in `application/json`. Or the call itself found no answer in time:", ApiContent.Of(AnswerJson.Readable.HealthBody)) { Headers = ["Retry-After"] },
            ],
        },
        new("Ping", Group, "Sign of life", "Of clients of DIVOC.")
        {
            Answers = [new(200, "The process answers.")],
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(typeof(HealthBody), "The health of the service.", ("status", "Whether it runs, or can do its work."), ("parts", "The health of `store`, `queue` and `key`; absent where they are not asked.")),
        new(typeof(ServiceHealth), "The health of the service.", ("ALIVE", "the process answers"), ("READY", "store, queues and key work"), ("NOT_READY", "one of them does not")),
        new(typeof(PartHealth), "The health of a part.", ("OK", "it works"), ("FAILING", "its check failed; the log says why")),
    ];
}
