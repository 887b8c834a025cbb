using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake.Uploads;

/// <summary>
/// Makes from rows what a certify call would send: an array with one element for each. An empty cell is an absent member. The content of
/// cells is checked later, as in any call.
/// </summary>
internal static class RowEvents
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body of a call with the events of rows.</summary>
    public static ReadOnlyMemory<byte> BodyOf(CsvHeader header, IEnumerable<CsvRow> rows)
    {
        var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body, Options))
        {
            writer.WriteStartArray();
            foreach (var row in rows)
            {
                WriteGroup(writer, header.Shape.Root, header, row.Cells);
            }

            writer.WriteEndArray();
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>A required group is written even if it is empty, so that errors name its missing columns.</summary>
    private static void WriteGroup(Utf8JsonWriter writer, FieldNode group, CsvHeader header, IReadOnlyList<string> cells)
    {
        writer.WriteStartObject();
        foreach (var child in group.Children)
        {
            if (child.Field.Type == FieldType.Group)
            {
                if (child.IsRequired || HasText(child, header, cells))
                {
                    writer.WritePropertyName(child.Field.Name);
                    WriteGroup(writer, child, header, cells);
                }
            }
            else if (header.TextOf(child.Field, cells) is { } text)
            {
                writer.WritePropertyName(child.Field.Name);
                WriteValue(writer, child.Field, text);
            }
        }

        writer.WriteEndObject();
    }

    private static bool HasText(FieldNode node, CsvHeader header, IReadOnlyList<string> cells)
    {
        return node.Children.Exists(
            child => child.Field.Type == FieldType.Group ? HasText(child, header, cells) : header.TextOf(child.Field, cells) is not null);
    }

    private static void WriteValue(Utf8JsonWriter writer, EventField field, string text)
    {
        var prefix = field.Column!.Prefix;
        var value = text.StartsWith(prefix, StringComparison.Ordinal) ? text : prefix + text;
        switch (field.Type)
        {
            case FieldType.WholeNumber when decimal.TryParse(
                text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number):
                writer.WriteNumberValue(number);
                break;
            case FieldType.TextList:
                writer.WriteStartArray();
                writer.WriteStringValue(value);
                writer.WriteEndArray();
                break;
            case FieldType.Date or FieldType.DateOfBirth
                when DateOnly.TryParseExact(text, "dd-MMM-yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day):
                writer.WriteStringValue(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            default:
                writer.WriteStringValue(value);
                break;
        }
    }
}
