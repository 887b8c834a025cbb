using System.Globalization;
using System.Text.Json;
using Divoc.Functions.Rendering;

namespace Divoc.Functions.Types;

/// <summary>Reads members of normalised events. Whatever is not there, or is of another type, is empty.</summary>
internal static class EventJson
{
    /// <summary>A member of an object; undefined where there is none.</summary>
    public static JsonElement Member(JsonElement parent, string name) => PageJson.Member(parent, name);

    /// <summary>A text, or a number as it stands; empty where there is none.</summary>
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

    /// <summary>A whole number that is a number or a text; null where there is none.</summary>
    public static int? WholeNumber(JsonElement parent, string name)
    {
        return int.TryParse(Text(parent, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
