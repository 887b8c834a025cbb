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
        new("FindCertificates", ApiGroup.Certificates, "The certificates of a person", "Those that the caller reaches under a preEnrollmentCode, whatever became of them. The code stands in the body, since addresses are written into logs on the way.")
        {
            Body = new(
                $"At most {ChangeOrderReader.BodyBytes / 1024} KiB.",
                ApiContent.Of(
                    ApiParameters.Order(["preEnrollmentCode"], ("preEnrollmentCode", "The code under which the person was sent.", ApiParameters.Text(1, IntakeLimits.PreEnrollmentCodeCharacters))),
                    new JsonObject { ["preEnrollmentCode"] = "LKM-2021-004417" })),
            Answers = [new(200, "The certificates in the order in which they were issued; none where there are none.", ApiContent.Of(AnswerJson.Readable.FoundCertificatesBody))],
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
            ("programId", "The programme; absent where it has none."),
            ("key", "What tells it from others of its type and programme."),
            ("issuedAt", "When it was issued."),
            ("validUntil", "Its last day; absent where it has no end."),
            ("state", "Its state now."),
            ("links", "Where its parts are; absent where they are handed out no more.")),
    ];
}
