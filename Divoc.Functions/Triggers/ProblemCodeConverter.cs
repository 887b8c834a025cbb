using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Triggers;

/// <summary>Writes a code as a JSON number or string.</summary>
public sealed class ProblemCodeConverter : JsonConverter<ProblemCode>
{
    /// <inheritdoc/>
    public override ProblemCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        return reader.TokenType == JsonTokenType.Number ? reader.GetInt32() : reader.GetString()!;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ProblemCode value, JsonSerializerOptions options)
    {
        if (value.Number is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(value.Word);
        }
    }
}
