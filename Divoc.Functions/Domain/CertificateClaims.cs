using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>
/// The neutral event of a certificate, stored beside its credential as <c>claims.json</c>. Formats that are not stored are made from it,
/// because a credential in DIVOC's form has lost part of it. It has no contact details, identity documents, known conditions, nor the data
/// that the partner sent only for the page.
/// </summary>
public sealed record CertificateClaims
{
    /// <summary>The form since codes and UVCI are stored.</summary>
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
    /// How far the date of birth is known: to the <c>day</c> (exactly), the <c>month</c> or the <c>year</c>, only by <c>age</c>, or
    /// <c>nothing</c>. Null if there is no person, and for certificates from before this member existed.
    /// </summary>
    public string? DobKnownTo { get; init; }

    /// <summary>
    /// What the type's tables of codes said about the event when it was issued, as the type writes it. Null if the type has no tables, and
    /// in form 1.
    /// </summary>
    public JsonElement? Codes { get; init; }

    /// <summary>
    /// The certificate's name in the EU's certificates (UVCI, with its check character). Null if no country of the issuer is set, and in
    /// form 1.
    /// </summary>
    public string? Uvci { get; init; }

    /// <summary>
    /// A hash of the data that the partner sent only for the page; the data themselves are not stored. With it, an update that changes only
    /// the page is recognised as a change. Null if nothing was sent, and for certificates from before this member existed.
    /// </summary>
    public string? PageHash { get; init; }

    /// <summary>
    /// The hash of the data that an event has only for the page of its certificate, as 64 lower-case hex digits; null if it has none.
    /// </summary>
    public static string? PageHashOf(string certificateId, AcceptedEvent accepted)
    {
        // Because of the id, equal texts have different hashes.
        return accepted.Meta is { } meta
            ? Convert.ToHexStringLower(SHA256.HashData(
            [
                .. Encoding.UTF8.GetBytes($"{certificateId}\n"),
                .. JsonSerializer.SerializeToUtf8Bytes(meta, CertificateClaimsJson.Compact.JsonElement),
            ]))
            : null;
    }

    /// <summary>Reads what <see cref="ToBytes"/> made.</summary>
    /// <exception cref="NewerFormException">A newer version of the program wrote it.</exception>
    /// <exception cref="JsonException">The document is not one.</exception>
    public static CertificateClaims Parse(ReadOnlyMemory<byte> document)
    {
        PersistedForm.Check(document.Span, "claims of a certificate", Latest);
        return JsonSerializer.Deserialize(document.Span, CertificateClaimsJson.Compact.CertificateClaims)
            ?? throw new JsonException("Claims were expected.");
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
