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
        new("RequestCertificate", Group, "A request for the certificate of a signing key", "PKCS #10 (RFC 2986), signed by the key itself, for the authority that certifies it.")
        {
            Parameters = [Kid],
            Body = new(
                $"At most {ChangeOrderReader.BodyBytes / 1024} KiB.",
                ApiContent.Of(ApiParameters.Order(["subject"], Subject(), Certified()), new JsonObject { ["subject"] = "CN=Signer, O=Ministry of Health, C=XX" })),
            Answers = [new(200, "The request.", ApiContent.Of(AnswerJson.Readable.CertificateRequestBody))],
            Problems = new Dictionary<int, string[]> { [400] = Faults, [404] = ["NOT_FOUND"], [413] = ["PAYLOAD_TOO_LARGE"] },
        },
        new("CertifyKey", Group, "A self-signed certificate of a signing key", "X.509 with the key usage digitalSignature, signed by the key itself. It counts once it stands beside the key, as for one of an authority.")
        {
            Parameters = [Kid],
            Body = new(
                $"At most {ChangeOrderReader.BodyBytes / 1024} KiB.",
                ApiContent.Of(
                    ApiParameters.Order(["subject", "days"], Subject(), Certified(), ("days", "For how many days it is valid.", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{CertificateOrder.MostDays}" })),
                    new JsonObject { ["subject"] = "CN=Signer, O=Ministry of Health, C=XX", ["days"] = 730 })),
            Answers = [new(200, "The certificate.", ApiContent.Of(AnswerJson.Readable.SelfSignedBody))],
            Problems = new Dictionary<int, string[]> { [400] = Faults, [404] = ["NOT_FOUND"], [413] = ["PAYLOAD_TOO_LARGE"] },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(typeof(CertificateRequestBody), "A request for the certificate of a key.", ("kid", "The id of the key."), ("request", "PKCS #10 as PEM (RFC 7468).")),
        new(
            typeof(SelfSignedBody),
            "A self-signed certificate of a key.",
            ("kid", "The id of the key."),
            ("certificate", "X.509 as PEM (RFC 7468)."),
            ("certificateKid", "How formats name the key that name it by its certificate: the first eight bytes of its SHA-256, base64."),
            ("until", "When it ends.")),
    ];

    private static ApiParameter Kid { get; } = ApiParameters.Path("kid", "The id of the key, as the list of keys has it.", ApiParameters.Text(1, 64), "lJGZ3lYTvP0wY8Vb0o8Zyq4mPp6pZr2u5x1kq7ZrL6M");

    private static (string Name, string Text, OpenApiSchema Schema) Subject()
    {
        return ("subject", "Whose the certificate is: an X.500 name, the narrowest part first.", ApiParameters.Text(1, KeyCertificateContent.LongestSubject));
    }

    private static (string Name, string Text, OpenApiSchema Schema) Certified()
    {
        var types = new OpenApiSchema { Type = JsonSchemaType.Array, MinItems = 1, MaxItems = CertificateOrder.MostTypes, Items = ApiParameters.Text(1, 64) };
        return ("for", "The names of the certificate types whose certificates it is to sign (extended key usage); without it all.", types);
    }
}
