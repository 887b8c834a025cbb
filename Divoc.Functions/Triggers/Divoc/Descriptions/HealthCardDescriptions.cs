using Divoc.Functions.Formats;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Ledger;
using Divoc.Functions.Triggers.Api;
using Divoc.Functions.Triggers.Api.Descriptions;
using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers.Divoc.Descriptions;

/// <summary>Describes <see cref="HealthCardFunctions"/>.</summary>
internal sealed class HealthCardDescriptions(CredentialFormats formats) : ApiDescriptions
{
    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        new(
            "FetchHealthCard",
            ApiGroup.Divoc,
            "The SMART Health Card of a person's latest vaccination",
            "The card is signed at each fetch, which counts as an event. It has all live doses of the person that the caller has access "
            + "to.")
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
                    "`qrcode` for the QR code as PNG; otherwise the answer is the page with the QR code.",
                    new OpenApiSchema { Type = JsonSchemaType.String },
                    "qrcode"),
                CertificateDescriptions.Size,
            ],
            Answers = Of(CertificateArtifacts.QrContentType, CertificateArtifacts.PdfContentType),
            Problems = Problems(["NOT_FOUND", "NO_SUCH_FORMAT"]),
        },
        new(
            "FetchHealthCardQr",
            ApiGroup.Certificates,
            "The QR code of a certificate's SMART Health Card",
            "The card is signed at each fetch, which counts as an event. The card of a dose has all live doses of the person that the "
            + "caller has access to.")
        {
            Parameters = [CertificateDescriptions.Size],
            Answers = Of(CertificateArtifacts.QrContentType),
            Problems = Problems(["NOT_FOUND", "QUEUED", "NO_SUCH_FORMAT"]),
        },
        new(
            "ShowHealthCardKeys",
            ApiGroup.Published,
            "The keys that sign SMART Health Cards, as a JWK set",
            "A JWK set (RFC 7517) with keys on the curve P-256 only, each named by its thumbprint. Verifiers look for it below the "
            + "issuer URL that a card names.")
        {
            Answers = [new(200, "The keys.", ApiContent.Of(KeySet(), mediaType: KeyFunctions.KeySetType))],
        },
        Revoked("ShowRevokedHealthCards", "Which SMART Health Cards of a key are revoked"),
        Revoked("ShowRevokedHealthCardsOfService", "The same list, if the issuer URL is the service's own address"),
    ];

    private static OperationDescription Revoked(string function, string summary) => new(
        function,
        ApiGroup.Published,
        summary,
        "The list has the form of the SMART Health Cards Framework. `rids` has entries of a card's name, a dot and a time in seconds "
        + "since 1970: cards of this name that were issued before this time are revoked. `ctr` rises with each change.")
    {
        Parameters =
        [
            ApiParameters.Path(
                "list",
                "The kid of the key, followed by `.json`.",
                new OpenApiSchema { Type = JsonSchemaType.String },
                "3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s.json"),
        ],
        Answers = [new(200, "The list.", ApiContent.Of(List()))],
        Problems = new Dictionary<int, string[]> { [404] = ["NOT_FOUND"] },
    };

    private static OpenApiSchema List() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["kid"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["method"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["ctr"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["rids"] = new OpenApiSchema { Type = JsonSchemaType.Array },
        },
        Required = new HashSet<string> { "kid", "method", "ctr", "rids" },
    };

    private static IReadOnlyList<ApiAnswer> Of(params IReadOnlyList<string> mediaTypes) =>
    [
        new(200, "The requested part.", [.. mediaTypes.Select(ApiContent.Bytes)]) { Headers = ["ETag", "Content-Disposition", "Link"] },
    ];

    private Dictionary<int, string[]> Problems(string[] notFound) => new()
    {
        [400] = ["SIZE"],
        [404] = notFound,
        [410] = ["ERASED", "REVOKED", "SUPERSEDED", "SUSPENDED"],
        [422] = [.. formats.Find(SmartHealthCardFormat.FormatName)!.Refusals.Select(refusal => refusal.Code), "QR_TOO_LARGE"],
        [429] = ["TOO_MANY_EVENTS"],
        [501] = ["FORMAT_NOT_SET_UP"],
    };

    private static OpenApiSchema KeySet() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema> { ["keys"] = new OpenApiSchema { Type = JsonSchemaType.Array } },
        Required = new HashSet<string> { "keys" },
    };
}
