using System.Buffers;
using System.Globalization;

namespace Divoc.Functions.Domain;

/// <summary>Inspects the bytes of a JSON string, between its quotes, without decoding it.</summary>
internal static class TextInspection
{
    /// <summary>
    /// Bytes that need a closer look: the escape, DEL, and the first byte of U+0080 to U+00BF, which include the C1 controls.
    /// </summary>
    private static readonly SearchValues<byte> Telling = SearchValues.Create("\\\u007f"u8.ToArray().Append((byte)0xC2).ToArray());

    /// <summary>
    /// Finds the first error of a string: its code in <see cref="FaultCodes"/>, or null. The string must have passed the JSON reader and be
    /// valid UTF-8, so it has no raw controls below U+0020 and no raw surrogates.
    /// </summary>
    public static string? ProblemOf(ReadOnlySpan<byte> text)
    {
        if (text.Length <= IntakeLimits.TextCharacters && !text.ContainsAny(Telling))
        {
            return null;
        }

        var characters = 0;
        for (var at = 0; at < text.Length; characters++)
        {
            var (character, length) = text[at] == '\\' ? Unescape(text[at..]) : Decode(text[at..]);
            if (character is >= 0xD800 and <= 0xDFFF)
            {
                return FaultCodes.LoneSurrogate;
            }

            if (character is < 0x20 or (>= 0x7F and <= 0x9F))
            {
                return FaultCodes.ControlCharacter;
            }

            at += length;
        }

        return characters > IntakeLimits.TextCharacters ? FaultCodes.TooLong : null;
    }

    /// <summary>Finds the first escape that is half of a surrogate pair.</summary>
    /// <param name="json">A whole document that has passed the JSON reader: only its strings have backslashes.</param>
    /// <returns>Its position, or -1.</returns>
    public static int FindLoneSurrogate(ReadOnlySpan<byte> json)
    {
        var at = 0;
        while (json[at..].IndexOf((byte)'\\') is var distance and >= 0)
        {
            at += distance;
            var (character, length) = Unescape(json[at..]);
            if (character is >= 0xD800 and <= 0xDFFF)
            {
                return at;
            }

            at += length;
        }

        return -1;
    }

    /// <summary>A sentence for a code of <see cref="ProblemOf"/>.</summary>
    /// <param name="code">The code.</param>
    /// <param name="what">The subject of the sentence, such as <c>The text</c>.</param>
    public static string Explain(string code, string what) => code switch
    {
        FaultCodes.LoneSurrogate => $"{what} contains half of a surrogate pair, which is not a character: send whole characters.",
        FaultCodes.ControlCharacter => $"{what} contains a control character (U+0000 to U+001F, U+007F to U+009F): remove it.",
        _ => $"{what} has more than {IntakeLimits.TextCharacters} characters: shorten it.",
    };

    /// <summary>Reads an escape of RFC 8259 section 7; two that make a surrogate pair are one character.</summary>
    private static (int Character, int Length) Unescape(ReadOnlySpan<byte> text)
    {
        if (text[1] != 'u')
        {
            return (text[1] is (byte)'"' or (byte)'\\' or (byte)'/' ? text[1] : 0, 2);
        }

        var first = HexOf(text);
        if (first is < 0xD800 or > 0xDBFF || text.Length < 12 || text[6] != '\\' || text[7] != 'u')
        {
            return (first, 6);
        }

        var second = HexOf(text[6..]);
        return second is >= 0xDC00 and <= 0xDFFF ? (char.ConvertToUtf32((char)first, (char)second), 12) : (first, 6);
    }

    private static int HexOf(ReadOnlySpan<byte> escape)
    {
        return int.Parse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private static (int Character, int Length) Decode(ReadOnlySpan<byte> text)
    {
        _ = System.Text.Rune.DecodeFromUtf8(text, out var rune, out var length);
        return (rune.Value, length);
    }
}
