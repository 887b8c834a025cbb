namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>Breaks text into lines, or uses the cached ones of the template. Not thread-safe.</summary>
internal sealed class TextFlow
{
    private const string Ellipsis = "…";

    // Few letters are narrower than a tenth of an em; the part of a word that can't fit need not be shaped.
    private const int MostPerEm = 10;

    private readonly TextShaper shaper;
    private readonly PreparedParts? prepared;
    private readonly Func<string, LineForm, IReadOnlyList<ShapedText>> breakLine;

    /// <summary>Breaks texts that a shaper shapes.</summary>
    /// <param name="shaper">Shapes them.</param>
    /// <param name="prepared">The lines of the template's texts; null for none.</param>
    public TextFlow(TextShaper shaper, PreparedParts? prepared = null)
    {
        (this.shaper, this.prepared) = (shaper, prepared);
        breakLine = Break;
    }

    /// <summary>
    /// Breaks at the positions of <see cref="LineBreaks"/>; within a piece only if it alone is wider than the line. If there are too many
    /// lines, the last one ends with an ellipsis.
    /// </summary>
    /// <param name="text">On one line.</param>
    /// <param name="weight">The font's weight.</param>
    /// <param name="width">The width of a line, in em.</param>
    /// <param name="maxLines">At least 1.</param>
    public IReadOnlyList<ShapedText> Break(string text, FontWeight weight, float width, int maxLines)
    {
        var form = new LineForm(weight, width, maxLines);
        return prepared is null ? Break(text, form) : prepared.LinesOf(text, form, breakLine);
    }

    private List<ShapedText> Break(string text, LineForm form)
    {
        var (weight, width, maxLines) = form;
        text = CanonicalForm.Of(text);
        var whole = shaper.Shape(text, weight);
        if (whole.Width <= width)
        {
            return [whole];
        }

        var levels = LineLevels.Of(text);
        var lines = new List<ShapedText>();
        var start = 0;
        while (start < text.Length)
        {
            var end = start + LineLength(text.AsSpan(start), weight, width);
            var isLast = lines.Count == maxLines - 1 && end < text.Length;
            var length = text.AsSpan(start..end).TrimEnd(' ').Length;
            lines.Add(isLast ? Shorten(text, start, length, weight, levels, width) : Line(text, start, length, weight, levels));
            start = isLast ? text.Length : end;
            start += text.AsSpan(start).Length - text.AsSpan(start).TrimStart(' ').Length;
        }

        return lines;
    }

    /// <summary>Width of a text on one line, in em.</summary>
    public float WidthOf(string text, FontWeight weight) => shaper.Shape(CanonicalForm.Of(text), weight).Width;

    /// <summary>Width of the longest piece that should not be broken, in em.</summary>
    public float LongestWord(string text, FontWeight weight)
    {
        var longest = 0f;
        text = CanonicalForm.Of(text);
        for (var start = 0; start < text.Length;)
        {
            var end = LineBreaks.EndOfPiece(text, start);
            longest = Math.Max(longest, shaper.Shape(text[start..end], weight).Width);
            start = end < text.Length && text[end] == ' ' ? end + 1 : end;
        }

        return longest;
    }

    /// <summary>The number of characters for the next line, at least one.</summary>
    private int LineLength(ReadOnlySpan<char> text, FontWeight weight, float width)
    {
        var used = 0f;
        var length = 0;
        while (length < text.Length)
        {
            var end = LineBreaks.EndOfPiece(text, length);
            var piece = shaper.Shape(text[length..end].ToString(), weight).Width;
            if (used + piece > width)
            {
                // A piece that is too wide even for its own line is broken at the end of the line.
                return length > 0 ? length : PartOfPiece(text[..end], weight, width);
            }

            var isBlank = end < text.Length && text[end] == ' ';

            // A blank has the font of the letters before it, and fonts have different blanks.
            used += isBlank ? shaper.Shape(text[length..(end + 1)].ToString(), weight).Width : piece;
            length = isBlank ? end + 1 : end;
        }

        return length;
    }

    /// <summary>
    /// As many full characters of a piece as fit; of one that does not fit, as many of its code points as fit, at least one.
    /// </summary>
    private int PartOfPiece(ReadOnlySpan<char> piece, FontWeight weight, float width)
    {
        var reach = Math.Min(piece.Length, (int)(width * MostPerEm) + 8);
        reach -= char.IsHighSurrogate(piece[reach - 1]) ? 1 : 0;
        var part = piece[..reach].ToString();
        if (LastThatFits(part, LineBreaks.WithinPiece(part), weight, width) is var end and > 0)
        {
            return end;
        }

        var places = LineBreaks.WithinCharacter(part);
        return places.Count == 0 ? reach : Math.Max(places[0], LastThatFits(part, places, weight, width));
    }

    /// <summary>The last of rising positions up to which a text fits; 0 for none.</summary>
    private int LastThatFits(string text, List<int> places, FontWeight weight, float width)
    {
        var (low, high) = (0, places.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = shaper.Shape(text[..places[middle]], weight).Width <= width ? (middle + 1, high) : (low, middle);
        }

        return places.Take(low).LastOrDefault();
    }

    private ShapedText Line(string text, int start, int length, FontWeight weight, LineLevels? levels, string appended = "")
    {
        var line = string.Concat(text.AsSpan(start, length), appended);
        return levels is null
            ? shaper.Shape(line, weight)
            : shaper.Shape(line, weight, levels.OfLine(start, length, appended.Length), levels.IsRightToLeft);
    }

    private ShapedText Shorten(string text, int start, int length, FontWeight weight, LineLevels? levels, float width)
    {
        var line = text.Substring(start, length);
        List<int> places = [0, .. LineBreaks.WithinCharacter(line).Take(1), .. LineBreaks.WithinPiece(line)];
        var shortened = Line(text, start, length, weight, levels, Ellipsis);
        for (var index = places.Count - 1; index >= 0 && shortened.Width > width; index--)
        {
            var kept = text.AsSpan(start, places[index]).TrimEnd().Length;
            shortened = Line(text, start, kept, weight, levels, Ellipsis);
        }

        return shortened;
    }
}
