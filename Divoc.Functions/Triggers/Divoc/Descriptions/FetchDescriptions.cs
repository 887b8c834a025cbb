using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Ledger;
using Divoc.Functions.Triggers.Api;

namespace Divoc.Functions.Triggers.Divoc.Descriptions;

/// <summary>Describes <see cref="FetchFunctions"/>.</summary>
internal sealed class FetchDescriptions : ApiDescriptions
{
    private static readonly ApiGroup Group = ApiGroup.Divoc;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        Latest("FetchLatestPdf", "The page of a person's latest vaccination certificate", CertificateArtifacts.PdfContentType),
        Latest("FetchLatestQr", "The QR code of a person's latest vaccination certificate", CertificateArtifacts.QrContentType),
        Latest("FetchLatestTestPdf", "The page of a person's latest test certificate", CertificateArtifacts.PdfContentType),
        new(
            "FetchCertificateRecord",
            Group,
            "DIVOC's record of a certificate",
            "It has the credential as an object in `certificate`, and the members that DIVOC's registry adds. Contact details and `meta` "
            + "are missing, because the service does not keep them.")
        {
            Answers = [new(200, "The record.", ApiContent.Of(DivocAnswerJson.Readable.CertificateRecord)) { Headers = ["Link"] }],
            Problems = new Dictionary<int, string[]> { [404] = ["NOT_FOUND", "QUEUED", "NO_SUCH_FORMAT"], [410] = ["ERASED", "REVOKED"] },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(CertificateRecord),
            "DIVOC's record of a certificate.",
            ("name", "The person's name."),
            ("preEnrollmentCode", "The person's code."),
            ("certificateId", "The certificate's id."),
            ("certificate", "The signed credential."),
            ("programId", "The programme; absent without one."),
            ("osid", "The registry's id of the record: the certificate's id."),
            ("osOwner", "The owner of the record: the partner; absent if there is none."),
            ("osCreatedAt", "When the certificate was issued."),
            ("osUpdatedAt", "When the certificate last changed; if it never changed, when it was issued.")),
    ];

    private static OperationDescription Latest(string function, string summary, string mediaType) => new(
        function,
        Group,
        summary,
        "The latest certificate of the person that the caller has access to and that is neither replaced nor revoked.")
    {
        Parameters = [ApiParameters.IfNoneMatch],
        Answers =
        [
            new(200, "The requested part.", ApiContent.Bytes(mediaType)) { Headers = ["ETag", "Content-Disposition"] },
            new(304, "The copy that you have is current."),
        ],
        Problems = new Dictionary<int, string[]> { [400] = ["SIZE"], [404] = ["NOT_FOUND", "NO_SUCH_PART"] },
    };
}
