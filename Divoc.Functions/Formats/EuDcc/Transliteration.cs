using System.Globalization;
using System.Text;
using Divoc.Functions.Rendering;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>
/// Writes names in the letters A to Z, as the machine-readable line of a passport has them (ICAO Doc 9303 Part 3, sections 4.6 and 6;
/// Greek, which is not there, by ISO 843). A letter that is in no table is never dropped: the whole name is refused then.
/// </summary>
/// <param name="options">The choices that the standard leaves to countries.</param>
internal sealed class Transliteration(EuDccOptions options)
{
    /// <summary>The longest name in the schema.</summary>
    public const int LongestName = 80;

    private const char Separator = '<';
    private const char Shadda = '\u0651';
    private const char TehMarbuta = '\u0629';
    private const char Tonos = '\u0301';

    /// <summary>Some of them are letters or symbols by their Unicode categories.</summary>
    private const string Apostrophes = "'\u2019\u02BC\u02BB`\u00B4";

    private const string Commas = ",\u060C";

    private static readonly TransliterationTable Table = TransliterationTable.Embedded;

    /// <summary>The languages in which Cyrillic letters differ.</summary>
    public static IReadOnlyList<string> Languages { get; } =
        [.. Table.Cyrillic.Values.SelectMany(letter => letter.ByLanguage.Keys.Concat(letter.AtStart.Keys))
            .Distinct()
            .Order(StringComparer.Ordinal)];

    /// <summary>The choices of countries for a letter; empty if there is no choice.</summary>
    public static IReadOnlyList<string> ChoicesOf(string letter)
    {
        return letter.Length == 1 && Table.Latin.GetValueOrDefault(letter[0]) is { Count: > 1 } choices ? choices : [];
    }

    /// <summary>
    /// A name in A to Z with <c>&lt;</c> between its parts, cut at <see cref="LongestName"/>; null if it has a letter, digit or symbol that
    /// can't be written so, or no letter at all.
    /// </summary>
    public string? Of(string name)
    {
        var parts = new List<string>();
        foreach (var part in PartsOf(name))
        {
            if (OfPart(part) is not { } written)
            {
                return null;
            }

            parts.Add(written);
        }

        var whole = string.Join(Separator, parts);
        var cut = whole.Length > LongestName ? whole[..LongestName].TrimEnd(Separator) : whole;
        return cut.Length > 0 ? cut : null;
    }

    /// <summary>
    /// The parts of a name between blanks, hyphens and commas, in upper case and NFC, without apostrophes, punctuation and invisible
    /// characters. None is empty.
    /// </summary>
    public static IReadOnlyList<string> PartsOf(string name) =>
        [.. SplitParts(CanonicalForm.Of(name).ToUpperInvariant()).Where(part => part.Length > 0)];

    private static IEnumerable<string> SplitParts(string name)
    {
        var part = new StringBuilder();
        foreach (var character in name)
        {
            if (IsSeparator(character))
            {
                yield return part.ToString();
                part.Clear();
            }
            else if (!IsOmitted(character))
            {
                part.Append(character);
            }
        }

        yield return part.ToString();
    }

    private static bool IsSeparator(char character)
    {
        return char.IsWhiteSpace(character)
            || Commas.Contains(character, StringComparison.Ordinal)
            || char.GetUnicodeCategory(character) == UnicodeCategory.DashPunctuation;
    }

    private static bool IsOmitted(char character)
    {
        return Apostrophes.Contains(character, StringComparison.Ordinal)
            || char.IsPunctuation(character)
            || char.GetUnicodeCategory(character) == UnicodeCategory.Format;
    }

    private string? OfPart(string part)
    {
        var written = new StringBuilder();
        var last = "";
        for (var index = 0; index < part.Length; index++)
        {
            if (PairAt(part, index) is { } pair)
            {
                written.Append(last = pair);
                index++;
            }
            else if (part[index] == Shadda)
            {
                // It doubles the letter before it; vowel signs may be between them.
                written.Append(last);
            }
            else if (LetterAt(part, index) is { } letter)
            {
                written.Append(letter);
                last = IsMark(part[index]) ? last : letter;
            }
            else
            {
                return null;
            }
        }

        return written.ToString();
    }

    /// <summary>The transliteration of the letter at an index; null if it is in no table.</summary>
    private string? LetterAt(string part, int index)
    {
        var letter = part[index];
        if (letter == TehMarbuta)
        {
            return part[(index + 1)..].All(IsMark) ? Table.TehMarbutaAtEnd : Table.TehMarbuta;
        }

        if (Find(letter, index == 0) is { } found)
        {
            return found;
        }

        if (IsMark(letter))
        {
            return "";
        }

        // In upper case, because some letters in lower case have no upper-case letter of their own.
        var plain = char.ToUpperInvariant(WithoutMarks(letter));
        return plain == letter ? null : Find(plain, index == 0);
    }

    /// <summary>A letter without its diacritical marks.</summary>
    public static char WithoutMarks(char letter)
    {
        while (!char.IsSurrogate(letter) && CanonicalForm.TryDecompose(letter, out var first, out _) && first <= char.MaxValue)
        {
            letter = (char)first;
        }

        return letter;
    }

    private string? Find(char letter, bool isFirst)
    {
        if (letter is >= 'A' and <= 'Z')
        {
            return letter.ToString();
        }

        if (Table.Latin.TryGetValue(letter, out var choices))
        {
            return options.Letters.TryGetValue(letter.ToString(), out var wanted) ? wanted : choices[0];
        }

        if (Table.Cyrillic.TryGetValue(letter, out var cyrillic))
        {
            return cyrillic.In(options.NameLanguage, isFirst);
        }

        return Table.Greek.GetValueOrDefault(letter) ?? Table.Arabic.GetValueOrDefault(letter);
    }

    /// <summary>
    /// The transliteration of a pair of Greek letters; null if they are not a pair. A tonos on the second letter belongs to the pair; a
    /// tonos on the first, or a dialytika, separates the two.
    /// </summary>
    private static string? PairAt(string part, int index)
    {
        if (index + 1 >= part.Length || !Table.GreekPairs.TryGetValue((part[index], WithoutTonos(part[index + 1])), out var pair))
        {
            return null;
        }

        var isLast = index + 2 == part.Length;
        if (pair.AtEdge is { } atEdge && (index == 0 || isLast))
        {
            return atEdge;
        }

        var isVoiceless = isLast || Table.GreekVoiceless.Contains(WithoutTonos(part[index + 2]), StringComparison.Ordinal);
        return isVoiceless ? pair.BeforeVoiceless ?? pair.Usual : pair.Usual;
    }

    private static char WithoutTonos(char letter)
    {
        return !char.IsSurrogate(letter) && CanonicalForm.TryDecompose(letter, out var plain, out var mark) && mark == Tonos
            ? (char)plain
            : letter;
    }

    /// <summary>Whether a character is a mark of the letter before it.</summary>
    public static bool IsMark(char character) =>
        char.GetUnicodeCategory(
            character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
