using System.Globalization;
using System.Text;
using Divoc.Functions.Rendering.Bidi;
using Divoc.Functions.Rendering.Qr;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>
/// Composes a document of QuestPDF. Part of the program only in builds with <c>CardPackages=true</c>. QuestPDF does layout, shaping and
/// page breaks: what does not fit on one page continues on the next, and codes after the first are there too.
/// </summary>
/// <param name="page">The page.</param>
/// <param name="fonts">Names of its fonts, which QuestPDF tries one after the other for each character.</param>
/// <param name="scale">The scale of the text; codes keep their size.</param>
internal sealed class QuestPdfPage(CertificatePage page, IReadOnlyDictionary<FontWeight, string[]> fonts, float scale)
{
    private const float SectionGap = 12;
    private const float FieldGap = 5;
    private const float HeadingGap = 5;
    private const float Padding = 4;

    // A block begins on a page only if its heading and a line or two have room.
    private const float LeastBlock = 48;
    private const float SecondSubtitle = 0.8f;

    private readonly PageLook look = new(page.Accent, page.Size);
    private readonly IEnumerable<PageCode> beside = page.Blocks.OfType<PageBlock.Person>().Any() ? page.Codes.Take(1) : [];

    /// <summary>The number of its pages, after it was generated.</summary>
    public int Pages { get; private set; } = 1;

    /// <summary>Composes it.</summary>
    public void Compose(PageDescriptor sheet)
    {
        sheet.Size(page.Size.Width, page.Size.Height);
        sheet.MarginHorizontal(PageLook.Margin);
        sheet.MarginTop(PageLook.TopMargin);
        sheet.MarginBottom(PageLook.BottomMargin);
        if (page.IsRightToLeft)
        {
            sheet.ContentFromRightToLeft();
        }

        sheet.Background().AlignTop().Height(PageLook.TopBar).Background(Hex(look.Accent));
        sheet.Header().SkipOnce().PaddingBottom(SectionGap).Column(ComposeHeader);
        sheet.Content().Column(ComposeContent);
        foreach (var foot in page.Blocks.OfType<PageBlock.Foot>().Take(1))
        {
            sheet.Footer().PaddingTop(SectionGap).BorderTop(PageLook.HairlineWidth).BorderColor(Hex(PageLook.Hairline))
                .PaddingTop(HeadingGap).Column(column =>
                {
                    Write(column, foot.Heading.Joined, look.SmallHeading);
                    WriteParagraphs(column, foot.Text, PageLook.SmallPrint);
                });
        }
    }

    /// <summary>The person's name, and the page number, on pages after the first.</summary>
    private void ComposeHeader(ColumnDescriptor column)
    {
        Write(column, page.Title, look.Subtitle);
        foreach (var person in page.Blocks.OfType<PageBlock.Person>())
        {
            Write(column, person.Name, PageLook.PrimaryValue);
        }

        column.Item().Text(block =>
        {
            Set(block.CurrentPageNumber(), PageLook.SmallPrint);
            Set(block.Span(" / "), PageLook.SmallPrint);
            Set(block.TotalPages(), PageLook.SmallPrint)
                .Format(total => (Pages = total ?? Pages).ToString(CultureInfo.InvariantCulture));
        });
    }

    private void ComposeContent(ColumnDescriptor column)
    {
        column.Spacing(SectionGap);
        foreach (var block in page.Blocks.Where(block => block is not PageBlock.Foot))
        {
            Compose(block, column.Item().EnsureSpace(LeastBlock));
        }

        foreach (var pair in page.Codes.Skip(beside.Count()).Chunk(2))
        {
            column.Item().ShowEntire().Row(row =>
            {
                ComposeCode(row.ConstantItem(PageLook.QrSide), pair[0].Symbol, pair[0].Caption);
                row.RelativeItem();
                ComposeCode(row.ConstantItem(PageLook.QrSide), pair[^1].Symbol, pair[^1].Caption, isShown: pair.Length > 1);
            });
        }
    }

