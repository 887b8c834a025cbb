using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Divoc.Functions.Rendering.Pdf.Skia;

/// <summary>
/// Splits a line into runs: by script, by the fonts that have its characters, and by direction. From right to left, each word and what lies between
/// words is a run of its own, so that the page can say them in the order in which they are read.
/// </summary>
internal sealed class TextItemizer(FontLibrary fonts)
{
    /// <summary>The runs in the order in which they are read. They cover the text without a gap.</summary>
    /// <param name="text">One line.</param>
    /// <param name="weight">The fonts' weight.</param>
    /// <param name="levels">An embedding level for each UTF-16 unit; empty where all is left-to-right.</param>
    /// <param name="spellsMissing">Whether each character that no font has gets a run of its own, so that its code can be drawn.</param>
    public List<TextRun> Split(string text, FontWeight weight, ReadOnlySpan<byte> levels, bool spellsMissing)
    {
        var runs = new List<TextRun>();
        var current = Typeface.Sans;
        var wasInWord = false;
        var (elementEnd, isOwn) = (0, false);
        for (var index = 0; index < text.Length;)
        {
            var isBroken = Rune.DecodeFromUtf16(text.AsSpan(index), out var character, out var length) != OperationStatus.Done;
            if (fonts.HasOwn && index == elementEnd)
            {
                elementEnd += StringInfo.GetNextTextElementLength(text, index);
                isOwn = fonts.OwnHas(text.AsSpan(index..elementEnd), weight);
            }

            var typeface = isBroken ? null : isOwn ? Typeface.Own : Choose(character, current, weight);
            current = isOwn ? current : typeface ?? current;
            var run = new TextRun(index, length, typeface ?? Typeface.Sans, levels.IsEmpty ? (byte)0 : levels[index], typeface is null);
            var isInWord = IsOfWord(character);
            if (runs.Count > 0 && Continues(runs[^1], run, spellsMissing) && ((run.Level & 1) == 0 || isInWord == wasInWord))
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

    private static bool IsOfWord(Rune character)
    {
        return Rune.IsLetter(character) || Rune.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format;
    }

    private static bool Continues(TextRun run, TextRun next, bool spellsMissing)
    {
        return run.Typeface == next.Typeface && run.Level == next.Level && run.IsMissing == next.IsMissing && !(next.IsMissing && spellsMissing);
    }

    /// <summary>A letter is written in the font of its script; what scripts share in that of the letter before, if it has it.</summary>
    private Typeface? Choose(Rune character, Typeface current, FontWeight weight)
    {
        var isShared = ScriptBlocks.TypefaceOf(character.Value) is null && !Rune.IsLetter(character);
        return isShared && fonts.Has(character, current, weight) ? current : fonts.Find(character, weight);
    }
}

/// <summary>A part of a text that one font writes in one direction.</summary>
/// <param name="Start">Where it begins in the text, in UTF-16.</param>
/// <param name="Length">Its length in UTF-16.</param>
/// <param name="Typeface">The font's family.</param>
/// <param name="Level">Embedding level (UAX #9); odd from right to left.</param>
/// <param name="IsMissing">Whether no font has its characters, so that a mark is drawn in their stead.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextRun(int Start, int Length, Typeface Typeface, byte Level, bool IsMissing = false);
