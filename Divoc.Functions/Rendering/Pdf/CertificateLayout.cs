using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Lays a certificate out on one A4 page. Thread-safe.</summary>
internal sealed class CertificateLayout(FontLibrary fonts)
{
    private const float StatusPadding = 7;
    private const float HeadingGap = 6;
    private const string Language = "en";

    // The name is set as large as three lines allow; longer ones at the smallest of these sizes on as many lines as they need.
    private const int NameLines = 3;
    private static readonly float[] NameScales = [1, 0.82f, 0.68f];

    /// <summary>Arranges a page: as loosely as it fits.</summary>
    public PageDrawing Arrange(CertificatePage page, QrSymbol qr)
    {
        using var shaper = new TextShaper(fonts);
        var flow = new TextFlow(shaper);
        var modules = qr.ToRectangles();
        var sheet = new PageSheet(flow, PageDensity.Steps[^1]);
        foreach (var density in PageDensity.Steps)
        {
            sheet = new PageSheet(flow, density);
            if (Draw(page, qr, modules, sheet))
            {
                break;
            }
        }

        var title = page.Subtitle.Length > 0 ? $"{page.Title} {page.Subtitle}" : page.Title;
        var properties = new DocumentProperties(title, page.Issuer, $"Certificate {page.CertificateId}".TrimEnd(), Language, page.Issued);
        return new PageDrawing(PageDrawing.A4Width, PageDrawing.A4Height, properties, sheet.Elements);
    }

    /// <summary>Draws everything and says whether it fits above the lower margin.</summary>
    private static bool Draw(CertificatePage page, QrSymbol qr, IReadOnlyList<ModuleRectangle> modules, PageSheet sheet)
    {
        var gap = sheet.Density.SectionGap;
        var y = DrawTitle(page, sheet);
        y = DrawPersonAndQr(page, qr, modules, sheet, y + gap);
        y = DrawFields(page.EventTitle, page.Event, sheet, y + gap);
        if (page.EarlierDoses.Count > 0)
        {
            y = DrawHeading("Earlier doses", sheet, PageLook.Margin, y + gap, PageLook.ContentWidth);
            y = new EarlierDosesBlock(sheet).Draw(page.EarlierDoses, y);
        }

        y = DrawFields("Certificate", page.Certificate, sheet, y + gap);
        return y + gap <= DrawVerification(page, sheet);
    }

    private static float DrawTitle(CertificatePage page, PageSheet sheet)
    {
        sheet.Box(0, 0, PageDrawing.A4Width, PageLook.TopBar, PageLook.Accent);
        var scale = Math.Min(1, sheet.Density.Scale);
        var y = sheet.Text(page.Title, PageLook.Title.Scaled(scale), PageLook.Margin, PageLook.TopMargin, PageLook.ContentWidth);
        y = sheet.Text(page.Subtitle, PageLook.Subtitle.Scaled(scale), PageLook.Margin, y, PageLook.ContentWidth, sheet.Density.PrimaryLines);

        var style = PageLook.Status.Scaled(scale);
        var width = PageLook.ContentWidth - (4 * StatusPadding);
        var lines = sheet.Break(page.Status, style, width, sheet.Density.PrimaryLines);
        var top = y + (sheet.Density.SectionGap / 2);
        var height = (lines.Count * style.LineHeight) + (2 * StatusPadding);
        sheet.Box(PageLook.Margin, top, PageLook.ContentWidth, height, PageLook.Tint);
        sheet.Box(PageLook.Margin, top, StatusPadding / 2, height, PageLook.Accent);
        sheet.Lines(lines, style, PageLook.Margin + (2 * StatusPadding), top + StatusPadding);
        return top + height;
    }

    private static float DrawPersonAndQr(CertificatePage page, QrSymbol qr, IReadOnlyList<ModuleRectangle> modules, PageSheet sheet, float top)
    {
        var width = PageLook.ContentWidth - PageLook.QrSide - (1.5f * PageLook.Gutter);
        var y = DrawHeading("Beneficiary", sheet, PageLook.Margin, top, width);
        y = DrawName(page.Name, sheet, y, width) + HeadingGap;
        y = new FieldGrid(sheet, PageLook.Margin, width, 2).Draw(page.Person, y);
        return Math.Max(y, DrawQr(qr, modules, sheet, PageLook.Margin + PageLook.ContentWidth - PageLook.QrSide, top));
    }

    private static float DrawName(string name, PageSheet sheet, float top, float width)
    {
        var styles = NameScales.Select(scale => PageLook.Name.Scaled(scale * sheet.Density.Scale)).ToArray();
        var style = Array.Find(styles, candidate => sheet.Break(name, candidate, width).Count <= NameLines) ?? styles[^1];
        return sheet.Text(name, style, PageLook.Margin, top, width, sheet.Density.PrimaryLines);
    }

    private static float DrawQr(QrSymbol qr, IReadOnlyList<ModuleRectangle> modules, PageSheet sheet, float x, float y)
    {
        var module = PageLook.QrSide / (qr.Size + (2 * QrSymbol.QuietZone));
        var margin = module * QrSymbol.QuietZone;
        sheet.Frame(x, y, PageLook.QrSide);
        sheet.Add(new ModulesElement(modules, x + margin, y + margin, module, PageLook.Black));
        return sheet.Centered("Scan to verify", PageLook.SmallHeading, x, y + PageLook.QrSide + 3, PageLook.QrSide);
    }

    private static float DrawFields(string heading, IReadOnlyList<PageField> fields, PageSheet sheet, float top)
    {
        var y = DrawHeading(heading, sheet, PageLook.Margin, top, PageLook.ContentWidth);
        return new FieldGrid(sheet, PageLook.Margin, PageLook.ContentWidth, 3).Draw(fields, y);
    }

    private static float DrawHeading(string text, PageSheet sheet, float x, float top, float width)
    {
        var y = sheet.Text(text, PageLook.Heading.Scaled(Math.Min(1, sheet.Density.Scale)), x, top, width, 1);
        sheet.Rule(x, y + 1, width);
        return y + 1 + HeadingGap;
    }

    /// <summary>Stands at the foot of the page; returns its upper edge.</summary>
    private static float DrawVerification(CertificatePage page, PageSheet sheet)
    {
        var lines = sheet.Break(page.Verification, PageLook.SmallPrint, PageLook.ContentWidth);
        var top = PageDrawing.A4Height - PageLook.BottomMargin - PageLook.SmallHeading.LineHeight - (lines.Count * PageLook.SmallPrint.LineHeight);
        sheet.Rule(PageLook.Margin, top - HeadingGap, PageLook.ContentWidth);
        var y = sheet.Text("How to verify", PageLook.SmallHeading, PageLook.Margin, top, PageLook.ContentWidth);
        sheet.Lines(lines, PageLook.SmallPrint, PageLook.Margin, y);
        return top - HeadingGap;
    }
}
