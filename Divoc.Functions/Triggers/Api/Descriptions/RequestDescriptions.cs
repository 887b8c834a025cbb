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
            "The state of a request",
            "Poll it until no element is `QUEUED`. Between two polls wait as long as Retry-After says. The state can be asked for as "
            + "long as the service keeps the request.")
        {
            Parameters =
            [
                new(
                    WaitPreference.HeaderName,
                    ParameterLocation.Header,
                    $"`wait=SECONDS` (RFC 7240), at most {WaitPreference.LongestSeconds}: the answer comes as soon as no event is queued, "
                    + "at the latest after this time.",
                    new OpenApiSchema { Type = JsonSchemaType.String },
                    "wait=10"),
            ],
            Answers =
            [
                new(
                    200,
                    "The state of each event of the request. Retry-After is present as long as an event is queued.",
                    ApiContent.Of(AnswerJson.Readable.RequestStatusBody)) { Headers = ["Retry-After", WaitPreference.AppliedHeader] },
            ],
            Problems = new Dictionary<int, string[]> { [404] = ["NOT_FOUND"] },
        },
        new(
            "ListRequests",
            ApiGroup.Certify,
            "The caller's own requests",
            "Newest first. A page can be short or empty and still have a `next`: send it as `from` to get the next page, until there is "
            + "no `next`.")
        {
            Parameters =
            [
                ApiParameters.From,
                ApiParameters.Query(
                    "state",
                    "Only requests that have an element in this state.",
                    new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Enum = [.. Enum.GetNames<RequestedState>().Select(name => (JsonNode)JsonValue.Create(AnswerWord.Of(name)))],
                    },
                    "FAILED"),
            ],
            Answers = [new(200, "A page of requests.", ApiContent.Of(AnswerJson.Readable.RequestsBody))],
            Problems = new Dictionary<int, string[]> { [400] = ["FROM", "STATE"] },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        CodeDescription.Problem("STATE", "`state` is not a state of events.", "Send a state that `detail` names."),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(RequestStatusBody),
            "The state of a request.",
            ("requestId", "The id of the request."),
            ("acceptedAt", "When it was accepted."),
            ("certificates", "One entry for each event, in the order of the request.")),
        new(
            typeof(RequestsBody),
            "A page of requests.",
            ("requests", "The requests, newest first."),
            ("next", "Send it as `from` to get the next page; absent on the last page.")),
        new(
            typeof(ListedRequestBody),
            "A request in a list.",
            ("requestId", "Its id."),
            ("acceptedAt", "When it was accepted."),
            ("type", "The certificate type of its events."),
            ("events", "How many events it has."),
            ("states", "How many of them are in each state; states without events are left out."),
            ("statusUrl", "Where to ask for the state of each event.")),
        new(typeof(StateCountBody), "The number of events in a state.", ("status", "The state."), ("count", "The number of events.")),
        new(
            typeof(RequestedCertificateStatus),
            "The state of one event.",
            ("index", "Its place in the array, from 0."),
            ("preEnrollmentCode", "The person's code, as sent."),
            ("certificateId", "The id of its certificate; for a duplicate or a conflict, the id of the existing certificate."),
            ("status", "Its state."),
            ("issuedAt", "When its certificate was issued; absent if this event made none."),
            ("links", "Where the parts of the certificate are; absent if there is no certificate that the caller has access to."),
            ("reason", "Why it failed, as a word; absent if it did not fail."),
            ("detail", "A sentence that explains the reason.")),
        new(
            typeof(CertificateLinks),
            "Where the parts of a certificate are.",
            ("credential", "The signed credential."),
            ("qr", "The QR code as PNG."),
            ("pdf", "The page as PDF.")),
    ];
}
