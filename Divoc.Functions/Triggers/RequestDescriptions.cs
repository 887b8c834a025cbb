using Divoc.Functions.Triggers.Api;
using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers;

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
