using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Keys;
using Divoc.Functions.Operations;
using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="KeyCertificateFunctions"/>.</summary>
internal sealed class KeyCertificateDescriptions : ApiDescriptions
{
    private static readonly ApiGroup Group = ApiGroup.Operations;
    private static readonly string[] Faults = SharedDescriptions.OfOrders("EMPTY_ARRAY", "ENUM", "TOO_MANY_ITEMS");

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        new(
            "RequestCertificate",
            Group,
            "A request for the certificate of a signing key",
            "Makes a PKCS #10 request (RFC 2986), signed by the key itself. Send it to the authority that certifies the key.")
        {
            Parameters = [Kid],
            Body = new(
                $"At most {ChangeOrderReader.BodyBytes / 1024} KiB.",
                ApiContent.Of(
                    ApiParameters.Order(["subject"], Subject(), Certified()),
                    new JsonObject { ["subject"] = "CN=Signer, O=Ministry of Health, C=XX" })),
            Answers = [new(200, "The request.", ApiContent.Of(AnswerJson.Readable.CertificateRequestBody))],
            Problems = new Dictionary<int, string[]> { [400] = Faults, [404] = ["NOT_FOUND"], [413] = ["PAYLOAD_TOO_LARGE"] },
        },
        new(
            "CertifyKey",
            Group,
            "A self-signed certificate of a signing key",
            "Makes an X.509 certificate with the key usage digitalSignature, signed by the key itself. The service uses it after you "
            + "have put it beside the key, like a certificate from an authority.")
        {
            Parameters = [Kid],
            Body = new(
                $"At most {ChangeOrderReader.BodyBytes / 1024} KiB.",
                ApiContent.Of(
                    ApiParameters.Order(
                        ["subject", "days"],
                        Subject(),
                        Certified(),
                        (
                            "days",
                            "The number of days for which it is valid.",
                            new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{CertificateOrder.MostDays}" })),
                    new JsonObject { ["subject"] = "CN=Signer, O=Ministry of Health, C=XX", ["days"] = 730 })),
            Answers = [new(200, "The certificate.", ApiContent.Of(AnswerJson.Readable.SelfSignedBody))],
            Problems = new Dictionary<int, string[]> { [400] = Faults, [404] = ["NOT_FOUND"], [413] = ["PAYLOAD_TOO_LARGE"] },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(
            typeof(CertificateRequestBody),
            "A request for the certificate of a key.",
            ("kid", "The id of the key."),
            ("request", "The PKCS #10 request as PEM (RFC 7468).")),
        new(
            typeof(SelfSignedBody),
            "A self-signed certificate of a key.",
            ("kid", "The id of the key."),
            ("certificate", "The X.509 certificate as PEM (RFC 7468)."),
            ("certificateKid",
                "The key's name in formats that name keys by their certificate: the first eight bytes of the certificate's SHA-256, in "
                + "base64."),
            ("until", "When the certificate ends.")),
    ];

    private static ApiParameter Kid { get; } = ApiParameters.Path(
        "kid",
        "The id of the key, from the list of keys.",
        ApiParameters.Text(1, 64),
        "lJGZ3lYTvP0wY8Vb0o8Zyq4mPp6pZr2u5x1kq7ZrL6M");

    private static (string Name, string Text, OpenApiSchema Schema) Subject()
    {
        return (
            "subject",
            "The subject of the certificate: an X.500 name, the most specific part first.",
            ApiParameters.Text(1, KeyCertificateContent.LongestSubject));
    }

    private static (string Name, string Text, OpenApiSchema Schema) Certified()
    {
        var types = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            MinItems = 1,
            MaxItems = CertificateOrder.MostTypes,
            Items = ApiParameters.Text(1, 64),
        };
        return ("for", "The names of the certificate types that the key may sign (extended key usage). Without it, all types.", types);
    }
}
