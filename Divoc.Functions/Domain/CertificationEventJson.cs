using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>How queue messages are written and read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(InternetTimeConverter)])]
[JsonSerializable(typeof(CertificationEvent))]
internal sealed partial class CertificationEventJson : JsonSerializerContext
{
    /// <summary>Letters of all scripts stay as they are, so that a message is about as long as the event.</summary>
    public static CertificationEventJson Compact => field ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Reads a message; null when it is no certification event.</summary>
    public static CertificationEvent? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var certification = JsonSerializer.Deserialize(body.Span, Compact.CertificationEvent);
            return certification is not null && IsConsistent(certification) ? certification : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsConsistent(CertificationEvent certification)
    {
        return RandomId.IsWellFormed(certification.CertificateId)
            && Enum.IsDefined(certification.Shape)
            && (certification.Shape == Domain.CertificateShape.Test ? certification.Event.TestDetails is not null : certification.Event.Vaccination is not null)
            && (certification.Replaces is null || RandomId.IsWellFormed(certification.Replaces))
            && certification.Ledger == LedgerName.Of(certification.Event.PreEnrollmentCode);
    }
}
