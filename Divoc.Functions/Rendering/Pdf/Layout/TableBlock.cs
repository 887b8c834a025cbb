using System.Globalization;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>Draws a table.</summary>
internal sealed class TableBlock(PageSheet sheet)
{
    private const float Padding = 4;

    private readonly TextStyle headStyle = sheet.Look.SmallHeading.Scaled(sheet.Density.Scale);
    private readonly TextStyle bodyStyle = PageLook.Value.Scaled(0.92f * sheet.Density.Scale);
    private readonly TextStyle noteStyle = PageLook.SmallPrint.Scaled(0.94f * sheet.Density.Scale);

    /// <summary>Draws the table and returns its lower edge.</summary>
    public float Draw(PageBlock.Table block, float top)
    {
        var shown = block.Rows.Take(sheet.Density.TableRows).ToList();
        float[] widths = [.. block.Columns.SkipLast(1).Select(column => column.Width)];
        widths = [.. widths, sheet.Look.ContentWidth - widths.Sum()];
        var y = DrawHead(block.Columns, widths, top);
        foreach (var row in shown)
        {
            y = DrawRow(row.Cells, widths, y);
            sheet.Rule(PageLook.Margin, y, sheet.Look.ContentWidth);
        }

        return sheet.Paragraphs(Note(block, shown), noteStyle, PageLook.Margin, y + Padding, sheet.Look.ContentWidth);
    }

    /// <summary>
    /// On a tinted background as high as its tallest cell; two languages have a line each, and both begin where the cells below begin.
    /// </summary>
    private float DrawHead(IReadOnlyList<TableColumn> columns, float[] widths, float top)
    {
        var lines = columns.Max(column => column.Head.Paragraphs.Count());
        var height = (lines * headStyle.LineHeight) + Padding;
        sheet.Box(PageLook.Margin, top, sheet.Look.ContentWidth, height, sheet.Look.Tint);
        var x = PageLook.Margin + Padding;
        for (var column = 0; column < columns.Count; column++)
        {
            var width = widths[column] - (2 * Padding);
            var line = top + (Padding / 2);
            foreach (var text in columns[column].Head.Paragraphs)
            {
                line = sheet.Text(text, headStyle, x, line, width, 1);
            }

            x += widths[column];
        }

        return top + height;
    }

    private float DrawRow(IReadOnlyList<string> cells, float[] widths, float top)
    {
        var x = PageLook.Margin + Padding;
        var bottom = top + bodyStyle.LineHeight;
        for (var column = 0; column < cells.Count; column++)
        {
            var width = widths[column] - (2 * Padding);
            bottom = Math.Max(bottom, sheet.Text(cells[column], bodyStyle, x, top + (Padding / 2), width, sheet.Density.SecondaryLines));
            x += widths[column];
        }

        return bottom + (Padding / 2);
    }

    private static PageText Note(PageBlock.Table block, List<TableRow> shown)
    {
        var notes = block.Notes;
        List<PageText> parts = [notes.NotInCode];
        if (shown.Exists(row => row.IsReported))
        {
            parts.Add(notes.Reported);
        }

        if (block.Rows.Count > shown.Count)
        {
            var count = (block.Rows.Count - shown.Count).ToString(CultureInfo.InvariantCulture);
            parts.Add(new PageText(Counted(notes.More.First, count), Counted(notes.More.Second, count)));
        }

        return new PageText(string.Join(' ', parts.Select(part => part.First)), string.Join(' ', parts.Select(part => part.Second)).Trim());
    }

    private static string Counted(string text, string count) => text.Replace(TableNotes.Count, count, StringComparison.Ordinal);
}
