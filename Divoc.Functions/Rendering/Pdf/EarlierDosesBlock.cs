using System.Globalization;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Sets the table of earlier doses.</summary>
internal sealed class EarlierDosesBlock(PageSheet sheet)
{
    private const float Padding = 4;

    private static readonly float[] Widths = [48, 176, 104, 86, PageLook.ContentWidth - 48 - 176 - 104 - 86];

    private readonly TextStyle _head = PageLook.SmallHeading.Scaled(sheet.Density.Scale);
    private readonly TextStyle _body = PageLook.Value.Scaled(0.92f * sheet.Density.Scale);
    private readonly TextStyle _note = PageLook.SmallPrint.Scaled(0.94f * sheet.Density.Scale);

    /// <summary>Draws the table and returns its lower edge.</summary>
    public float Draw(IReadOnlyList<EarlierDoseRow> rows, float top)
    {
        var shown = rows.Take(sheet.Density.EarlierDoses).ToList();
        sheet.Box(PageLook.Margin, top, PageLook.ContentWidth, _head.LineHeight + Padding, PageLook.Tint);
        var y = DrawRow(["Dose", "Vaccine", "Batch", "Date", "Country"], _head, top);
        foreach (var row in shown)
        {
            y = DrawRow([row.Dose, row.Vaccine, row.Batch, row.Date, row.Country], _body, y);
            sheet.Rule(PageLook.Margin, y, PageLook.ContentWidth);
        }

        return sheet.Text(Note(rows, shown), _note, PageLook.Margin, y + Padding, PageLook.ContentWidth);
    }

    private float DrawRow(string[] cells, TextStyle style, float top)
    {
        var x = PageLook.Margin + Padding;
        var bottom = top + style.LineHeight;
        for (var column = 0; column < cells.Length; column++)
        {
            var width = Widths[column] - (2 * Padding);
            bottom = Math.Max(bottom, sheet.Text(cells[column], style, x, top + (Padding / 2), width, sheet.Density.SecondaryLines));
            x += Widths[column];
        }

        return bottom + (Padding / 2);
    }

    private static string Note(IReadOnlyList<EarlierDoseRow> rows, List<EarlierDoseRow> shown)
    {
        var note = "Earlier doses are not part of the QR code.";
        note += EarlierDoseTable.HasReported(shown) ? " * As reported by the sender of the event." : "";
        return rows.Count == shown.Count ? note : note + string.Create(CultureInfo.InvariantCulture, $" {rows.Count - shown.Count} more are not shown here.");
    }
}
