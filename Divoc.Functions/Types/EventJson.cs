using System.Text.Json;

namespace Divoc.Functions.Types;

/// <summary>Reads members of normalised events.</summary>
internal static class EventJson
{
    /// <summary>A text, or a number as it stands; empty where there is none.</summary>
    public static string Text(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var value))
        {
            return "";
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
    }
}
