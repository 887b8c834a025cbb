using System.Text;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Tests.Rendering.Pdf;

/// <summary>What every writer of pages must do. Judged as paper is: with a scanner, a rasteriser, a text extractor.</summary>
public abstract class PdfWriterContract
{
    private const int UsualResolution = 150;

    /// <summary>The writer under test.</summary>
    protected abstract IPdfWriter Writer { get; }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void Each_code_of_a_page_scans_from_paper_and_has_its_caption(int count)
    {
        var page = Page("en") with { Codes = Codes(count) };

        var pdf = Writer.Write(page).Bytes;

        Scanner.Check(pdf);
        Assert.Equal(Expected(page), Scanned(pdf, UsualResolution));
        var text = Scanner.Text(pdf);
        Assert.All(page.Codes, code => Assert.Contains(code.Caption.First, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ar", "")]
    [InlineData("ar", "en")]
    [InlineData("hi", "")]
    [InlineData("ta", "si")]
    [InlineData("en", "hi")]
    public void Codes_scan_in_every_combination_of_languages(string language, string second)
    {
        var page = Page(language, second) with { Codes = Codes(3) };

        var pdf = Writer.Write(page).Bytes;

        Assert.All([UsualResolution, 300], resolution => Assert.Equal(Expected(page), Scanned(pdf, resolution)));
    }

    [Fact]
    public void A_first_code_without_a_caption_gets_the_caption_of_the_person()
    {
        var page = Page("en");
        var caption = page.Blocks.OfType<PageBlock.Person>().Single().QrCaption.First;

        var own = Scanner.Text(
            Writer.Write(page with { Codes = [page.Codes[0] with { Caption = new PageText("Something of its own") }] }).Bytes);

        Assert.NotEmpty(caption);
        Assert.Contains(caption, Scanner.Text(Writer.Write(page).Bytes), StringComparison.Ordinal);
        Assert.DoesNotContain(caption, own, StringComparison.Ordinal);
        Assert.Contains("Something of its own", own, StringComparison.Ordinal);
    }

    [Fact]
    public void All_texts_of_the_page_are_printed()
    {
        var page = Page("en");

        var text = Unspaced(Scanner.Text(Writer.Write(page).Bytes));

        Assert.All(Words(page), words => Assert.Contains(Unspaced(words), text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Attachments_are_embedded_byte_for_byte(int count)
    {
        // Not in the order of their names, as a PDF lists them.
        var attachments = Enumerable.Range(1, count)
            .Select(number => new Attachment(
                $"{(char)('z' - number)}.json",
                "application/json",
                $"File {number}",
                Encoding.UTF8.GetBytes($$"""{"number":{{number}},"text":"{{new string('ä', number * 900)}}"}""")))
            .ToList();

        var pdf = Writer.Write(Page("en") with { Attachments = attachments }).Bytes;

        Scanner.Check(pdf);
        Assert.All(attachments, attachment => Assert.Equal(attachment.Bytes.ToArray(), Scanner.Attachment(pdf, attachment.FileName)));
        using var folder = new TemporaryFolder();
        var listed = Encoding.UTF8.GetString(CommandLineTool.Run("qpdf", "--list-attachments", folder.Write("page.pdf", pdf)));
        Assert.Equal(count, listed.Split('\n').Count(line => line.Contains(" -> ", StringComparison.Ordinal)));
    }

    /// <summary>A page as a certificate has it, with two earlier doses.</summary>
    private static CertificatePage Page(string language, string second = "")
    {
        var doses = Enumerable.Range(1, 2)
            .Select(dose => new EarlierDose(
                dose, 2, "Covishield", $"LOT-{dose}", new DateTimeOffset(2025, 1, dose, 9, 0, 0, TimeSpan.Zero), "LKA"));
        return Renderers.Create(Renderers.BuiltIn(language, second))
            .Describe(new CertificatePageInput(SampleCredential.Vaccination(3).Bytes, [.. doses], null));
    }

    private static List<PageCode> Codes(int count)
    {
        return [.. Enumerable.Range(1, count).Select(number =>
        {
            var credential = SampleCredential.Vaccination().WithSubject("name", $"Person {number}").Bytes;
            return new PageCode(Renderers.Default.Describe(Renderers.Input(credential)).Codes[0].Symbol, new PageText($"Format {number}"));
        })];
    }

    private static IEnumerable<string> Words(CertificatePage page)
    {
        foreach (var block in page.Blocks)
        {
            IEnumerable<string> words = block switch
            {
                PageBlock.Title title => [title.Text.First, title.Subtitle.First],
                PageBlock.Status status => [status.Text.First],
                PageBlock.Person person =>
                    [person.Heading.First, person.Name, .. person.Facts.SelectMany(fact => new[] { fact.Label.First, fact.Value })],
                PageBlock.Fields fields =>
                    [fields.Heading.First, .. fields.Facts.SelectMany(fact => new[] { fact.Label.First, fact.Value })],
                PageBlock.Paragraph paragraph => [paragraph.Heading.First, paragraph.Text.First],
                PageBlock.Foot foot => [foot.Heading.First, foot.Text.First],
                PageBlock.Table table =>
                    [table.Heading.First, .. table.Columns.Select(column => column.Head.First), .. table.Rows.SelectMany(row => row.Cells)],
                _ => throw new InvalidOperationException($"This test does not know {block.GetType().Name}."),
            };
            foreach (var text in words)
            {
                yield return text;
            }
        }
    }

    private static List<string> Expected(CertificatePage page) =>
        [.. page.Codes.Select(code => Scanner.ScanText(QrPng.Write(code.Symbol))).Order(StringComparer.Ordinal)];

    /// <summary>
    /// All that a scanner reads of all pages. What the codes hold begins alike, so that the texts can be told apart though they hold line
    /// feeds.
    /// </summary>
    private static List<string> Scanned(byte[] pdf, int dotsPerInch)
    {
        const string beginning = "PK\u0003\u0004";
        return [.. Scanner.RasteriseAll(pdf, dotsPerInch)
            .SelectMany(picture => Scanner.ScanAll(picture).Split(beginning).Skip(1))
            .Select(text => beginning + text[..^1])
            .Order(StringComparer.Ordinal)];
    }

    private static string Unspaced(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
}
