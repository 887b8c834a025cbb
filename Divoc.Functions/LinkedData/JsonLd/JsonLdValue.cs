using System.Text.Json;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>What stands in @value: text, a number, true, false, null, or any JSON for a JSON literal.</summary>
internal readonly record struct JsonLdValue(JsonValueKind Kind, string? Text, JsonElement Json)
{
    public static JsonLdValue Of(JsonElement json)
    {
        return new(json.ValueKind, json.ValueKind == JsonValueKind.String ? JsonText.Of(json) : null, json);
    }

    public static JsonLdValue Of(string text) => new(JsonValueKind.String, text, default);

    public void WriteTo(Utf8JsonWriter writer)
    {
        if (Text is not null)
        {
            writer.WriteStringValue(Text);
        }
        else
        {
            Json.WriteTo(writer);
        }
    }
}
