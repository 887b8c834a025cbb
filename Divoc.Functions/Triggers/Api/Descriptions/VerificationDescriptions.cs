using Divoc.Functions.Formats;
using Microsoft.OpenApi;
using static Divoc.Functions.Triggers.Api.CodeDescription;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="VerificationFunctions"/>.</summary>
internal sealed class VerificationDescriptions(VerdictSentences sentences) : ApiDescriptions
{
    private const int Mebibyte = 1024 * 1024;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        new(
            "VerifyCertificate",
            ApiGroup.Verify,
            "Whether a presented certificate is valid, and why",
            "Send what a scanner or a person has: the text or the bytes of the QR code, the ZIP file in it, the credential, the PDF, or "
            + "a picture of the code. The service keeps nothing of it.")
        {
            Parameters = [new(
                "Accept-Language",
                ParameterLocation.Header,
                $"The language of the sentences: {string.Join(", ", sentences.Languages)}.",
                new OpenApiSchema { Type = JsonSchemaType.String },
                "en")],
            Body = new(
                $"At most {VerificationLimits.PayloadBytes / Mebibyte} MiB; a PDF, a picture or a web form can have "
                + $"{VerificationLimits.FileBytes / Mebibyte} MiB. The credential in it has at most "
                + $"{VerificationLimits.CredentialBytes / 1024} KiB. "
                + "The service recognizes the kind of the body from its bytes and ignores the media type. In a web form exactly one part "
                + "must be a certificate.",
                new ApiContent("text/plain", _ => new OpenApiSchema { Type = JsonSchemaType.String }),
                ApiContent.Of(new OpenApiSchema { Type = JsonSchemaType.Object }),
                ApiContent.Bytes("application/pdf"),
                ApiContent.Bytes("image/png"),
                ApiContent.Bytes("image/jpeg"),
                ApiContent.Bytes("application/octet-stream"),
                ApiContent.Of(Form(), mediaType: "multipart/form-data")),
            Answers =
            [
                new(
                    200,
                    "The verdict, also if the certificate is not valid.",
                    ApiContent.Of(AnswerJson.Readable.VerdictBody)) { Headers = ["Content-Language", "Vary"] },
            ],
            Problems = new Dictionary<int, string[]>
            {
                [400] =
                [
                    "CERTIFICATE_TOO_LARGE", "FILE_UNREADABLE", "MALFORMED_FORM", "NOT_A_CERTIFICATE", "NO_CERTIFICATE_FOUND",
                    "PARTS_MISSING", "SEVERAL_CERTIFICATES",
                ],
                [413] = ["CERTIFICATE_TOO_LARGE"],
            },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(VerdictBody),
            "The verdict about a certificate. For an invalid certificate, the answer has the reasons and repeats nothing of the "
            + "certificate.",
            ("status", "The verdict."),
            ("signature", "The result for the signature alone: `valid`, `invalid` or `unknown`."),
            ("reasons", "Why, the most serious reason first; empty if a certificate of this service is valid and there is nothing to add."),
            ("certificateId", "Its id."),
            ("kind", "The name of its type."),
            ("issuer", "The issuer that it names."),
            ("verificationMethod", "The name of the key that signed it."),
            ("kid", "The kid of the key that signed it."),
            ("issued", "When it was issued, according to the certificate."),
            ("validFrom", "The first day on which it is valid, according to the certificate."),
            ("validUntil", "The last day on which it is valid, according to the certificate."),
            ("summary", "What to compare with the person and the identity document: names and values, in the order in which to show them."),
            ("replacedBy", "The certificate that replaced it."),
            ("checkedAt", "When it was verified.")),
        new(
            typeof(ReasonBody),
            "A reason of a verdict.",
            ("code", "A word for programs. It stays the same in later versions."),
            ("message", "A sentence for travellers. It contains nothing from the certificate."),
            ("pointer", "The place in the credential as a JSON Pointer; absent if the reason is about the whole credential."),
            ("pointers", "All places in the credential, if the reason is about several; otherwise absent.")),
        new(
            typeof(VerificationStatus),
            "The verdict about a certificate.",
            ("VALID", "genuine and valid; `reasons` may still name something that a verifier should know"),
            ("EXPIRED", "genuine, but its last day is over"),
            ("SUPERSEDED", "genuine, but replaced by `replacedBy`"),
            ("SUSPENDED", "genuine, but not valid at present"),
            ("REVOKED", "issued, and revoked later"),
            ("INDETERMINATE", "a trusted issuer signed these values, but the signature does not prove which field has which value"),
            ("INVALID", "not issued in this form by a trusted issuer")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem(
            "CERTIFICATE_TOO_LARGE",
            "What was presented is too large to be verified.",
            "Send the text of the QR code, or a smaller picture."),
        Problem(
            "FILE_UNREADABLE",
            "No certificate can be read from the PDF or the picture.",
            "Send a sharper picture of the code alone, or the code's text."),
        Problem(
            "MALFORMED_FORM",
            "The web form can't be read, or is incomplete.",
            "Send the form as `multipart/form-data`, as browsers do. For verify, the body can also be the certificate itself."),
        Problem("NOT_A_CERTIFICATE", "What was presented is not a certificate.", PayloadException.Hint),
        Problem("NO_CERTIFICATE_FOUND", "The picture has no code, or the PDF no certificate.", "Send a picture of the whole code."),
        Problem(
            "PARTS_MISSING",
            "The certificate is spread over several codes, and not all of them were sent.",
            "Send the texts of all codes, one on each line."),
        Problem(
            "SEVERAL_CERTIFICATES",
            "The file has several certificates, or one certificate is attached and another is on the page.",
            "Send one certificate at a time."),
    ];

    private static OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
        },
    };
}
