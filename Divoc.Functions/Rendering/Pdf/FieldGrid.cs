namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Sets labelled facts in columns, row by row.</summary>
internal sealed class FieldGrid(PageSheet sheet, float x, float width, int columns)
{
    private const float RowGap = 7;
    private const float SmallestShrink = 0.8f;

    private readonly TextStyle _label = PageLook.Label.Scaled(sheet.Density.Scale);

    /// <summary>Draws the facts and returns their lower edge.</summary>
    public float Draw(IEnumerable<PageField> fields, float top)
    {
        var column = 0;
        var bottom = top;
        foreach (var field in fields)
        {
            if (bottom > PageDrawing.A4Height && !sheet.Density.IsLast)
            {
                // It does not fit anyway: the next density is tried.
                return bottom;
            }

            var (span, style) = Fit(field);
            if (column + span > columns)
            {
                (column, top) = (0, bottom + (RowGap * sheet.Density.Scale));
            }

            bottom = Math.Max(bottom, DrawCell(field, style, x + (column * (ColumnWidth + PageLook.Gutter)), WidthOf(span), top));
            column += span;
        }

        return bottom;
    }

    private float ColumnWidth => (width - ((columns - 1) * PageLook.Gutter)) / columns;

    private float WidthOf(int span) => (span * ColumnWidth) + ((span - 1) * PageLook.Gutter);

    /// <summary>A value whose longest word is a little too wide is set smaller; one that is still too wide, or takes too many lines, gets the whole width.</summary>
    private (int Span, TextStyle Style) Fit(PageField field)
    {
        var style = (field.Rank == FieldRank.Primary ? PageLook.PrimaryValue : PageLook.Value).Scaled(sheet.Density.Scale);
        var span = Math.Min(field.Span, columns);
        var shrink = Math.Min(1, 0.995f * WidthOf(span) / sheet.LongestWord(field.Value, style));
        if (shrink < SmallestShrink)
        {
            return (columns, style);
        }

        var shrunk = style.Scaled(shrink);
        return sheet.Break(field.Value, shrunk, WidthOf(span)).Count <= PageLook.LinesInColumn ? (span, shrunk) : (columns, style);
    }

    private float DrawCell(PageField field, TextStyle style, float left, float cellWidth, float top)
    {
        var maxLines = field.Rank == FieldRank.Primary ? sheet.Density.PrimaryLines : sheet.Density.SecondaryLines;
        var under = sheet.Text(field.Label, _label, left, top, cellWidth, 1);
        return sheet.Text(field.Value, style, left, under, cellWidth, maxLines);
    }
}
