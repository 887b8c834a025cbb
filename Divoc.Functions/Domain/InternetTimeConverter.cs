using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>Writes and reads date-times as DIVOC does; see <see cref="InternetTime"/>.</summary>
public sealed class InternetTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        return reader.TokenType == JsonTokenType.String && InternetTime.TryParseInstant(reader.GetString()!, out var instant)
            ? instant
            : throw new JsonException("A date-time of RFC 3339 was expected.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        writer.WriteStringValue(InternetTime.Format(value));
    }
}
