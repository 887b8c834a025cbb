using System.Text;
using System.Text.Json;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>
/// The value of @value: text, a number, true, false, null, or any JSON for a JSON literal. The default is a missing @value.
/// </summary>
internal readonly struct JsonLdValue
{
    /// <summary>A text, the most frequent value, needs no wrapper object.</summary>
    private readonly object? content;

    private JsonLdValue(object content) => this.content = content;

    public bool IsPresent => content is not null;

    public string? Text => content as string;

    /// <summary>The lexical form of a JSON literal.</summary>
    public string? Canonical => (content as JsonLiteral)?.Canonical;

    public JsonValueKind Kind => content is string ? JsonValueKind.String : Json.ValueKind;

    /// <summary>A value that is not a text.</summary>
    public JsonElement Json => content switch
    {
        JsonElement json => json,
        JsonLiteral literal => literal.Json,
        _ => default,
    };

    public static JsonLdValue Of(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Number && !double.IsFinite(json.GetDouble()))
        {
            throw new LinkedDataException(LinkedDataError.InvalidJson, "", "a number is beyond the range of double");
        }

        return json.ValueKind == JsonValueKind.String ? Of(JsonText.Of(json)) : new(json);
    }

    public static JsonLdValue Of(string text) => new(text);

    public static JsonLdValue OfJson(JsonElement json) =>
        new(new JsonLiteral(json, Encoding.UTF8.GetString(JsonCanonicalizer.Canonicalize(json))));

    public void WriteTo(Utf8JsonWriter writer)
    {
        if (Text is { } text)
        {
            writer.WriteStringValue(text);
        }
        else
        {
            Json.WriteTo(writer);
        }
    }

    private sealed record JsonLiteral(JsonElement Json, string Canonical);
}
