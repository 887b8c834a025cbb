using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Ledger;
using Divoc.Functions.Triggers.Api;
using Divoc.Functions.Triggers.Api.Descriptions;
using Microsoft.OpenApi;
using static Divoc.Functions.Triggers.Api.CodeDescription;

namespace Divoc.Functions.Triggers.Divoc.Descriptions;

/// <summary>Describes <see cref="EuCertificateFunctions"/>.</summary>
internal sealed class EuCertificateDescriptions : ApiDescriptions
{
    private static readonly Dictionary<int, string[]> Problems = new()
    {
        [400] = ["SIZE"],
        [404] = ["NOT_FOUND", "QUEUED", "NO_SUCH_FORMAT"],
        [410] = ["ERASED", "REVOKED", "SUPERSEDED", "SUSPENDED"],
        [422] = [.. EuDccFormat.RefusalCodes],
        [429] = ["TOO_MANY_EVENTS"],
        [501] = ["FORMAT_NOT_SET_UP"],
    };

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        Latest(),
        OfPart("FetchEuText", "An EU certificate as the text of its QR code", EuDccFormat.MediaType),
        OfPart("FetchEuQr", "The QR code of an EU certificate as PNG", CertificateArtifacts.QrContentType),
        OfPart("FetchEuQrSvg", "The QR code of an EU certificate as SVG", CertificateFetcher.SvgMediaType),
        OfPart("FetchEuPdf", "The page with the QR code of an EU certificate", CertificateArtifacts.PdfContentType),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem(
            "NAME_DIFFERS",
            "The name that was sent for an EU certificate differs from the certified name.",
            "Send every part of the certified name and nothing else, or correct the event."),
    ];

    private static OperationDescription Latest() => new(
        "FetchLatestEuCertificate",
        ApiGroup.Divoc,
        "The EU certificate of a person's latest vaccination",
        "The answer is the page, or the QR code with `type=qrcode`. The body can give the name as the passport has it; without a body "
        + "the certified name is used. The certificate is signed at each call, which counts as an event.")
    {
        Parameters =
        [
            ApiParameters.Query(
                LatestQuery.CodeParameter,
                "The person's preEnrollmentCode.",
                new OpenApiSchema { Type = JsonSchemaType.String },
                "LKM-2021-004417"),
            ApiParameters.Query(
                LatestQuery.KindParameter,
                "`qrcode` for the QR code as PNG; otherwise the answer is the page as PDF.",
                new OpenApiSchema { Type = JsonSchemaType.String }),
        ],
        Body = new(
            $"At most {PassportNameReader.BodyBytes / 1024} KiB. The body may be left out.",
            ApiContent.Of(
                ApiParameters.Order(
                    ["fn", "fnt"],
                    ("fn", "The family name.", ApiParameters.Text(1, PassportNameReader.LongestText)),
                    (
                        "fnt",
                        "The same in A to Z with `<` between its parts, as in the machine-readable zone of a passport.",
                        ApiParameters.Text(1, EuDccFormat.LongestName)),
                    ("gn", "The given names.", ApiParameters.Text(1, PassportNameReader.LongestText)),
                    ("gnt", "The same in A to Z; only together with `gn`.", ApiParameters.Text(1, EuDccFormat.LongestName))),
                new JsonObject { ["fn"] = "Wendakoon", ["fnt"] = "WENDAKOON", ["gn"] = "Ishara", ["gnt"] = "ISHARA" })),
        Answers =
        [
            new(
                200,
                "The page or the QR code.",
                ApiContent.Bytes(CertificateArtifacts.PdfContentType),
                ApiContent.Bytes(CertificateArtifacts.QrContentType)),
        ],
        Problems = new Dictionary<int, string[]>(Problems)
        {
            [400] = SharedDescriptions.OfOrders(),
            [404] = ["NOT_FOUND", "NO_SUCH_FORMAT"],
            [409] = ["NAME_DIFFERS"],
            [410] = ["ERASED", "SUSPENDED"],
            [413] = ["PAYLOAD_TOO_LARGE"],
        },
    };

    private static OperationDescription OfPart(string function, string summary, string mediaType) => new(
        function,
        ApiGroup.Certificates,
        summary,
        "It is made and signed at each fetch, which counts as an event. Only live certificates have it.")
    {
        Answers = [new(200, "The requested part.", ApiContent.Bytes(mediaType)) { Headers = ["ETag", "Content-Disposition", "Link"] }],
        Problems = Problems,
    };
}
