using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Types;

/// <summary>
/// The data that a verifier compares with the person and the documents: names and values, written as one JSON object in their order. The
/// subject's id is never among them.
/// </summary>
[JsonConverter(typeof(SummaryConverter))]
public sealed class Summary
{
    private readonly List<KeyValuePair<string, JsonNode>> values = [];

    /// <summary>The names and values.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode>> Values => values;

    /// <summary>Adds a text, unless it is absent or empty.</summary>
    public Summary Add(string name, string? text) => text is null or "" ? this : Add(name, JsonValue.Create(text));

    /// <summary>Adds a number, unless it is absent.</summary>
    public Summary Add(string name, int? number) => number is null ? this : Add(name, JsonValue.Create(number.Value));

    private Summary Add(string name, JsonNode value)
    {
        var known = values.FindIndex(one => one.Key == name);
        if (known >= 0)
        {
            // A card may have a dose and a test, each with its facility: no name occurs twice.
            values[known] = KeyValuePair.Create(name, value);
        }
        else
        {
            values.Add(KeyValuePair.Create(name, value));
        }

        return this;
    }

    /// <summary>Writes a summary.</summary>
    internal sealed class SummaryConverter : JsonConverter<Summary>
    {
        /// <inheritdoc/>
        public override Summary Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Summaries are only written.");

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, Summary value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, text) in value.Values)
            {
                writer.WritePropertyName(name);
                text.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
    }
}
