namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Gathers the elements of a page that is being laid out.</summary>
internal sealed class PageSheet(TextFlow flow, PageDensity density)
{
    private readonly List<PageElement> _elements = [];

    /// <summary>What was drawn, in order.</summary>
    public IReadOnlyList<PageElement> Elements => _elements;

    /// <summary>How tightly it is set.</summary>
    public PageDensity Density => density;

    /// <summary>Breaks a text into lines for a width in points.</summary>
    public IReadOnlyList<ShapedText> Break(string text, TextStyle style, float width, int maxLines = int.MaxValue)
    {
        return text.Length == 0 ? [] : flow.Break(text, style.Weight, width / style.Size, maxLines);
    }

    /// <summary>Width of a text's longest word, in points.</summary>
    public float LongestWord(string text, TextStyle style) => flow.LongestWord(text, style.Weight) * style.Size;

    /// <summary>Draws a paragraph and returns its lower edge.</summary>
    public float Text(string text, TextStyle style, float x, float top, float width, int maxLines = int.MaxValue)
    {
        return Lines(Break(text, style, width, maxLines), style, x, top);
    }

    /// <summary>Draws lines and returns their lower edge.</summary>
    public float Lines(IReadOnlyList<ShapedText> lines, TextStyle style, float x, float top)
    {
        for (var index = 0; index < lines.Count; index++)
        {
            _elements.Add(new TextElement(lines[index], style.Size, style.Color, x, top + (index * style.LineHeight) + (style.Size * TextStyle.AscentInEm)));
        }

        return top + (lines.Count * style.LineHeight);
    }

    /// <summary>Draws one line in the middle of a width and returns its lower edge.</summary>
    public float Centered(string text, TextStyle style, float x, float top, float width)
    {
        var lines = Break(text, style, width, 1);
        return Lines(lines, style, x + ((width - (lines[0].Width * style.Size)) / 2), top);
    }

    /// <summary>Draws a filled rectangle.</summary>
    public void Box(float x, float y, float width, float height, PageColor color) => _elements.Add(new BoxElement(x, y, width, height, color));

    /// <summary>Draws a hairline across.</summary>
    public void Rule(float x, float y, float width) => Line(x, y, x + width, y);

    /// <summary>Draws a square of hairlines.</summary>
    public void Frame(float x, float y, float side)
    {
        Line(x, y, x + side, y);
        Line(x + side, y, x + side, y + side);
        Line(x + side, y + side, x, y + side);
        Line(x, y + side, x, y);
    }

    /// <summary>Draws anything else.</summary>
    public void Add(PageElement element) => _elements.Add(element);

    private void Line(float fromX, float fromY, float toX, float toY)
    {
        _elements.Add(new LineElement(fromX, fromY, toX, toY, PageLook.HairlineWidth, PageLook.Hairline));
    }
}
