using System.Buffers;
using System.Globalization;

namespace Divoc.Functions.Rendering.Pdf.Skia;

/// <summary>
/// Where a line may end: at blanks, after a zero-width space, and in Thai, which has no blanks between words, at the syllable ends that its
/// spelling shows without a dictionary: before a vowel that is written before its consonant, and after SARA A, PAIYANNOI and MAIYAMOK.
/// </summary>
internal static class LineBreaks
{
    private const char ZeroWidthSpace = '\u200B';
    private const char ZeroWidthJoiner = '\u200D';
    private const char ThaiFirst = '\u0E01';
    private const char ThaiLast = '\u0E5B';

    private static readonly SearchValues<char> ThaiPrefixVowels = SearchValues.Create("\u0E40\u0E41\u0E42\u0E43\u0E44");
    private static readonly SearchValues<char> ThaiEnds = SearchValues.Create("\u0E2F\u0E30\u0E46");
    private static readonly SearchValues<char> Telling = SearchValues.Create(" \u200B\u0E2F\u0E30\u0E40\u0E41\u0E42\u0E43\u0E44\u0E46");

    // The sign of each Indic script that binds a consonant to the next one (Indic syllabic category "Virama", and Sinhala's AL-LAKUNA).
    private static readonly SearchValues<char> Binders = SearchValues.Create("\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA");

    /// <summary>Where the piece of text that begins at a place ends: it can't be broken unless it alone is too long for a line.</summary>
    public static int EndOfPiece(ReadOnlySpan<char> text, int start)
    {
        for (var index = start; index < text.Length; index++)
        {
            var next = text[index..].IndexOfAny(Telling);
            if (next < 0)
            {
                return text.Length;
            }

            index += next;
            if (text[index] == ' ' || (ThaiPrefixVowels.Contains(text[index]) && index > start && IsThai(text[index - 1]) && !ThaiPrefixVowels.Contains(text[index - 1])))
            {
                return index;
            }

            if (text[index] == ZeroWidthSpace || (ThaiEnds.Contains(text[index]) && index + 1 < text.Length && EndsSyllable(text[index + 1])))
            {
                return index + 1;
            }
        }

        return text.Length;
    }

    /// <summary>Where a piece that is too long for a line may be broken as a last resort, rising: between characters as readers see them.</summary>
    public static List<int> WithinPiece(string piece)
    {
        var places = new List<int>();
        foreach (var start in StringInfo.ParseCombiningCharacters(piece))
        {
            var binds = start > 0 && (Binders.Contains(piece[start - 1]) || piece[start - 1] == ZeroWidthJoiner || ThaiPrefixVowels.Contains(piece[start - 1]));
            if (start > 0 && !binds)
            {
                places.Add(start);
            }
        }

        return places;
    }

    /// <summary>
    /// Where a character as readers see it may be broken when it alone is too wide for a line, as one whose marks are drawn as codes: rising, between code points.
    /// </summary>
    public static List<int> WithinCharacter(string character)
    {
        return [.. Enumerable.Range(0, character.Length).Where(index => index > 0 && !char.IsLowSurrogate(character[index]))];
    }

    private static bool IsThai(char character) => character is >= ThaiFirst and <= ThaiLast;

    /// <summary>Whether what follows begins a new syllable: a consonant or a vowel before its consonant, no mark and no second sign.</summary>
    private static bool EndsSyllable(char next) => next is (>= ThaiFirst and <= '\u0E2E') or (>= '\u0E40' and <= '\u0E44');
}