    private void Compose(PageBlock block, IContainer place)
    {
        switch (block)
        {
            case PageBlock.Title title:
                ComposeTitle(title, place);
                break;
            case PageBlock.Status status:
                var bar = place.Background(Hex(look.Tint));
                (page.IsRightToLeft ? bar.BorderRight(Padding) : bar.BorderLeft(Padding))
                    .BorderColor(Hex(look.Accent)).PaddingVertical(6).PaddingHorizontal(14)
                    .Column(column => WriteParagraphs(column, status.Text, look.Status));
                break;
            case PageBlock.Person person:
                place.Row(row => ComposePerson(person, row));
                break;
            case PageBlock.Fields fields:
                place.Column(column =>
                {
                    WriteHeading(column, fields.Heading);
                    ComposeFields(fields.Facts, fields.Columns, column.Item());
                });
                break;
            case PageBlock.Table table:
                place.Column(column => ComposeTable(table, column));
                break;
            case PageBlock.Paragraph paragraph:
                place.Column(column =>
                {
                    WriteHeading(column, paragraph.Heading);
                    WriteParagraphs(column, paragraph.Text, PageLook.Paragraph);
                });
                break;
            default:
                throw new NotSupportedException($"This writer does not know {block.GetType().Name}.");
        }
    }

    private void ComposeTitle(PageBlock.Title title, IContainer place) => place.Row(row =>
    {
        row.Spacing(PageLook.Gutter);
        row.RelativeItem().Column(column =>
        {
            WriteParagraphs(column, title.Letterhead, look.Letterhead);
            Write(column, title.Text.First, look.Title);
            Write(column, title.Subtitle.First, look.Subtitle);
            var isInTwo = title.Text.Second.Length + title.Subtitle.Second.Length > 0;
            var second = isInTwo ? $"{title.Text.InSecondLanguage} {title.Subtitle.InSecondLanguage}".Trim() : "";
            Write(column, second, look.Subtitle.Scaled(SecondSubtitle), isAtOwnSide: true);
        });
        if (page.Fixed.Logo is { } logo)
        {
            var box = row.ConstantItem(logo.Width).Height(logo.Height);
            if (logo.SvgPath is { } path)
            {
                box.Svg(string.Create(CultureInfo.InvariantCulture,
                    $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {logo.BoxWidth} {logo.BoxHeight}\"><path "
                    + $"fill=\"{Hex(look.Accent)}\" d=\"{System.Security.SecurityElement.Escape(path)}\"/></svg>"));
            }
            else
            {
                box.Image(logo.Png.ToArray()).FitUnproportionally();
            }
        }
    });

    /// <summary>Beside the code, or over the full width if there is none.</summary>
    private void ComposePerson(PageBlock.Person person, RowDescriptor row)
    {
        row.Spacing(1.5f * PageLook.Gutter);
        row.RelativeItem().Column(column =>
        {
            WriteHeading(column, person.Heading);
            Write(column, person.Name, PageLook.Name);
            ComposeFields(person.Facts, 2, column.Item().PaddingTop(HeadingGap));
        });
        foreach (var code in beside)
        {
            ComposeCode(row.ConstantItem(PageLook.QrSide), code.Symbol, code.Caption.IsEmpty ? person.QrCaption : code.Caption);
        }
    }

    private void ComposeFields(IReadOnlyList<PageField> facts, int columns, IContainer place) => place.Table(table =>
    {
        table.ColumnsDefinition(definition =>
        {
            for (var column = 0; column < columns; column++)
            {
                definition.RelativeColumn();
            }
        });
        foreach (var fact in facts)
        {
            var cell = table.Cell().ColumnSpan((uint)Math.Min(fact.Span, columns)).PaddingBottom(FieldGap);
            (page.IsRightToLeft ? cell.PaddingLeft(PageLook.Gutter) : cell.PaddingRight(PageLook.Gutter)).Column(column =>
            {
                Write(column, fact.Label.Joined, PageLook.Label);
                Write(column, fact.Value, fact.Rank == FieldRank.Primary ? PageLook.PrimaryValue : PageLook.Value);
            });
        }
    });

