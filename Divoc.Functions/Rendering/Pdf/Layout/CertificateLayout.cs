namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>Lays out a certificate on one page, and further codes on more pages if that one has no room for them. Thread-safe.</summary>
internal sealed class CertificateLayout(FontLibrary fonts)
{
    private const float StatusPadding = 7;
    private const float HeadingGap = 6;
    private const float LeastStatusGap = 9;
    private const float SecondSubtitle = 0.8f;
    private const int LinesOnFurtherPage = 2;

    // The name is as large as three lines allow; a longer name uses the smallest of these sizes and as many lines as it needs.
    private const int NameLines = 3;
    private static readonly float[] NameScales = [1, 0.82f, 0.68f];

    /// <summary>Lays out a page, as loosely as it fits.</summary>
    public PageDrawing Arrange(CertificatePage page) => Arrange(page, out _);

    /// <summary>
    /// Lays out a page, as loosely as it fits. Further codes never make the text smaller than normal: they are put on further pages
    /// instead.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="fits">False if not even the tightest density has room for all blocks: the template needs too much.</param>
    public PageDrawing Arrange(CertificatePage page, out bool fits)
    {
        var prepared = fonts.PreparedFor(page.Fixed);
        using var shaper = new TextShaper(prepared.Fonts, prepared);
        var flow = new TextFlow(shaper, prepared);
        var look = new PageLook(page.Accent, page.Size);
        var codes = page.Codes.ToList();
        var beside = page.Blocks.OfType<PageBlock.Person>().Any() ? codes.Take(1).ToList() : [];
        var further = codes[beside.Count..];
        PageSheet NewSheet(PageDensity density) => new(flow, density, look, page.IsRightToLeft);

        var sheet = NewSheet(PageDensity.Steps[^1]);
        fits = false;
        foreach (var density in further.Count == 0 ? [] : PageDensity.Steps.TakeWhile(step => step.Scale >= 1))
        {
            sheet = NewSheet(density);
            if (Draw(page, beside, further, sheet))
            {
                fits = true;
                return Drawing(page, prepared, [sheet]);
            }
        }

        foreach (var density in PageDensity.Steps)
        {
            sheet = NewSheet(density);
            fits = Draw(page, beside, [], sheet);
            if (fits)
            {
                break;
            }
        }

        return Drawing(page, prepared, [sheet, .. FurtherSheets(page, further, () => NewSheet(PageDensity.Normal))]);
    }

    private static PageDrawing Drawing(CertificatePage page, PreparedParts prepared, IEnumerable<PageSheet> sheets)
    {
        return new PageDrawing(page.Size.Width, page.Size.Height, DocumentProperties.Of(page), [.. sheets.Select(sheet => sheet.Elements)])
        {
            Attachments = page.Attachments,
            Prepared = prepared,
        };
    }

    /// <summary>Draws everything and says whether it fits above the foot.</summary>
    private static bool Draw(CertificatePage page, List<PageCode> beside, List<PageCode> further, PageSheet sheet)
    {
        var gap = sheet.Density.SectionGap;
        sheet.Box(0, 0, sheet.Look.Size.Width, PageLook.TopBar, sheet.Look.Accent);
        var y = PageLook.TopMargin - gap;
        foreach (var block in page.Blocks)
        {
            y = block switch
            {
                PageBlock.Title title => DrawTitle(title, page.Fixed.Logo, sheet, y + gap),
                PageBlock.Status status => DrawStatus(status, sheet, y + Math.Max(LeastStatusGap, gap / 2)),
                PageBlock.Person person => DrawPerson(person, beside, sheet, y + gap),
                PageBlock.Fields fields => DrawFields(fields, sheet, y + gap),
                PageBlock.Table table =>
                    new TableBlock(sheet).Draw(table, DrawHeading(table.Heading, sheet, PageLook.Margin, y + gap, sheet.Look.ContentWidth)),
                PageBlock.Paragraph paragraph => DrawParagraph(paragraph, sheet, y + gap),
                _ => y,
            };
        }

        if (further.Count > 0)
        {
            y = new CodeBlock(sheet).DrawRows(further, y + gap, float.MaxValue).Bottom;
        }

        return y + gap <= DrawFoot(page, sheet);
    }

    /// <summary>Pages of codes, each with the person's name above them and the foot of the first page below.</summary>
    private static IEnumerable<PageSheet> FurtherSheets(CertificatePage page, List<PageCode> codes, Func<PageSheet> newSheet)
    {
        while (codes.Count > 0)
        {
            var sheet = newSheet();
            var gap = sheet.Density.SectionGap;
            sheet.Box(0, 0, sheet.Look.Size.Width, PageLook.TopBar, sheet.Look.Accent);
            var y = sheet.Text(
                page.Title, sheet.Look.Subtitle, PageLook.Margin, PageLook.TopMargin, sheet.Look.ContentWidth, LinesOnFurtherPage);
            foreach (var person in page.Blocks.OfType<PageBlock.Person>())
            {
                y = sheet.Text(person.Name, PageLook.PrimaryValue, PageLook.Margin, y, sheet.Look.ContentWidth, LinesOnFurtherPage);
            }

            var foot = DrawFoot(page, sheet);
            codes = codes[new CodeBlock(sheet).DrawRows(codes, y + gap, foot - gap).Count..];
            yield return sheet;
        }
    }

