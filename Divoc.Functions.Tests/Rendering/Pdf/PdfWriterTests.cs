using System.IO.Compression;
using System.Text;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Layout;
using Divoc.Functions.Rendering.Pdf.Writing;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Tests.Rendering.Pdf;

/// <summary>The default writer, by the contract and by where it places codes.</summary>
public sealed class PdfWriterTests : PdfWriterContract
{
    private static readonly QrSymbol Symbol = Describe(SampleCredential.Vaccination()).Codes[0].Symbol;

    protected override IPdfWriter Writer { get; } = new PdfWriter(Renderers.Fonts);

    [Theory]
    [InlineData("en", "", 1)]
    [InlineData("en", "", 3)]
    [InlineData("fr", "en", 2)]
    [InlineData("ar", "", 1)]
    [InlineData("ar", "en", 3)]
    [InlineData("ta", "si", 2)]
    public void A_code_scans_from_a_low_resolution_print(string language, string second, int dose)
    {
        var credential = SampleCredential.Vaccination(dose).Bytes;

        var pdf = Renderers.Create(Renderers.BuiltIn(language, second)).Render(Renderers.Input(credential)).Pdf;

        Assert.Equal(credential, QrPayload.Decode(Scanner.ScanText(Scanner.Rasterise(pdf, 100))));
    }

    [Fact]
    public void Without_a_code_the_person_block_has_the_full_width()
    {
        var page = Describe(SampleCredential.Vaccination().WithSubject("name", string.Concat(Enumerable.Repeat("Maximiliana ", 9)).Trim()));

        var (with, without) = (Arrange(page), Arrange(page with { Codes = [] }));

        Assert.Empty(without.Elements.OfType<ModulesElement>());
        Assert.InRange(WidestName(with), 100, 260);
        Assert.InRange(WidestName(without), 300, 500);
    }

    [Fact]
    public void Additional_codes_are_placed_below_the_other_blocks_if_they_fit()
    {
        var page = Describe(SampleCredential.Vaccination());
        page = page with { Blocks = [.. page.Blocks.Where(block => block is not PageBlock.Fields)], Codes = Codes(3) };

        var elements = Assert.Single(Arrange(page).Pages);

        var codes = elements.OfType<ModulesElement>().ToList();
        Assert.Equal(3, codes.Count);
        Assert.Equal(codes[1].Y, codes[2].Y);
        Assert.True(codes[1].X < codes[2].X);
        Assert.All(codes[1..], code => Assert.True(code.Y > codes[0].Y + Side(codes[0])));
    }