    /// <summary>All lines, on as many pages as they need, so that no line must be left out.</summary>
    private void ComposeTable(PageBlock.Table block, ColumnDescriptor column)
    {
        WriteHeading(column, block.Heading);
        column.Item().Table(table =>
        {
            float[] widths = [.. block.Columns.SkipLast(1).Select(column => column.Width)];
            table.ColumnsDefinition(definition =>
            {
                foreach (var width in widths.Append(look.ContentWidth - widths.Sum()))
                {
                    definition.RelativeColumn(width);
                }
            });
            table.Header(header =>
            {
                foreach (var (head, _) in block.Columns)
                {
                    header.Cell().Background(Hex(look.Tint)).PaddingHorizontal(Padding).PaddingVertical(1)
                        .Column(cell => WriteParagraphs(cell, head, look.SmallHeading, isAtOwnSide: false));
                }
            });
            foreach (var text in block.Rows.SelectMany(row => row.Cells))
            {
                table.Cell().BorderBottom(PageLook.HairlineWidth).BorderColor(Hex(PageLook.Hairline))
                    .PaddingHorizontal(Padding).PaddingVertical(1)
                    .Column(cell => Write(cell, text, PageLook.Value));
            }
        });
        WriteParagraphs(column, block.Notes.NotInCode, PageLook.SmallPrint);
        WriteParagraphs(column, block.Rows.Any(row => row.IsReported) ? block.Notes.Reported : PageText.Empty, PageLook.SmallPrint);
    }

    private void ComposeCode(IContainer place, QrSymbol symbol, PageText caption, bool isShown = true) =>
        place.ShowIf(isShown).Column(column =>
        {
            column.Item().Height(PageLook.QrSide).Border(PageLook.HairlineWidth).BorderColor(Hex(PageLook.Hairline))
                .Svg(Encoding.UTF8.GetString(QrSvg.Write(symbol)));
            foreach (var text in caption.Paragraphs)
            {
                Directed(column.Item(), text).Text(block =>
                {
                    block.AlignCenter();
                    Set(block.Span(text), look.SmallHeading);
                });
            }
        });

    private void WriteHeading(ColumnDescriptor column, PageText text)
    {
        if (!text.IsEmpty)
        {
            var ruled = column.Item().PaddingBottom(HeadingGap).BorderBottom(PageLook.HairlineWidth).BorderColor(Hex(PageLook.Hairline));
            Write(ruled, text.Joined, look.Heading, page.IsRightToLeft);
        }
    }

    /// <summary>Both languages, each as a paragraph that begins at its own side, or at the side of the page.</summary>
    private void WriteParagraphs(ColumnDescriptor column, PageText text, TextStyle style, bool isAtOwnSide = true)
    {
        foreach (var paragraph in text.Paragraphs)
        {
            Write(column, paragraph, style, isAtOwnSide);
        }
    }

    private void Write(ColumnDescriptor column, string text, TextStyle style, bool isAtOwnSide = false)
    {
        if (text.Length > 0)
        {
            Write(column.Item(), text, style, isAtOwnSide ? RunsFromRight(text) : page.IsRightToLeft);
        }
    }

    private void Write(IContainer place, string text, TextStyle style, bool isAtRight) => Directed(place, text).Text(block =>
    {
        if (isAtRight)
        {
            block.AlignRight();
        }
        else
        {
            block.AlignLeft();
        }

        Set(block.Span(text), style);
    });

    private T Set<T>(T span, TextStyle style)
        where T : TextSpanDescriptor =>
        span.FontFamily(fonts[style.Weight]).FontSize(style.Size * scale).FontColor(Hex(style.Color));

    private static IContainer Directed(IContainer place, string text) =>
        RunsFromRight(text) ? place.ContentFromRightToLeft() : place.ContentFromLeftToRight();

    /// <summary>Rules P2 and P3 of UAX #9, for texts that do not begin with an isolate.</summary>
    private static bool RunsFromRight(string text) =>
        text.EnumerateRunes().Select(character => BidiCharacters.ClassOf(character.Value))
            .FirstOrDefault(type => type is BidiClass.L or BidiClass.R or BidiClass.AL, BidiClass.L) is not BidiClass.L;

    private static string Hex(PageColor color) => $"#{color.Red:x2}{color.Green:x2}{color.Blue:x2}";
}
