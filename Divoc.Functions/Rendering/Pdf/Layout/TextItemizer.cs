using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>
/// Splits a line into runs: by script, by the fonts that have its characters, and by direction. In right-to-left text, each word and each
/// part between words is a separate run, so that the page can have them in reading order.
/// </summary>
internal sealed class TextItemizer(FontLibrary fonts)
{
    // MAQAF, GERESH and GERSHAYIM are parts of words.
    private static readonly SearchValues<char> HebrewPunctuation = SearchValues.Create("\u05BE\u05F3\u05F4");

    /// <summary>
    /// The runs in reading order. They cover the text without gaps. A character that no font has is a separate run, so that its code can be
    /// drawn. All Latin text of a line has the same font.
    /// </summary>
    /// <param name="text">One line, in canonical form.</param>
    /// <param name="weight">The fonts' weight.</param>
    /// <param name="levels">An embedding level for each UTF-16 unit; empty if everything is left-to-right.</param>
    public List<TextRun> Split(string text, FontWeight weight, ReadOnlySpan<byte> levels)
    {
        var runs = Split(text, weight, levels, Typeface.Sans);
        return runs.Exists(run => run.Typeface == Typeface.SansExtended) ? Split(text, weight, levels, Typeface.SansExtended) : runs;
    }

    private List<TextRun> Split(string text, FontWeight weight, ReadOnlySpan<byte> levels, Typeface latin)
    {
        var runs = new List<TextRun>();
        var current = latin;
        var wasInWord = false;
        for (var index = 0; index < text.Length;)
        {
            var (length, typeface) = Choose(text.AsSpan(index), latin, current, weight);
            current = typeface is null or Typeface.Own ? current : typeface.Value;
            var level = levels.IsEmpty ? (byte)0 : levels[index];

            // Codes are read from left to right, one after the other, whatever their characters are.
            level = typeface is null && (level & 1) == 1 ? (byte)(level + 1) : level;
            var run = new TextRun(index, length, typeface ?? Typeface.Sans, level, typeface is null);
            Rune.DecodeFromUtf16(text.AsSpan(index), out var first, out _);
            var isInWord = IsOfWord(first);
            if (runs.Count > 0 && Continues(runs[^1], run) && ((run.Level & 1) == 0 || isInWord == wasInWord))
            {
                runs[^1] = runs[^1] with { Length = runs[^1].Length + length };
            }
            else
            {
                runs.Add(run);
            }

            wasInWord = isInWord;
            index += length;
        }

        return runs;
    }

    /// <summary>The next user-perceived character, with the font that has all of it; if none has, only its first code point.</summary>
    private (int Length, Typeface? Typeface) Choose(ReadOnlySpan<char> text, Typeface latin, Typeface current, FontWeight weight)
    {
        var whole = StringInfo.GetNextTextElementLength(text);
        if (fonts.Find(text[..whole], latin, current, weight) is { } typeface)
        {
            return (whole, typeface);
        }

        Rune.DecodeFromUtf16(text, out _, out var one);
        return (one, one == whole ? null : fonts.Find(text[..one], latin, current, weight));
    }

    private static bool IsOfWord(Rune character)
    {
        return HebrewPunctuation.Contains((char)Math.Min(character.Value, char.MaxValue))
            || Rune.IsLetter(character)
            || Rune.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format;
    }

    private static bool Continues(TextRun run, TextRun next)
    {
        return run.Typeface == next.Typeface && run.Level == next.Level && !run.IsMissing && !next.IsMissing;
    }
}

/// <summary>A part of a text with one font and one direction.</summary>
/// <param name="Start">Where it begins in the text, in UTF-16.</param>
/// <param name="Length">Its length in UTF-16.</param>
/// <param name="Typeface">The font's family.</param>
/// <param name="Level">Embedding level (UAX #9); odd from right to left.</param>
/// <param name="IsMissing">Whether no font has its character, so that its code is drawn.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextRun(int Start, int Length, Typeface Typeface, byte Level, bool IsMissing = false);
