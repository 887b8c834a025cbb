using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Types;

/// <summary>
/// Writes the normalised event: the known fields in the order of the table, dates as <c>YYYY-MM-DD</c>, date-times with three fraction
/// digits and their offset, without absent members.
/// </summary>
internal static class EventWriter
{
    // Letters of all scripts stay unescaped, so that an event is about as long as it was sent.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Writes an event; fields with a validation error are left out.</summary>
    public static JsonElement Write(ElementValues element, RequestShape shape)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            WriteGroup(writer, shape.Root, element);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void WriteGroup(Utf8JsonWriter writer, FieldNode group, ElementValues element)
    {
        writer.WriteStartObject();
        foreach (var child in group.Children)
        {
            if (element.ValueOf(child.Field.Path) is { } value)
            {
                WriteField(writer, child, value, element);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter writer, FieldNode node, object value, ElementValues element)
    {
        if (value is false)
        {
            return; // A group that is no object.
        }

        writer.WritePropertyName(node.Field.Name);
        switch (value)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case DateOnly date:
                writer.WriteStringValue(InternetTime.FormatDate(date));
                break;
            case BirthDate born:
                writer.WriteStringValue(born.ToString());
                break;
            case DateTimeOffset instant:
                writer.WriteStringValue(InternetTime.Format(instant));
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case IReadOnlyList<string> texts:
                WriteTexts(writer, texts);
                break;
            case ReadOnlyMemory<byte> json:
                JsonElement.Parse(json.Span).WriteTo(writer);
                break;
            default:
                WriteGroup(writer, node, element);
                break;
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray();
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
