using System.Text;
using System.Text.Json;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>What stands in @value: text, a number, true, false, null, or any JSON for a JSON literal.</summary>
internal readonly record struct JsonLdValue(JsonValueKind Kind, string? Text, JsonElement Json)
{
    /// <summary>The lexical form of a JSON literal.</summary>
    public string? Canonical { get; private init; }

    public static JsonLdValue Of(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Number && !double.IsFinite(json.GetDouble()))
        {
            throw new LinkedDataException(LinkedDataError.InvalidJson, "", "a number is beyond the range of double");
        }

        return new(json.ValueKind, json.ValueKind == JsonValueKind.String ? JsonText.Of(json) : null, json);
    }

    public static JsonLdValue Of(string text) => new(JsonValueKind.String, text, default);

    public static JsonLdValue OfJson(JsonElement json)
    {
        return new(json.ValueKind, null, json) { Canonical = Encoding.UTF8.GetString(JsonCanonicalizer.Canonicalize(json)) };
    }

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
