using System.Buffers;
using System.Globalization;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>
/// Where a line may end: at blanks, after a zero-width space, after a hyphen or a stroke between letters, after Ethiopic's word space and
/// Tibetan's tsheg. In Thai, Lao and Burmese, which have no blanks between words, also at the ends of syllables that their spelling shows
/// without a dictionary. Khmer's spelling does not show them.
/// </summary>
internal static class LineBreaks
{
    private const char ZeroWidthSpace = '\u200B';
    private const char ZeroWidthJoiner = '\u200D';
    private const char Tsheg = '\u0F0B';
    private const char EthiopicWordSpace = '\u1361';
    private const char BurmeseVirama = '\u1039';
    private const char BurmeseAsat = '\u103A';
    private const char BurmeseDotBelow = '\u1037';

    // Thai and Lao: vowels that are written before their consonant, and signs that end a syllable (SARA A, PAIYANNOI, MAIYAMOK).
    private static readonly SearchValues<char> PrefixVowels =
        SearchValues.Create("\u0E40\u0E41\u0E42\u0E43\u0E44\u0EC0\u0EC1\u0EC2\u0EC3\u0EC4");
    private static readonly SearchValues<char> Ends = SearchValues.Create("\u0E2F\u0E30\u0E46\u0EAF\u0EB0\u0EC6");
    private static readonly SearchValues<char> Telling = SearchValues.Create(
        [
            .. " -/\u2010\u200B\u0F0B\u1361\u0E2F\u0E30\u0E46\u0EAF\u0EB0\u0EC6\u0E40\u0E41\u0E42\u0E43\u0E44\u0EC0\u0EC1\u0EC2\u0EC3\u0EC4\u103F",
            .. Enumerable.Range(0x1000, 0x2B).Select(letter => (char)letter),
        ]);

    // The sign in each Indic script that joins a consonant to the next one (Indic syllabic categories "Virama" and "Invisible_Stacker", and
    // Sinhala's AL-LAKUNA).
    private static readonly SearchValues<char> Binders =
        SearchValues.Create("\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA\u1039\u17D2\uAAF6");

    /// <summary>The end of the piece of text that begins at a position: it is not broken unless it alone is too long for a line.</summary>
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
            if (text[index] == ' ' || (index > start && BeginsSyllable(text, index)))
            {
                return index;
            }

            if (EndsPiece(text, index))
            {
                return index + 1;
            }
        }

        return text.Length;
    }

    /// <summary>
    /// The positions, rising, where a piece that is too long for a line may be broken as a last resort: between user-perceived characters.
    /// </summary>
    public static List<int> WithinPiece(string piece)
    {
        var places = new List<int>();
        foreach (var start in StringInfo.ParseCombiningCharacters(piece))
        {
            var binds = start > 0
                && (Binders.Contains(piece[start - 1]) || piece[start - 1] == ZeroWidthJoiner || PrefixVowels.Contains(piece[start - 1]));
            if (start > 0 && !binds)
            {
                places.Add(start);
            }
        }

        return places;
    }

    /// <summary>
    /// The positions, rising, where a user-perceived character may be broken if it alone is too wide for a line, for example if its marks
    /// are drawn as codes: between code points.
    /// </summary>
    public static List<int> WithinCharacter(string character)
    {
        return [.. Enumerable.Range(0, character.Length).Where(index => index > 0 && !char.IsLowSurrogate(character[index]))];
    }

    private static bool BeginsSyllable(ReadOnlySpan<char> text, int index)
    {
        var before = text[index - 1];
        if (PrefixVowels.Contains(text[index]))
        {
            return IsThaiOrLao(before) && !PrefixVowels.Contains(before);
        }

        return IsBurmeseLetter(text[index]) && IsBurmese(before) && before != BurmeseVirama && !EndsBurmeseSyllable(text[(index + 1)..]);
    }

    private static bool EndsPiece(ReadOnlySpan<char> text, int index)
    {
        var next = index + 1 < text.Length ? text[index + 1] : ' ';
        return text[index] switch
        {
            ZeroWidthSpace or EthiopicWordSpace => true,
            '-' or '/' or '\u2010' => index > 0 && char.IsLetter(text[index - 1]) && char.IsLetter(next),
            Tsheg => next is not (>= '\u0F0C' and <= '\u0F14'),
            var sign => Ends.Contains(sign) && BeginsThaiOrLao(next),
        };
    }

    private static bool IsThaiOrLao(char character) => character is (>= '\u0E01' and <= '\u0E5B') or (>= '\u0E81' and <= '\u0EDF');

    /// <summary>
    /// Whether a character begins a new syllable: a consonant, or a vowel before its consonant; not a mark and not a second sign.
    /// </summary>
    private static bool BeginsThaiOrLao(char next) =>
        next is (>= '\u0E01' and <= '\u0E2E') or (>= '\u0E81' and <= '\u0EAE') || PrefixVowels.Contains(next);

    private static bool IsBurmese(char character) => character is >= '\u1000' and <= '\u109F';

    private static bool IsBurmeseLetter(char character) => character is (>= '\u1000' and <= '\u102A') or '\u103F';

    /// <summary>Whether a consonant has no vowel, by the character after it: ASAT, or VIRAMA, which joins it to the next one.</summary>
    private static bool EndsBurmeseSyllable(ReadOnlySpan<char> following)
    {
        following = following.TrimStart(BurmeseDotBelow);
        return following is [BurmeseAsat or BurmeseVirama, ..];
    }
}
