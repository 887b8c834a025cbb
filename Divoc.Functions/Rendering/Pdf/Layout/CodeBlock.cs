using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>Draws QR codes: each in a frame around its quiet zone, with its caption below.</summary>
internal sealed class CodeBlock(PageSheet sheet)
{
    private const int InARow = 2;
    private const float CaptionGap = 3;

    private readonly TextStyle captionStyle = sheet.Look.SmallHeading;

    /// <summary>Draws a code and returns the lower edge of its caption.</summary>
    public float Draw(PageCode code, float x, float top)
    {
        var size = code.Symbol.Size;
        var module = PageLook.QrSide / (size + (2 * QrSymbol.QuietZone));
        var margin = module * QrSymbol.QuietZone;
        sheet.Frame(x, top, PageLook.QrSide);
        sheet.Modules(code.Symbol, x + margin, top + margin, size * module, module);
        return code.Caption.Paragraphs.Aggregate(
            top + PageLook.QrSide + CaptionGap, (y, text) => sheet.Centered(text, captionStyle, x, y, PageLook.QrSide));
    }

    /// <summary>Draws rows of codes, at least one and as many as end above a height.</summary>
    /// <param name="codes">The codes.</param>
    /// <param name="top">Upper edge of the first row.</param>
    /// <param name="most">The lowest end of rows, except the first.</param>
    /// <returns>How many codes were drawn, and the lower edge of the last row.</returns>
    public (int Count, float Bottom) DrawRows(IReadOnlyList<PageCode> codes, float top, float most)
    {
        var (count, bottom) = (0, top);
        foreach (var row in codes.Chunk(InARow))
        {
            var rowTop = count == 0 ? top : bottom + sheet.Density.SectionGap;
            if (count > 0 && rowTop + row.Max(HeightOf) > most)
            {
                break;
            }

            bottom = row.Select((code, index) => Draw(code, XOf(index), rowTop)).Max();
            count += row.Length;
        }

        return (count, bottom);
    }

    /// <summary>The first of a row is where lines begin, the second where they end.</summary>
    private float XOf(int index) => index == 0 ? PageLook.Margin : PageLook.Margin + sheet.Look.ContentWidth - PageLook.QrSide;

    private float HeightOf(PageCode code) => PageLook.QrSide + CaptionGap + (code.Caption.Paragraphs.Count() * captionStyle.LineHeight);
}
