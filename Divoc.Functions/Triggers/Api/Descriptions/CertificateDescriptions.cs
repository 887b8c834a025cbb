using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Ledger;
using Microsoft.OpenApi;
using static Divoc.Functions.Triggers.Api.CodeDescription;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="CertificateFunctions"/>.</summary>
internal sealed class CertificateDescriptions(CredentialFormats formats) : ApiDescriptions
{
    private static readonly ApiGroup Group = ApiGroup.Certificates;

    /// <summary>The size of a PNG.</summary>
    internal static readonly ApiParameter Size = ApiParameters.Query(
        PartRequest.SizeParameter,
        "The wanted width and height of the PNG in pixels. Every module gets the same number of whole pixels, at least 2, so the image "
        + "can be a little smaller, or larger if the code has many modules. Without this parameter the answer is the stored image.",
        new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = $"{AskedPart.SmallestSize}", Maximum = $"{AskedPart.LargestSize}" },
        600);

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        OfAccept(),
        OfPart("FetchCredential", "The signed credential", [.. StoredMediaTypes()]),
        OfPart("FetchQr", "The QR code as PNG", [CertificateArtifacts.QrContentType], Size),
        OfPart("FetchQrSvg", "The QR code as SVG", [CertificateFetcher.SvgMediaType]),
        OfPart("FetchPdf", "The page as PDF", [CertificateArtifacts.PdfContentType]),
        new(
            "ShowHistory",
            Group,
            "What happened to a certificate",
            "Its state, all its changes, and the versions of the same event that the caller has access to. Revoked and erased "
            + "certificates have a history too.")
        {
            Answers = [new(200, "The history.", ApiContent.Of(AnswerJson.Readable.CertificateHistoryBody))],
            Problems = new Dictionary<int, string[]> { [404] = ["NOT_FOUND", "QUEUED"] },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(CertificateHistoryBody),
            "Everything that happened to a certificate.",
            ("certificateId", "Its id."),
            ("issuedAt", "When it was issued."),
            ("state", "Its state now."),
            ("replaces", "The certificate that it replaced; absent for the first."),
            ("changes", "What happened to it, oldest first."),
            ("versions", "All versions of the same event that the caller has access to, oldest first; this one is among them.")),
        new(
            typeof(StateChangeBody),
            "One entry of a history.",
            ("at", "When it happened."),
            ("change", "What happened."),
            ("reason", "The reason code that the caller sent, or `UPDATED`, or `REVOKED_BY_CODE`."),
            ("text", "The text that the caller sent; absent if none was sent, or if the certificate was erased or released later."),
            ("by",
                "The partner, or `OPERATOR`. If the service has no partners: the SHA-256 of the access key in hex, or empty if no key "
                + "was sent."),
            ("replacedBy", "The certificate that replaced it; absent for other changes."),
            ("from", "The start of a suspension; absent for other changes."),
            ("until", "The end of a suspension; absent for other changes, and for a suspension without an end.")),
        new(
            typeof(StateChangeKind),
            "What happened to a certificate.",
            ("SUPERSEDED", "an update replaced it"),
            ("SUSPENDED", "it was suspended, from `from` until `until`"),
            ("REINSTATED", "all earlier suspensions were lifted"),
            ("REVOKED", "it was revoked"),
            ("ERASED", "its personal data were deleted"),
            ("RELEASED", "its event's data were deleted, because an operator released its owner from this preEnrollmentCode")),
        new(
            typeof(CertificateStateBody),
            "The state of a certificate.",
            ("certificateId", "Its id."),
            ("status", "Its state now. It does not say whether the certificate has expired."),
            ("since", "Since when it has this state."),
            ("reason",
                "The reason code of the change that led to this state; absent for a live certificate, and in answers that give no "
                + "reasons."),
            ("replacedBy", "The certificate that replaced it; absent if it was not replaced."),
            ("suspendedUntil", "When the suspension ends; absent if it is not suspended, or if the suspension has no end."),
            ("erased", "Whether credential, QR code and page are erased; absent in answers that do not say this.")),
        new(
            typeof(CertificateStatus),
            "The state of a certificate. The credential says whether it has expired.",
            ("LIVE", "neither suspended, replaced nor revoked"),
            ("SUSPENDED", "not valid now; until `suspendedUntil`, if that is present"),
            ("SUPERSEDED", "an update replaced it: see `replacedBy`"),
            ("REVOKED", "not valid any more, for good")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem("ERASED", "The certificate was erased.", "Nothing can be done; its history says when."),
        .. formats.All.SelectMany(format => format.Refusals).GroupBy(refusal => refusal.Code).Select(OfFormats),
        Problem("FORMAT_NOT_SET_UP", "Settings or keys that this format needs are missing.", "Ask the operator; `detail` names them."),
        Problem(
            "NOT_ACCEPTABLE",
            "The certificate is not available in any media type that Accept names.",
            "Ask for one of the media types in `detail`."),
        Problem("NO_SUCH_FORMAT", "The certificate is not available in this format.", "Ask for a format that `detail` names."),
        Problem("NO_SUCH_PART", "This format does not have this part.", "Ask for the credential."),
        Problem(
            "QUEUED",
            "The event is accepted, but its certificate is not issued yet. Only the caller that sent the event gets this code.",
            "Ask again after the time in Retry-After."),
        Problem(
            "REVOKED",
            "The certificate is revoked. This is final.",
            "If the person should have a certificate, certify the event again."),
        Problem("SIZE", "The image can't have this size.", $"Ask for {AskedPart.SmallestSize} to {AskedPart.LargestSize} pixels."),
        Problem("SUPERSEDED", "Another certificate replaced this one.", "Use the certificate that Link or `detail` names."),
        Problem(
            "SUSPENDED",
            "The certificate is suspended, and nothing new is signed for it.",
            "Fetch `/certificates/{certificateId}` without `format`, or wait until the suspension ends."),
    ];

    /// <summary>What the parts of a certificate are answered with.</summary>
    internal static IReadOnlyList<ApiAnswer> AnswersOf(params IReadOnlyList<string> mediaTypes) =>
    [
        new(200, "The requested part, as it was issued.", [.. mediaTypes.Select(ContentOf)])
        {
            Headers = ["ETag", "Last-Modified", "Content-Disposition", "Link", "Vary"],
        },
        new(304, "The copy that you have is current."),
    ];

    private static ApiContent ContentOf(string mediaType) => mediaType.EndsWith("json", StringComparison.Ordinal)
        ? ApiContent.Of(new OpenApiSchema { Type = JsonSchemaType.Object, Description = "A signed credential." }, mediaType: mediaType)
        : ApiContent.Bytes(mediaType);

    /// <summary>Several formats can refuse for one reason, each in its own words.</summary>
    private static CodeDescription OfFormats(IGrouping<string, FormatRefusal> refusals) => Problem(
        refusals.Key, string.Join(' ', refusals.Select(refusal => refusal.Cause).Distinct()),
        string.Join(' ', refusals.Select(refusal => refusal.Cure).Distinct()));

    private IEnumerable<string> StoredMediaTypes() => formats.All.Where(format => format.IsStored).Select(format => format.File.MediaType);

    private OperationDescription OfAccept()
    {
        string[] others = [CertificateArtifacts.PdfContentType, CertificateArtifacts.QrContentType, CertificateFetcher.SvgMediaType];
        string[] mediaTypes = [.. formats.All.Select(format => format.File.MediaType), .. others];
        var synonyms = formats.All.SelectMany(format => format.File.OtherMediaTypes).Distinct().Select(mediaType => $"`{mediaType}`");
        return new(
            "FetchCertificate",
            Group,
            "A certificate in the form that Accept asks for",
            $"Without Accept the answer is the credential. Accept can also name the credential as {string.Join(" or ", synonyms)}. With "
            + "`format` the certificate is written in another format and signed at each fetch, which counts as an event.")
        {
            Parameters =
            [
                Size,
                ApiParameters.Query(
                    PartRequest.FormatParameter,
                    $"The name of a format: {string.Join(", ", formats.All.Select(format => $"`{format.Name}`"))}. If Accept names an "
                    + "image, the answer is the QR code of this format.",
                    new OpenApiSchema { Type = JsonSchemaType.String }),
                ApiParameters.IfNoneMatch,
            ],
            Answers = AnswersOf(mediaTypes),
            Problems = new Dictionary<int, string[]>
            {
                [400] = ["SIZE"],
                [404] = ["NOT_FOUND", "QUEUED", "NO_SUCH_FORMAT", "NO_SUCH_PART"],
                [406] = ["NOT_ACCEPTABLE"],
                [410] = ["ERASED", "REVOKED", "SUPERSEDED", "SUSPENDED"],
                [422] =
                [
                    "QR_TOO_LARGE",
                    "NOT_SIGNABLE",
                    .. formats.All.SelectMany(format => format.Refusals).Select(refusal => refusal.Code).Distinct(),
                ],
                [429] = ["TOO_MANY_EVENTS"],
                [501] = ["FORMAT_NOT_SET_UP"],
            },
        };
    }

    private static OperationDescription OfPart(
        string function, string summary, IReadOnlyList<string> mediaTypes, params ApiParameter[] more) => new(
        function,
        Group,
        summary,
        "As it was issued. A suspended or replaced certificate can be fetched too; Link names the certificate that replaced it. A "
        + "revoked or erased certificate can't be fetched any more.")
    {
        Parameters = [.. more, ApiParameters.IfNoneMatch],
        Answers = AnswersOf(mediaTypes),
        Problems = new Dictionary<int, string[]>
        {
            [400] = ["SIZE"],
            [404] = ["NOT_FOUND", "QUEUED", "NO_SUCH_PART"],
            [410] = ["ERASED", "REVOKED"],
        },
    };
}