    private static float DrawTitle(PageBlock.Title block, PageLogo? logo, PageSheet sheet, float top)
    {
        var (look, scale) = (sheet.Look, Math.Min(1, sheet.Density.Scale));
        var width = sheet.Look.ContentWidth - (logo is null ? 0 : logo.Width + PageLook.Gutter);
        if (logo is not null)
        {
            sheet.Logo(logo, PageLook.Margin + sheet.Look.ContentWidth - logo.Width, top);
        }

        var subtitle = look.Subtitle.Scaled(scale);
        var y = sheet.Paragraphs(block.Letterhead, look.Letterhead.Scaled(scale), PageLook.Margin, top, width);
        y = sheet.Text(block.Text.First, look.Title.Scaled(scale), PageLook.Margin, y, width);
        y = sheet.Text(block.Subtitle.First, subtitle, PageLook.Margin, y, width, sheet.Density.PrimaryLines);
        var second = block.Text.Second.Length + block.Subtitle.Second.Length == 0
            ? ""
            : $"{block.Text.InSecondLanguage} {block.Subtitle.InSecondLanguage}".Trim();
        y = sheet.Paragraph(second, subtitle.Scaled(SecondSubtitle), PageLook.Margin, y, width, sheet.Density.PrimaryLines);
        return Math.Max(y, logo is null ? y : top + logo.Height);
    }

    private static float DrawStatus(PageBlock.Status block, PageSheet sheet, float top)
    {
        var style = sheet.Look.Status.Scaled(Math.Min(1, sheet.Density.Scale));
        var width = sheet.Look.ContentWidth - (4 * StatusPadding);
        var lines = block.Text.Paragraphs.SelectMany(text => sheet.Break(text, style, width, sheet.Density.PrimaryLines)).ToList();
        var height = PageSheet.HeightOf(lines, style) + (2 * StatusPadding);
        sheet.Box(PageLook.Margin, top, sheet.Look.ContentWidth, height, sheet.Look.Tint);
        sheet.Box(PageLook.Margin, top, StatusPadding / 2, height, sheet.Look.Accent);
        sheet.Running(lines, style, PageLook.Margin + (2 * StatusPadding), top + StatusPadding, width);
        return top + height;
    }

    /// <summary>Beside the code, or over the full width if there is none.</summary>
    private static float DrawPerson(PageBlock.Person block, List<PageCode> beside, PageSheet sheet, float top)
    {
        var width = sheet.Look.ContentWidth - (beside.Count == 0 ? 0 : PageLook.QrSide + (1.5f * PageLook.Gutter));
        var y = DrawHeading(block.Heading, sheet, PageLook.Margin, top, width);
        y = DrawName(block.Name, sheet, y, width) + HeadingGap;
        y = new FieldGrid(sheet, PageLook.Margin, width, 2).Draw(block.Facts, y);
        foreach (var code in beside)
        {
            var captioned = code.Caption.IsEmpty ? code with { Caption = block.QrCaption } : code;
            y = Math.Max(y, new CodeBlock(sheet).Draw(captioned, PageLook.Margin + sheet.Look.ContentWidth - PageLook.QrSide, top));
        }

        return y;
    }

    private static float DrawName(string name, PageSheet sheet, float top, float width)
    {
        var styles = NameScales.Select(scale => PageLook.Name.Scaled(scale * sheet.Density.Scale)).ToArray();
        var style = Array.Find(styles, candidate => sheet.Break(name, candidate, width).Count <= NameLines) ?? styles[^1];
        return sheet.Text(name, style, PageLook.Margin, top, width, sheet.Density.PrimaryLines);
    }

    private static float DrawFields(PageBlock.Fields block, PageSheet sheet, float top)
    {
        var y = DrawHeading(block.Heading, sheet, PageLook.Margin, top, sheet.Look.ContentWidth);
        return new FieldGrid(sheet, PageLook.Margin, sheet.Look.ContentWidth, block.Columns).Draw(block.Facts, y);
    }

    private static float DrawParagraph(PageBlock.Paragraph block, PageSheet sheet, float top)
    {
        var y = DrawHeading(block.Heading, sheet, PageLook.Margin, top, sheet.Look.ContentWidth);
        return sheet.Paragraphs(block.Text, PageLook.Paragraph.Scaled(sheet.Density.Scale), PageLook.Margin, y, sheet.Look.ContentWidth);
    }

    private static float DrawHeading(PageText text, PageSheet sheet, float x, float top, float width)
    {
        if (text.IsEmpty)
        {
            return top;
        }

        var style = sheet.Look.Heading.Scaled(Math.Min(1, sheet.Density.Scale));
        var y = sheet.Break(text.Joined, style, width).Count == 1
            ? sheet.Text(text.Joined, style, x, top, width)
            : sheet.Paragraphs(text, style, x, top, width, 1);
        sheet.Rule(x, y + 1, width);
        return y + 1 + HeadingGap;
    }

    /// <summary>Draws at the foot of the page; returns its upper edge.</summary>
    private static float DrawFoot(CertificatePage page, PageSheet sheet)
    {
        if (page.Blocks.OfType<PageBlock.Foot>().FirstOrDefault() is not { } block)
        {
            return sheet.Look.Size.Height - PageLook.BottomMargin;
        }

        var heading = sheet.Look.SmallHeading;
        var lines = block.Text.Paragraphs.SelectMany(text => sheet.Break(text, PageLook.SmallPrint, sheet.Look.ContentWidth)).ToList();
        var top = sheet.Look.Size.Height - PageLook.BottomMargin - (block.Heading.IsEmpty ? 0 : heading.LineHeight)
            - PageSheet.HeightOf(lines, PageLook.SmallPrint);
        sheet.Rule(PageLook.Margin, top - HeadingGap, sheet.Look.ContentWidth);
        var y = sheet.Text(block.Heading.Joined, heading, PageLook.Margin, top, sheet.Look.ContentWidth, 1);
        sheet.Running(lines, PageLook.SmallPrint, PageLook.Margin, y, sheet.Look.ContentWidth);
        return top - HeadingGap;
    }
}
