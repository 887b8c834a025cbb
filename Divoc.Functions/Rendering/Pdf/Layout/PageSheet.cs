namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>
/// Collects the elements of a page during its layout. Everything is placed as for reading from left to right; for other languages the sheet
/// is mirrored, but not the letters.
/// </summary>
internal sealed class PageSheet(TextFlow flow, PageDensity density, PageLook look, bool isMirrored)
{
    private readonly List<PageElement> elements = [];

    /// <summary>The drawn elements, in order.</summary>
    public IReadOnlyList<PageElement> Elements => elements;

    /// <summary>Its density.</summary>
    public PageDensity Density => density;

    /// <summary>Its colours and measures.</summary>
    public PageLook Look => look;

    /// <summary>Breaks a text into lines for a width in points.</summary>
    public IReadOnlyList<ShapedText> Break(string text, TextStyle style, float width, int maxLines = int.MaxValue)
    {
        return text.Length == 0 ? [] : flow.Break(text, style.Weight, width / style.Size, maxLines);
    }

    /// <summary>Width of a text on one line, in points.</summary>
    public float WidthOf(string text, TextStyle style) => flow.WidthOf(text, style.Weight) * style.Size;

    /// <summary>Width of a text's longest word, in points.</summary>
    public float LongestWord(string text, TextStyle style) => flow.LongestWord(text, style.Weight) * style.Size;

    /// <summary>Draws a text that begins where its column begins, whatever its language, and returns its lower edge.</summary>
    public float Text(string text, TextStyle style, float x, float top, float width, int maxLines = int.MaxValue)
    {
        return Lines(Break(text, style, width, maxLines), style, x, top);
    }

    /// <summary>Draws both languages of a text, each as a paragraph that begins at its own side, and returns their lower edge.</summary>
    public float Paragraphs(PageText text, TextStyle style, float x, float top, float width, int maxLines = int.MaxValue)
    {
        return text.Paragraphs.Aggregate(top, (y, paragraph) => Paragraph(paragraph, style, x, y, width, maxLines));
    }

    /// <summary>
    /// Draws a paragraph that begins at its own side: at the right if its language is written from right to left. Returns its lower edge.
    /// </summary>
    public float Paragraph(string text, TextStyle style, float x, float top, float width, int maxLines = int.MaxValue)
    {
        return Running(Break(text, style, width, maxLines), style, x, top, width);
    }

    /// <summary>Draws lines that begin at their own side of a column, and returns their lower edge.</summary>
    public float Running(IReadOnlyList<ShapedText> lines, TextStyle style, float x, float top, float width)
    {
        return lines.Aggregate(
            top, (y, line) => Lines([line], style, line.IsRightToLeft == isMirrored ? x : x + width - (line.Width * style.Size), y));
    }

    /// <summary>Draws lines and returns their lower edge.</summary>
    public float Lines(IReadOnlyList<ShapedText> lines, TextStyle style, float x, float top)
    {
        foreach (var line in lines)
        {
            var baseline = top + ((line.Rise + TextStyle.AscentInEm) * style.Size);
            elements.Add(new TextElement(line, style.Size, style.Color, Mirror(x, line.Width * style.Size), baseline));
            top += style.LineHeight + ((line.Rise + line.Drop) * style.Size);
        }

        return top;
    }

    /// <summary>The height of lines, in points.</summary>
    public static float HeightOf(IReadOnlyList<ShapedText> lines, TextStyle style)
    {
        var height = lines.Count * style.LineHeight;
        foreach (var line in lines)
        {
            height += (line.Rise + line.Drop) * style.Size;
        }

        return height;
    }

    /// <summary>Draws one line centred in a width and returns its lower edge.</summary>
    public float Centered(string text, TextStyle style, float x, float top, float width)
    {
        var lines = Break(text, style, width, 1);
        return lines.Count == 0 ? top : Lines(lines, style, x + ((width - (lines[0].Width * style.Size)) / 2), top);
    }

    /// <summary>Draws a filled rectangle.</summary>
    public void Box(float x, float y, float width, float height, PageColor color) =>
        elements.Add(new BoxElement(Mirror(x, width), y, width, height, color));

    /// <summary>Draws a horizontal hairline.</summary>
    public void Rule(float x, float y, float width) => Line(Mirror(x, width), y, Mirror(x, width) + width, y);

    /// <summary>Draws a square of hairlines.</summary>
    public void Frame(float x, float y, float side)
    {
        x = Mirror(x, side);
        Line(x, y, x + side, y);
        Line(x + side, y, x + side, y + side);
        Line(x + side, y + side, x, y + side);
        Line(x, y + side, x, y);
    }

    public void Logo(PageLogo logo, float x, float y)
    {
        x = Mirror(x, logo.Width);
        elements.Add(logo.SvgPath is { } path
            ? new PathElement(path, x, y, logo.Height / logo.BoxHeight, look.Accent)
            : new ImageElement(logo.Png, x, y, logo.Width, logo.Height));
    }

    /// <summary>Draws the modules of a QR code.</summary>
    /// <param name="symbol">The code.</param>
    /// <param name="x">Left edge of the symbol.</param>
    /// <param name="y">Top edge of the symbol.</param>
    /// <param name="side">Of the symbol.</param>
    /// <param name="module">Of a module.</param>
    public void Modules(Qr.QrSymbol symbol, float x, float y, float side, float module)
    {
        elements.Add(new ModulesElement(symbol, Mirror(x, side), y, module));
    }

    private float Mirror(float x, float width) => isMirrored ? look.Size.Width - x - width : x;

    private void Line(float fromX, float fromY, float toX, float toY)
    {
        elements.Add(new LineElement(fromX, fromY, toX, toY, PageLook.HairlineWidth, PageLook.Hairline));
    }
}
