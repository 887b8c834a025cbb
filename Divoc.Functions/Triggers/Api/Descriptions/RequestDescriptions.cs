using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="RequestFunctions"/>.</summary>
internal sealed class RequestDescriptions : ApiDescriptions
{
    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        new(
            "ShowRequest",
            ApiGroup.Certify,
            "What has become of a request",
            "Poll it until no element is `QUEUED`, and wait between two polls as long as Retry-After says. It is there for as long as the registry keeps requests.")
        {
            Parameters =
            [
                new(
                    WaitPreference.HeaderName,
                    ParameterLocation.Header,
                    $"`wait=SECONDS`: answers as soon as no event is queued, at the latest after so long, at most {WaitPreference.LongestSeconds} (RFC 7240).",
                    new OpenApiSchema { Type = JsonSchemaType.String },
                    "wait=10"),
            ],
            Answers =
            [
                new(200, "The state of each event of the request. Retry-After is there as long as one is queued.", ApiContent.Of(AnswerJson.Readable.RequestStatusBody)) { Headers = ["Retry-After", WaitPreference.AppliedHeader] },
            ],
            Problems = new Dictionary<int, string[]> { [404] = ["NOT_FOUND"] },
        },
        new("ListRequests", ApiGroup.Certify, "The caller's own requests", "The newest first. A page may be short or empty and still have a `next`: go on with `from` as long as there is one.")
        {
            Parameters =
            [
                ApiParameters.From,
                ApiParameters.Query(
                    "state", "Only requests that have an element in this state.", new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. Enum.GetNames<RequestedState>().Select(name => (JsonNode)JsonValue.Create(AnswerWord.Of(name)))] }, "FAILED"),
            ],
            Answers = [new(200, "A page of them.", ApiContent.Of(AnswerJson.Readable.RequestsBody))],
            Problems = new Dictionary<int, string[]> { [400] = ["FROM", "STATE"] },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        CodeDescription.Problem("STATE", "`state` is none of the states.", "Send one that the sentence names."),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(RequestStatusBody),
            "What has become of a request.",
            ("requestId", "The id of the request."),
            ("acceptedAt", "When it was accepted."),
            ("certificates", "One entry for each event, in their order.")),
        new(typeof(RequestsBody), "A page of requests.", ("requests", "The requests, the newest first."), ("next", "The value of `from` that goes on; absent when nothing is left.")),
        new(
            typeof(ListedRequestBody),
            "A request in a list.",
            ("requestId", "Its id."),
            ("acceptedAt", "When it was accepted."),
            ("type", "The certificate type of its events."),
            ("events", "How many events it has."),
            ("states", "How many of them are in each state, states without any left out."),
            ("statusUrl", "Where each event's state is told.")),
        new(typeof(StateCountBody), "How many events are in a state.", ("status", "The state."), ("count", "How many.")),
        new(
            typeof(RequestedCertificateStatus),
            "What has become of one event.",
            ("index", "Its place in the array, from 0."),
            ("preEnrollmentCode", "The person's code, as sent."),
            ("certificateId", "Its certificate; of a duplicate or a conflict the one that there is in its place."),
            ("status", "What has become of it."),
            ("issuedAt", "When it was issued; absent unless this event was."),
            ("links", "Where the parts of the certificate are; absent unless there is one that the caller reaches."),
            ("reason", "Why it failed, as a word; absent unless it did."),
            ("detail", "The sentence to the reason.")),
        new(
            typeof(CertificateLinks),
            "Where the parts of a certificate are.",
            ("credential", "The signed credential."),
            ("qr", "The QR image as PNG."),
            ("pdf", "The page.")),
    ];
}
