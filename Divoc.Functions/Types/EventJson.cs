using System.Globalization;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering;

namespace Divoc.Functions.Types;

/// <summary>
/// Reads members of normalised events. Missing values and values of another type are empty, unless a method says something else.
/// </summary>
internal static class EventJson
{
    /// <summary>A member of an object; undefined for none.</summary>
    public static JsonElement Member(JsonElement parent, string name) => PageJson.Member(parent, name);

    /// <summary>A text, or a number as it is written; empty for none.</summary>
    public static string Text(JsonElement parent, string name)
    {
        var value = Member(parent, name);
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
    }

    /// <summary>A day (<c>YYYY-MM-DD</c>).</summary>
    /// <exception cref="JsonException">It is missing, or it is no day.</exception>
    public static DateOnly Date(JsonElement parent, string name)
    {
        var value = Member(parent, name);
        return value.ValueKind == JsonValueKind.String
            && InternetTime.TryParseDate(PageJson.String(value), out var date)
            ? date
            : throw new JsonException($"{name}: a day was expected.");
    }

    /// <summary>An integer as number or text; null for none.</summary>
    public static int? WholeNumber(JsonElement parent, string name)
    {
        return int.TryParse(Text(parent, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
