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
        new("VerifyCertificate", ApiGroup.Verify, "What a presented certificate is worth, and why", "Nothing of it is kept. Send what a scanner or a person has: the text or the bytes of the QR code, the ZIP file in it, the credential, the PDF, or a picture of the code.")
        {
            Parameters = [new("Accept-Language", ParameterLocation.Header, $"The language of the sentences: {string.Join(", ", sentences.Languages)}.", new OpenApiSchema { Type = JsonSchemaType.String }, "en")],
            Body = new(
                $"At most {VerificationLimits.PayloadBytes / Mebibyte} MiB; of a PDF, a picture or a web form {VerificationLimits.FileBytes / Mebibyte} MiB; in it a credential of at most {VerificationLimits.CredentialBytes / 1024} KiB. "
                + "What it is is seen from its bytes, whatever its media type says. Of a web form the one part that is a certificate is taken.",
                new ApiContent("text/plain", _ => new OpenApiSchema { Type = JsonSchemaType.String }),
                ApiContent.Of(new OpenApiSchema { Type = JsonSchemaType.Object }),
                ApiContent.Bytes("application/pdf"),
                ApiContent.Bytes("image/png"),
                ApiContent.Bytes("image/jpeg"),
                ApiContent.Bytes("application/octet-stream"),
                ApiContent.Of(Form(), mediaType: "multipart/form-data")),
            Answers = [new(200, "The verdict, whatever it is.", ApiContent.Of(AnswerJson.Readable.VerdictBody)) { Headers = ["Content-Language", "Vary"] }],
            Problems = new Dictionary<int, string[]>
            {
                [400] = ["CERTIFICATE_TOO_LARGE", "FILE_UNREADABLE", "MALFORMED_FORM", "NOT_A_CERTIFICATE", "NO_CERTIFICATE_FOUND", "PARTS_MISSING", "SEVERAL_CERTIFICATES"],
                [413] = ["CERTIFICATE_TOO_LARGE"],
            },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(VerdictBody),
            "What a certificate is worth. Of an invalid one nothing is repeated but why.",
            ("status", "The verdict."),
            ("signature", "What the signature alone is: `valid`, `invalid` or `unknown`."),
            ("reasons", "Why, the gravest first; empty for a certificate of this service that is simply valid."),
            ("certificateId", "Its id."),
            ("kind", "The name of its type."),
            ("issuer", "The issuer that it names."),
            ("verificationMethod", "The name of the key that signed it."),
            ("kid", "The kid of the key that signed it."),
            ("issued", "When it was issued, as it says."),
            ("validFrom", "The first day on which it is valid, as it says."),
            ("validUntil", "The last day on which it is valid, as it says."),
            ("summary", "What to compare with the person and the papers, as names and values in the order in which they are shown."),
            ("replacedBy", "The certificate that took its place."),
            ("checkedAt", "When it was verified.")),
        new(
            typeof(ReasonBody),
            "A reason of a verdict.",
            ("code", "A stable word."),
            ("message", "A sentence for a traveller; it has nothing of the certificate."),
            ("pointer", "Where in the credential: a JSON Pointer; absent for the whole."),
            ("pointers", "All members that it is about, where it is about several.")),
        new(
            typeof(VerificationStatus),
            "What a certificate is worth.",
            ("VALID", "genuine and valid; `reasons` may still name what is to be known"),
            ("EXPIRED", "genuine, but its last day is over"),
            ("SUPERSEDED", "genuine, but replaced by `replacedBy`"),
            ("SUSPENDED", "genuine, but not valid for the time being"),
            ("REVOKED", "issued, and revoked later"),
            ("INDETERMINATE", "a trusted issuer signed these values, but the signature does not prove which field has which value"),
            ("INVALID", "not what a trusted issuer issued")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem("CERTIFICATE_TOO_LARGE", "What was presented is larger than is verified.", "Send the QR code's text, or a smaller picture."),
        Problem("FILE_UNREADABLE", "A PDF or a picture without a certificate that can be read.", "Send a sharper picture of the code alone, or the code's text."),
        Problem("MALFORMED_FORM", "The web form can't be read, or is not whole.", "Send the form anew as a browser makes it; a certificate can also be the body itself."),
        Problem("NOT_A_CERTIFICATE", "What was presented is none.", PayloadException.Hint),
        Problem("NO_CERTIFICATE_FOUND", "The picture has no code, or the PDF no certificate.", "Send a picture of the whole code."),
        Problem("PARTS_MISSING", "The code is one of several over which a certificate is spread.", "Send the texts of all of them, one a line."),
        Problem("SEVERAL_CERTIFICATES", "The file has several certificates, or one attached and another on the page.", "Send one at a time."),
    ];

    private static OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
    };
}
