using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>
/// The neutral event of a certificate, stored beside its credential as <c>claims.json</c>: what formats are made from that are not stored, since a credential in DIVOC's form
/// has lost part of it. Without contact details, identity documents, known conditions and what the partner sent for the page only.
/// </summary>
public sealed record CertificateClaims
{
    /// <summary>The form since codes and UVCI are kept.</summary>
    private const int Latest = 2;

    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = Latest;

    /// <summary>The certificate.</summary>
    public required string CertificateId { get; init; }

    /// <summary>When the event was accepted (UTC).</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>What was certified.</summary>
    public required AcceptedEvent Event { get; init; }

    /// <summary>
    /// How far the date of birth is known: to the <c>day</c>, which alone is exact, the <c>month</c> or the <c>year</c>, by <c>age</c> alone, or <c>nothing</c>. Null
    /// where there is no person, and of certificates from before it was told.
    /// </summary>
    public string? DobKnownTo { get; init; }

    /// <summary>What the type's tables of codes said of the event when it was issued, as the type writes it. Null where it has none, and in form 1.</summary>
    public JsonElement? Codes { get; init; }

    /// <summary>The certificate's name in the EU's certificates (UVCI, with its check character). Null where no country of the issuer is set, and in form 1.</summary>
    public string? Uvci { get; init; }

    /// <summary>
    /// A hash of what the partner sent for the page only, which itself is not kept: so an update that changes the page is told from one that changes nothing. Null
    /// where nothing was sent, and of certificates from before there was one.
    /// </summary>
    public string? PageHash { get; init; }

    /// <summary>The hash of what an event brings for the page of its certificate, as 64 lower-case hex digits; null where it brings nothing.</summary>
    public static string? PageHashOf(string certificateId, AcceptedEvent accepted)
    {
        // The id makes the hashes of equal texts different.
        return accepted.Meta is { } meta
            ? Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes($"{certificateId}\n"), .. JsonSerializer.SerializeToUtf8Bytes(meta, CertificateClaimsJson.Compact.JsonElement)]))
            : null;
    }

    /// <summary>Reads what <see cref="ToBytes"/> made.</summary>
    /// <exception cref="NewerFormException">A newer version of the program wrote it.</exception>
    /// <exception cref="JsonException">It is none.</exception>
    public static CertificateClaims Parse(ReadOnlyMemory<byte> document)
    {
        PersistedForm.Check(document.Span, "claims of a certificate", Latest);
        return JsonSerializer.Deserialize(document.Span, CertificateClaimsJson.Compact.CertificateClaims) ?? throw new JsonException("Claims were expected.");
    }

    /// <summary>The document as UTF-8 JSON.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, CertificateClaimsJson.Compact.CertificateClaims);
}

/// <summary>How claims are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(InternetTimeConverter)])]
[JsonSerializable(typeof(CertificateClaims))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class CertificateClaimsJson : JsonSerializerContext
{
    /// <summary>Letters of all scripts stay as they are.</summary>
    public static CertificateClaimsJson Compact => field ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
