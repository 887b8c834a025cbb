using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Intake;

/// <summary>
/// The JSON form of events in queue messages: DIVOC's member names, dates as <c>YYYY-MM-DD</c>, date-times with three fraction digits and
/// their offset, absent members left out. What is written is read back the same. Where an event is part of a larger document, write it with
/// <see cref="Write"/>; a context of another type that holds events needs the same converter.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(InternetTimeConverter)])]
[JsonSerializable(typeof(HealthEvent))]
public sealed partial class HealthEventJson : JsonSerializerContext
{
    /// <summary>How a writer of events is set up: letters of all scripts stay as they are, so that an event is about as long as the caller sent it. The text never stands in HTML.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an event as UTF-8.</summary>
    public static byte[] Serialize(HealthEvent healthEvent)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(writer, healthEvent);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes an event as a value.</summary>
    public static void Write(Utf8JsonWriter writer, HealthEvent healthEvent) => JsonSerializer.Serialize(writer, healthEvent, Default.HealthEvent);

    /// <summary>Reads an event that was written here.</summary>
    /// <exception cref="JsonException">It is none: not JSON, a member missing or of another type.</exception>
    public static HealthEvent Deserialize(ReadOnlySpan<byte> json)
    {
        return JsonSerializer.Deserialize(json, Default.HealthEvent) ?? throw new JsonException("An event was expected, null was found.");
    }
}
