namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>Draws labelled facts in columns, row by row.</summary>
internal sealed class FieldGrid(PageSheet sheet, float x, float width, int columns)
{
    private const float RowGap = 7;
    private const float SmallestShrink = 0.8f;

    // The part of a column's width that a shrunk word uses.
    private const float Filled = 0.995f;

    private const int LabelLines = 2;

    private readonly TextStyle labelStyle = PageLook.Label.Scaled(sheet.Density.Scale);

    /// <summary>Draws the facts and returns their lower edge.</summary>
    public float Draw(IEnumerable<PageField> fields, float top)
    {
        var bottom = top;
        foreach (var row in Rows(fields))
        {
            if (bottom > sheet.Look.Size.Height && !sheet.Density.IsLast)
            {
                // It does not fit in any case: the next density is tried.
                return bottom;
            }

            bottom = DrawRow(row, bottom == top ? top : bottom + (RowGap * sheet.Density.Scale));
        }

        return bottom;
    }

    private float ColumnWidth => (width - ((columns - 1) * PageLook.Gutter)) / columns;

    private float WidthOf(int span) => (span * ColumnWidth) + ((span - 1) * PageLook.Gutter);

    /// <summary>As many facts in a row as have room beside each other.</summary>
    private IEnumerable<List<FieldCell>> Rows(IEnumerable<PageField> fields)
    {
        var row = new List<FieldCell>(columns);
        var used = 0;
        foreach (var field in fields)
        {
            var cell = Fit(field);
            if (used + cell.Span > columns)
            {
                yield return row;
                row = new List<FieldCell>(columns);
                used = 0;
            }

            row.Add(cell);
            used += cell.Span;
        }

        if (row.Count > 0)
        {
            yield return row;
        }
    }

    /// <summary>
    /// A value whose longest word is a little too wide is drawn smaller. One that is still too wide, or needs too many lines, gets the full
    /// width, unless nothing else helps.
    /// </summary>
    private FieldCell Fit(PageField field)
    {
        var style = (field.Rank == FieldRank.Primary ? PageLook.PrimaryValue : PageLook.Value).Scaled(sheet.Density.Scale);
        var span = Math.Min(field.Span, columns);
        if (sheet.Density.IsLast || sheet.WidthOf(field.Value, style) <= Filled * WidthOf(span))
        {
            return Cell(field, span, style);
        }

        var shrink = Math.Min(1, Filled * WidthOf(span) / sheet.LongestWord(field.Value, style));
        if (shrink < SmallestShrink)
        {
            return Cell(field, columns, style);
        }

        var shrunk = style.Scaled(shrink);
        return sheet.Break(field.Value, shrunk, WidthOf(span)).Count <= PageLook.LinesInColumn
            ? Cell(field, span, shrunk)
            : Cell(field, columns, style);
    }

    /// <summary>Two languages of a label share a line if both fit, else each has its own.</summary>
    private FieldCell Cell(PageField field, int span, TextStyle style)
    {
        var label = field.Label;
        var joined = sheet.Break(label.Joined, labelStyle, WidthOf(span), sheet.Density.IsLast ? 1 : LabelLines);
        return new FieldCell(field, span, style, label.Second.Length == 0 || joined.Count == 1
            ? joined
            : [.. label.Paragraphs.SelectMany(part => sheet.Break(part, labelStyle, WidthOf(span), 1))]);
    }

    /// <summary>The first lines of a row's values have a common baseline.</summary>
    private float DrawRow(List<FieldCell> row, float top)
    {
        var values = row.ConvertAll(ValueOf);
        var (under, ascent) = (top, 0f);
        for (var index = 0; index < row.Count; index++)
        {
            under = Math.Max(under, top + PageSheet.HeightOf(row[index].Label, labelStyle));
            ascent = Math.Max(ascent, AscentOf(row[index], values[index]));
        }

        var bottom = under;
        var column = 0;
        for (var index = 0; index < row.Count; index++)
        {
            var (cell, value) = (row[index], values[index]);
            var left = x + (column * (ColumnWidth + PageLook.Gutter));
            sheet.Lines(cell.Label, labelStyle, left, under - PageSheet.HeightOf(cell.Label, labelStyle));
            bottom = Math.Max(bottom, sheet.Lines(value, cell.Style, left, under + ascent - AscentOf(cell, value)));
            column += cell.Span;
        }

        return bottom;
    }

    private IReadOnlyList<ShapedText> ValueOf(FieldCell cell)
    {
        var maxLines = cell.Field.Rank == FieldRank.Primary ? sheet.Density.PrimaryLines : sheet.Density.SecondaryLines;
        return sheet.Break(cell.Field.Value, cell.Style, WidthOf(cell.Span), maxLines);
    }

    private static float AscentOf(FieldCell cell, IReadOnlyList<ShapedText> value)
    {
        return cell.Style.Size * (TextStyle.AscentInEm + (value.Count == 0 ? 0 : value[0].Rise));
    }
}

/// <summary>A fact with its place in a grid.</summary>
/// <param name="Field">The fact.</param>
/// <param name="Span">The number of columns that it uses.</param>
/// <param name="Style">The style of its value.</param>
/// <param name="Label">Its label, broken into lines.</param>
internal sealed record FieldCell(PageField Field, int Span, TextStyle Style, IReadOnlyList<ShapedText> Label);
