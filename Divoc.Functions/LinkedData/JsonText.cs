using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Divoc.Functions.LinkedData;

/// <summary>Reads text out of parsed JSON. Text that is no Unicode is refused once for a whole document, so that names and values can be read without care below.</summary>
internal static class JsonText
{
    private const int EscapeLength = 6;

    /// <summary>Refuses bytes that are no UTF-8 and escaped lone surrogates, which JSON libraries read in different ways.</summary>
    public static void RequireUnicode(JsonElement document)
    {
        var json = JsonMarshal.GetRawUtf8Value(document);
        if (!Utf8.IsValid(json))
        {
            throw new LinkedDataException(LinkedDataError.InvalidText, "", "the bytes are no UTF-8");
        }

        // A backslash stands only in strings.
        var position = 0;
        while (json[position..].IndexOf((byte)'\\') is var distance and >= 0)
        {
            position += distance;
            position += LengthOfEscape(json[position..]) is var length and > 0 ? length : throw Invalid(position);
        }
    }

    public static string Of(JsonElement element) => element.GetString()!;

    /// <summary>The members in ordinal order of their names; two of one name are an error.</summary>
    public static KeyValuePair<string, JsonElement>[] SortedMembers(JsonElement map)
    {
        var members = new KeyValuePair<string, JsonElement>[map.GetPropertyCount()];
        var count = 0;
        foreach (var member in map.EnumerateObject())
        {
            members[count++] = new(member.Name, member.Value);
        }

        Array.Sort(members, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        for (var index = 1; index < count; index++)
        {
            if (string.Equals(members[index].Key, members[index - 1].Key, StringComparison.Ordinal))
            {
                throw new LinkedDataException(LinkedDataError.DuplicateMember, "", $"two members are named \"{members[index].Key}\"");
            }
        }

        return members;
    }

    /// <summary>The length of the escape that begins here, a pair of surrogates as one; 0 where a surrogate stands alone.</summary>
    private static int LengthOfEscape(ReadOnlySpan<byte> json)
    {
        if (CodeUnit(json) is not { } unit)
        {
            return 2;
        }

        if (!char.IsSurrogate(unit))
        {
            return EscapeLength;
        }

        return char.IsHighSurrogate(unit) && CodeUnit(json[EscapeLength..]) is { } next && char.IsLowSurrogate(next) ? 2 * EscapeLength : 0;
    }

    private static char? CodeUnit(ReadOnlySpan<byte> json)
    {
        return json.StartsWith("\\u"u8) && ushort.TryParse(json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : null;
    }

    private static LinkedDataException Invalid(int position)
    {
        return new LinkedDataException(LinkedDataError.InvalidText, $"byte {position.ToString(CultureInfo.InvariantCulture)}", "text with a lone surrogate");
    }
}
