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
        "How many pixels a side the PNG may have: it is made as large as whole pixels a module fit. Without it the stored image comes.",
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
        new("ShowHistory", Group, "What happened to a certificate", "Its state, all changes, and the versions of the same event that the caller reaches. It is there for revoked and erased certificates too.")
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
            "All that happened to a certificate.",
            ("certificateId", "Its id."),
            ("issuedAt", "When it was issued."),
            ("state", "Its state now."),
            ("replaces", "The certificate that it replaced; absent for the first."),
            ("changes", "What happened to it, the first first."),
            ("versions", "All versions of the same event that the caller reaches, this one included, the first first.")),
        new(
            typeof(StateChangeBody),
            "One entry of a history.",
            ("at", "When."),
            ("change", "What happened."),
            ("reason", "The reason code of the caller, or `UPDATED`, or `REVOKED_BY_CODE`."),
            ("text", "The caller's words; absent where none came, or once the certificate was erased or released."),
            ("by", "The partner, or `OPERATOR`; where there are no partners, SHA-256 of the access key in hex, or empty where no key came."),
            ("replacedBy", "What took its place; absent for other changes."),
            ("from", "The beginning of a suspension; absent for other changes."),
            ("until", "The end of a suspension; absent for other changes, and without an end.")),
        new(
            typeof(StateChangeKind),
            "What happened to a certificate.",
            ("SUPERSEDED", "an update took its place"),
            ("SUSPENDED", "it was suspended, from `from` until `until`"),
            ("REINSTATED", "all suspensions before were lifted"),
            ("REVOKED", "it was revoked"),
            ("ERASED", "what it tells of its person was deleted"),
            ("RELEASED", "its facts were deleted, since its owner was released from the ledger")),
        new(
            typeof(CertificateStateBody),
            "The state of a certificate.",
            ("certificateId", "Its id."),
            ("status", "What it is worth now, apart from its last day."),
            ("since", "Since when."),
            ("reason", "The reason code of the change that made it so; absent for a live one, and where it is not told."),
            ("replacedBy", "The certificate that took its place; absent if none did."),
            ("suspendedUntil", "When the suspension ends; absent unless it is suspended and has an end."),
            ("erased", "Whether its artifacts are erased; absent where it is not told.")),
        new(
            typeof(CertificateStatus),
            "The state of a certificate. Whether it has expired stands in the credential.",
            ("LIVE", "neither suspended, replaced nor revoked"),
            ("SUSPENDED", "not valid now; until `suspendedUntil`, where that is there"),
            ("SUPERSEDED", "an update took its place: `replacedBy`"),
            ("REVOKED", "not valid any more, for good")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem("ERASED", "The certificate was erased.", "Nothing; its history tells when."),
        .. formats.All.SelectMany(format => format.Refusals).GroupBy(refusal => refusal.Code).Select(OfFormats),
        Problem("FORMAT_NOT_SET_UP", "Settings or keys are missing, without which nothing is written in this format.", "Ask the operator; `detail` names them."),
        Problem("NOT_ACCEPTABLE", "The certificate comes in nothing that Accept names.", "Ask for one of the media types in `detail`."),
        Problem("NO_SUCH_FORMAT", "The certificate does not come in this format.", "Ask for one of those in `detail`."),
        Problem("NO_SUCH_PART", "This format has no such part.", "Ask for the credential."),
        Problem("QUEUED", "The event is accepted and its certificate not issued yet; told to who sent it.", "Ask again after the time in Retry-After."),
        Problem("REVOKED", "The certificate is revoked, and that is final.", "Certify the event anew if the person is to have one."),
        Problem("SIZE", "No image is made of this size.", $"Ask for {AskedPart.SmallestSize} to {AskedPart.LargestSize} pixels."),
        Problem("SUPERSEDED", "Another certificate took the place of this one.", "Use the one that Link, or `detail`, names."),
        Problem("SUSPENDED", "Nothing is signed anew for a suspended certificate.", "Fetch it without `format`, or wait until it is reinstated."),
    ];

    /// <summary>What the parts of a certificate are answered with.</summary>
    internal static IReadOnlyList<ApiAnswer> AnswersOf(params IReadOnlyList<string> mediaTypes) =>
    [
        new(200, "The part, as it was issued.", [.. mediaTypes.Select(ContentOf)]) { Headers = ["ETag", "Last-Modified", "Content-Disposition", "Link", "Vary"] },
        new(304, "You have it already."),
    ];

    private static ApiContent ContentOf(string mediaType) => mediaType.EndsWith("json", StringComparison.Ordinal)
        ? ApiContent.Of(new OpenApiSchema { Type = JsonSchemaType.Object, Description = "A signed credential." }, mediaType: mediaType)
        : ApiContent.Bytes(mediaType);

    /// <summary>Several formats can refuse for one reason, each in its own words.</summary>
    private static CodeDescription OfFormats(IGrouping<string, FormatRefusal> refusals) => Problem(
        refusals.Key, string.Join(' ', refusals.Select(refusal => refusal.Cause).Distinct()), string.Join(' ', refusals.Select(refusal => refusal.Cure).Distinct()));

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
            $"Without Accept the credential. It is also asked for as {string.Join(" or ", synonyms)}. With `format` it comes in another format, signed at each fetch, which counts as an event.")
        {
            Parameters =
            [
                Size,
                ApiParameters.Query(
                    PartRequest.FormatParameter,
                    $"The name of a format: {string.Join(", ", formats.All.Select(format => $"`{format.Name}`"))}. With Accept of an image its QR code comes.",
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
                [422] = ["QR_TOO_LARGE", "NOT_SIGNABLE", .. formats.All.SelectMany(format => format.Refusals).Select(refusal => refusal.Code).Distinct()],
                [429] = ["TOO_MANY_EVENTS"],
                [501] = ["FORMAT_NOT_SET_UP"],
            },
        };
    }

    private static OperationDescription OfPart(string function, string summary, IReadOnlyList<string> mediaTypes, params ApiParameter[] more) => new(
        function, Group, summary, "As it was issued, also of a certificate that is suspended or was replaced; Link names the one that took its place. A revoked or erased one is gone.")
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