    [Theory]
    [InlineData("en", 2, 2)]
    [InlineData("en", 5, 2)]
    [InlineData("en", 6, 3)]
    [InlineData("ar", 6, 3)]
    public void Codes_that_do_not_fit_go_to_additional_pages_and_the_first_page_is_unchanged(string language, int count, int pages)
    {
        var page = Renderers.Create(Renderers.BuiltIn(language)).Describe(Renderers.Input(SampleCredential.Vaccination().Bytes));

        // The first without a caption of its own, as on the page that has no other.
        var drawing = Arrange(page with { Codes = [page.Codes[0], .. Codes(count - 1)] });

        Assert.Equal(pages, drawing.Pages.Count);
        Assert.Equal(Texts(Arrange(page).Pages[0]), Texts(drawing.Pages[0]));
        Assert.Equal(count, drawing.Elements.OfType<ModulesElement>().Count());
        Assert.All(drawing.Pages.Skip(1), further =>
        {
            Assert.Contains(page.Title, Texts(further), StringComparison.Ordinal);
            Assert.Contains("Nadeesha Perera", Texts(further), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("en", "")]
    [InlineData("ar", "en")]
    public void Every_code_has_the_size_of_the_first_and_nothing_overlaps_it(string language, string second)
    {
        var page = Renderers.Create(Renderers.BuiltIn(language, second)).Describe(Renderers.Input(SampleCredential.Vaccination().Bytes));

        var drawing = Arrange(page with { Codes = Codes(8) });

        var codes = drawing.Elements.OfType<ModulesElement>().ToList();
        Assert.All(codes, code => Assert.Equal(codes[0].ModuleSize, code.ModuleSize));
        foreach (var elements in drawing.Pages)
        {
            // With the quiet zone, in which nothing may lie either; a hair less, since the caption may touch it.
            var boxes = elements.OfType<ModulesElement>()
                .Select(code => Grown(code.X, code.Y, Side(code), Side(code), (QrSymbol.QuietZone * code.ModuleSize) - 0.1f))
                .Concat(elements.OfType<TextElement>().Where(text => !text.Text.IsEmpty).Select(
                    text => Grown(text.X, text.Baseline - (0.72f * text.Size), text.Text.Width * text.Size, 0.92f * text.Size, 0)))
                .ToList();
            Assert.All(
                boxes,
                box => Assert.True(
                    box.Left >= 47.9 && box.Right <= drawing.Width - 47.9 && box.Top >= 20 && box.Bottom <= drawing.Height - 20));
            for (var first = 0; first < boxes.Count; first++)
            {
                Assert.All(boxes[(first + 1)..], other => Assert.False(Overlap(boxes[first], other), $"{boxes[first]} lies on {other}."));
            }
        }
    }

    [Fact]
    public void A_page_without_a_person_block_shows_all_codes_below()
    {
        var page = Describe(SampleCredential.Vaccination());
        page = page with { Blocks = [.. page.Blocks.Where(block => block is not PageBlock.Person)], Codes = Codes(2) };

        Assert.Equal(2, Arrange(page).Elements.OfType<ModulesElement>().Count());
    }

    [Fact]
    public void Two_attachments_with_the_same_name_are_refused()
    {
        var page = Describe(SampleCredential.Vaccination());

        Assert.Throws<ArgumentException>(() => Writer.Write(page with { Attachments = [page.Attachments[0], page.Attachments[0]] }).Bytes);
    }

    [Fact]
    public void Attachments_are_associated_with_the_document_and_listed_by_name()
    {
        var attachments = new[] { "b.json", "a.json" }.Select(name => new Attachment(name, "application/json", "A file", "{}"u8.ToArray()));

        var pdf = Encoding.Latin1.GetString(
            Writer.Write(Describe(SampleCredential.Vaccination()) with { Attachments = [.. attachments] }).Bytes);

        Assert.Matches(@"/AF \[(\d+) 0 R (\d+) 0 R\]\n/Names <</EmbeddedFiles <</Names \[\(a\.json\) \1 0 R \(b\.json\) \2 0 R\]>>>>", pdf);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5552)]
    [InlineData(5553)]
    [InlineData(60_000)]
    public void An_attachment_that_was_compressed_before_is_not_compressed_again(int length)
    {
        // High values, with which the checksum's sums grow fastest.
        var content = Enumerable.Range(0, length).Select(index => (byte)(255 - (index % 7))).ToArray();
        using var deflated = new MemoryStream();
        using (var deflate = new DeflateStream(deflated, CompressionLevel.NoCompression, leaveOpen: true))
        {
            deflate.Write(content);
        }

        var attachment = new Attachment("a.bin", "application/octet-stream", "A file", content) { Deflated = deflated.ToArray() };
        var pdf = Writer.Write(Describe(SampleCredential.Vaccination()) with { Attachments = [attachment] }).Bytes;

        Assert.True(pdf.AsSpan().IndexOf(attachment.Deflated.Span) > 0);
        Assert.Equal(content, Scanner.Attachment(pdf, "a.bin"));
        Assert.Equal(Deflate.Quickly(content)[^sizeof(uint)..], Deflate.Wrap(attachment.Deflated.Span, content)[^sizeof(uint)..]);
        Scanner.Check(pdf);
    }

    private static CertificatePage Describe(SampleCredential sample) => Renderers.Default.Describe(Renderers.Input(sample.Bytes));

    private static PageDrawing Arrange(CertificatePage page) => new CertificateLayout(Renderers.Fonts).Arrange(page);

    private static List<PageCode> Codes(int count) =>
        [.. Enumerable.Range(1, count).Select(number => new PageCode(Symbol, new PageText($"Format {number}", $"صيغة {number}")))];

    private static string Texts(IReadOnlyList<PageElement> elements) =>
        string.Join('\n', elements.OfType<TextElement>().Select(text => text.Text.Text));

    private static float WidestName(PageDrawing drawing)
    {
        return drawing.Elements.OfType<TextElement>()
            .Where(text => text.Text.Text.StartsWith("Maximiliana", StringComparison.Ordinal))
            .Max(text => text.Text.Width * text.Size);
    }

    private static float Side(ModulesElement code) => code.Symbol.Size * code.ModuleSize;

    private static (float Left, float Top, float Right, float Bottom) Grown(float x, float y, float width, float height, float by) =>
        (x - by, y - by, x + width + by, y + height + by);

    private static bool Overlap(
        (float Left, float Top, float Right, float Bottom) one, (float Left, float Top, float Right, float Bottom) other)
    {
        return one.Left < other.Right && other.Left < one.Right && one.Top < other.Bottom && other.Top < one.Bottom;
    }
}
