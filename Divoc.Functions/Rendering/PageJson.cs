using System.Globalization;
using System.Text.Json;

namespace Divoc.Functions.Rendering;

/// <summary>Reads values of JSON documents as the texts that a page prints. Missing values and values of another type are empty.</summary>
internal static class PageJson
{
    /// <summary>A member of an object; undefined for none.</summary>
    public static JsonElement Member(JsonElement parent, ReadOnlySpan<char> name)
    {
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;
    }

    /// <summary>The text of a member, on one line.</summary>
    public static string Text(JsonElement parent, string name) => Text(Member(parent, name));

    /// <summary>A text or number, on one line.</summary>
    public static string Text(JsonElement value)
    {
        return value.ValueKind switch
        {
            JsonValueKind.String => OneLine(String(value)),
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
    }

    /// <summary>An integer as number or text; null for none.</summary>
    public static int? WholeNumber(JsonElement parent, string name)
    {
        return int.TryParse(Text(parent, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>A text as it is; a sign for a missing character if it has half of a surrogate pair.</summary>
    public static string String(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return "\uFFFD";
        }
    }

    /// <summary>Any white space becomes a single blank, and a control character becomes a visible sign.</summary>
    private static string OneLine(string text)
    {
        var isPlain = text.Length == 0 || (text[0] != ' ' && text[^1] != ' ');
        for (var index = 0; isPlain && index < text.Length; index++)
        {
            isPlain = !char.IsControl(text[index]) && (text[index] == ' ' ? text[index + 1] != ' ' : !char.IsWhiteSpace(text[index]));
        }

        return isPlain ? text : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(WithoutControls));
    }

    private static string WithoutControls(string word) =>
        string.Concat(word.Select(character => char.IsControl(character) ? '\uFFFD' : character));
}
