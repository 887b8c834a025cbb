using System.Globalization;
using System.Text;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Breaks text into lines. Not thread-safe.</summary>
internal sealed class TextFlow(TextShaper shaper)
{
    private const string Ellipsis = "…";

    // No letter is narrower than a fifth of an em.
    private const int NarrowestPerEm = 5;

    // A glyph at the end of a line may be wider by this, in em, than before the letter it was kerned with.
    private const float KerningMargin = 0.1f;

    /// <summary>Breaks at blanks, within a word only when the word alone is wider than the line. The last of too many lines ends with an ellipsis.</summary>
    /// <param name="text">On one line.</param>
    /// <param name="weight">The font's weight.</param>
    /// <param name="width">Of a line, in em.</param>
    /// <param name="maxLines">At least 1.</param>
    public IReadOnlyList<ShapedText> Break(string text, FontWeight weight, float width, int maxLines)
    {
        var whole = shaper.Shape(text, weight);
        if (whole.Width <= width)
        {
            return [whole];
        }

        var lines = new List<ShapedText>();
        var rest = text.AsMemory();
        while (!rest.IsEmpty)
        {
            var length = LineLength(rest.Span, weight, width);
            var isLast = lines.Count == maxLines - 1 && length < rest.Length;
            lines.Add(isLast ? Shorten(rest[..length].ToString(), weight, width) : shaper.Shape(rest[..length].TrimEnd(' ').ToString(), weight));
            rest = isLast ? default : rest[length..].TrimStart(' ');
        }

        return lines;
    }

    /// <summary>Width of the longest word, in em.</summary>
    public float LongestWord(string text, FontWeight weight)
    {
        return text.Split(' ').Max(word => shaper.Shape(word, weight).Width);
    }

    /// <summary>How many characters go on the next line, at least one.</summary>
    private int LineLength(ReadOnlySpan<char> text, FontWeight weight, float width)
    {
        var blank = shaper.Shape(" ", weight).Width;
        var used = 0f;
        var length = 0;
        while (length < text.Length)
        {
            var wordEnd = text[length..].IndexOf(' ');
            wordEnd = wordEnd < 0 ? text.Length : length + wordEnd;
            used += shaper.Shape(text[length..wordEnd].ToString(), weight).Width;
            if (used > width)
            {
                // A word that is too wide even for a line of its own is broken where the line ends.
                return length > 0 ? length : PartOfWord(text[..wordEnd], weight, width);
            }

            used += blank;
            length = Math.Min(wordEnd + 1, text.Length);
        }

        return length;
    }

    /// <summary>As many whole characters of a word as fit, at least one. Only as much is shaped as could fit, so that long words cost no more than they must.</summary>
    private int PartOfWord(ReadOnlySpan<char> word, FontWeight weight, float width)
    {
        var reach = Math.Min(word.Length, (int)(width * NarrowestPerEm) + 2);
        reach -= char.IsHighSurrogate(word[reach - 1]) ? 1 : 0;
        var part = word[..reach].ToString();
        var starts = StringInfo.ParseCombiningCharacters(part);
        var shaped = shaper.Shape(part, weight);
        var (glyph, offset, fits) = (0, 0, 0);
        for (var index = 1; index < starts.Length; index++)
        {
            offset += Encoding.UTF8.GetByteCount(part.AsSpan(starts[index - 1], starts[index] - starts[index - 1]));
            while (glyph < shaped.Clusters.Length && shaped.Clusters.Span[glyph] < offset)
            {
                glyph++;
            }

            if (glyph == shaped.Clusters.Length || shaped.Positions.Span[glyph].X > width - KerningMargin)
            {
                break;
            }

            fits = starts[index];
        }

        return fits > 0 ? fits : starts.Length > 1 ? starts[1] : reach;
    }

    private ShapedText Shorten(string line, FontWeight weight, float width)
    {
        var starts = StringInfo.ParseCombiningCharacters(line);
        var shortened = shaper.Shape(line.TrimEnd() + Ellipsis, weight);
        for (var count = starts.Length - 1; count > 0 && shortened.Width > width; count--)
        {
            shortened = shaper.Shape(line[..starts[count]].TrimEnd() + Ellipsis, weight);
        }

        return shortened;
    }
}
