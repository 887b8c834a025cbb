using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="FindFunctions"/>.</summary>
internal sealed class FindDescriptions : ApiDescriptions
{
    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        new(
            "FindCertificates",
            ApiGroup.Certificates,
            "The certificates of a person",
            "All certificates under a preEnrollmentCode that the caller has access to, in any state. The code is in the body, because "
            + "proxies log URLs.")
        {
            Body = new(
                $"At most {ChangeOrderReader.BodyBytes / 1024} KiB.",
                ApiContent.Of(
                    ApiParameters.Order(
                        ["preEnrollmentCode"],
                        (
                            "preEnrollmentCode",
                            "The code of the person, as it was sent in the event.",
                            ApiParameters.Text(1, IntakeLimits.PreEnrollmentCodeCharacters))),
                    new JsonObject { ["preEnrollmentCode"] = "LKM-2021-004417" })),
            Answers =
            [
                new(
                    200,
                    "The certificates in the order in which they were issued; an empty list if there are none.",
                    ApiContent.Of(AnswerJson.Readable.FoundCertificatesBody)),
            ],
            Problems = new Dictionary<int, string[]> { [400] = SharedDescriptions.OfOrders(), [413] = ["PAYLOAD_TOO_LARGE"] },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(typeof(FoundCertificatesBody), "The certificates of a person.", ("certificates", "In the order in which they were issued.")),
        new(
            typeof(FoundCertificateBody),
            "One certificate of a person.",
            ("certificateId", "Its id."),
            ("type", "The name of its certificate type."),
            ("programId", "The programme; absent if it has none."),
            ("key", "What distinguishes it from other certificates of its type and programme."),
            ("issuedAt", "When it was issued."),
            ("validUntil", "Its last day; absent if it has no end."),
            ("state", "Its state now."),
            ("links", "Where its parts are; absent if they can't be fetched any more.")),
    ];
}
