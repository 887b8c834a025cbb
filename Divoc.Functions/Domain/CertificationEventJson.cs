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

    /// <summary>Reads a message; null if it is no certification event.</summary>
    /// <exception cref="NewerFormException">A newer version of the program sent it.</exception>
    public static CertificationEvent? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            PersistedForm.Check(body.Span, "certification event", Domain.CertificationEvent.CurrentForm);
            var certification = JsonSerializer.Deserialize(body.Span, Compact.CertificationEvent);
            return certification is not null && IsConsistent(certification) ? certification : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a message that is only inspected; null also if a newer version of the program sent it.</summary>
    public static CertificationEvent? ParseIfKnown(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Parse(body);
        }
        catch (NewerFormException)
        {
            return null;
        }
    }

    private static bool IsConsistent(CertificationEvent certification)
    {
        return Domain.CertificateId.IsWellFormed(certification.CertificateId)
            && (certification.Replaces is null || Domain.CertificateId.IsWellFormed(certification.Replaces))
            && certification.Event.Data.ValueKind == JsonValueKind.Object;
    }
}
