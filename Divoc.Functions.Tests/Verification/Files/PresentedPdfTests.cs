using System.Globalization;
using System.Text;
using Divoc.Functions.Formats;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf.Writing;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Verification.Files;

namespace Divoc.Functions.Tests.Verification.Files;

/// <summary>
/// PDFs: their attached credential, else the code on the page, drawn or as a picture; and what is said of those that have neither.
/// </summary>
public sealed class PresentedPdfTests(FileBench bench) : IClassFixture<FileBench>
{
    private const string Remove = "--remove-attachment=credential.json";

    private static readonly byte[] Credential = SampleCredential.Vaccination().Bytes;

    private static readonly byte[] Other = SampleCredential.Test().Bytes;

    [Theory]
    [InlineData(CertificateShape.VaccinationV1)]
    [InlineData(CertificateShape.VaccinationV3)]
    [InlineData(CertificateShape.Test)]
    public async Task The_credential_attached_to_an_own_PDF_is_verified(CertificateShape shape)
    {
        var (credential, pdf) = await bench.IssueAsync(shape);

        Assert.Equal(credential, (await bench.Files.PayloadOfAsync(pdf, TestContext.Current.CancellationToken)).ToArray());
        Assert.Equal(VerificationStatus.Valid, (await bench.VerifyAsync(pdf)).Status);
    }

    [Theory]
    [InlineData("--object-streams=generate")]
    [InlineData("--object-streams=disable", "--qdf")]
    [InlineData("--linearize")]
    [InlineData("--recompress-flate", "--compression-level=9", "--object-streams=generate")]
    [InlineData("--object-streams=generate", Remove)]
    [InlineData("--coalesce-contents", Remove)]
    [InlineData("--qdf", Remove)]
    public async Task A_rewritten_PDF_can_still_be_verified(params string[] options)
    {
        Assert.Equal(Credential, await bench.CredentialInAsync(FileBench.Rewritten(Page(Credential, Credential), options)));
    }

    /// <summary>Printed anew, a page has its code drawn in another way, and no attachment.</summary>
    [Fact]
    public async Task The_code_on_a_reprinted_page_is_read()
    {
        using var folder = new TemporaryFolder();
        CommandLineTool.Run("pdftocairo", "-pdf", folder.Write("page.pdf", Page(Credential, Credential)), folder.PathOf("printed.pdf"));

        Assert.Equal(
            Credential,
            await bench.CredentialInAsync(
                await File.ReadAllBytesAsync(folder.PathOf("printed.pdf"), TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("gray")]
    [InlineData("rgb with filters")]
    [InlineData("bits")]
    [InlineData("mask")]
    [InlineData("profile")]
    public async Task The_picture_in_a_scanned_PDF_is_read(string kind)
    {
        Assert.Equal(Credential, await bench.CredentialInAsync(Scanned(kind)));
    }

    /// <summary>The first page, which could be a stretched square, takes nothing away from the second one.</summary>
    [Fact]
    public async Task The_code_on_the_second_of_two_scanned_pages_is_read()
    {
        const int width = 2480, height = 3508;
        var blank = new byte[width / 8 * height];
        Array.Fill(blank, byte.MaxValue);
        var pdf = new HandmadePdf().Add("/Type /Catalog")
            .Add(
                $"/Subtype /Image /Filter /FlateDecode /Width {width} /Height {height} /BitsPerComponent 1 /ColorSpace /DeviceGray",
                HandmadePdf.Deflate(blank))
            .Add(
                $"/Subtype /Image /Filter /DCTDecode /Width {width} /Height {height} /BitsPerComponent 8 /ColorSpace /DeviceRGB",
                new CodePictures.Frame(width, height) { Code = 1500 }.Take(CodePictures.SymbolOf(Credential)));

        Assert.Equal(Credential, await bench.CredentialInAsync(pdf.ToBytes()));
    }

    [Fact]
    public async Task A_page_whose_code_differs_from_the_attached_certificate_is_refused()
    {
        Assert.Equal(PresentedFiles.Several, await bench.RefusalOfAsync(Page(Credential, Other)));
        Assert.Equal(
            PresentedFiles.Several, await bench.RefusalOfAsync(FileBench.Rewritten(Page(Credential, Other), "--object-streams=generate")));
    }

    [Fact]
    public async Task Two_attached_certificates_are_refused_even_if_one_was_replaced()
    {
        var both = new HandmadePdf().Add("/Type /Catalog").Add("/Type /EmbeddedFile", Credential).Add("/Type /EmbeddedFile", Other);
        var replaced = Page(Credential, Credential);
        byte[] update =
        [
            .. replaced,
            .. Encoding.ASCII.GetBytes($"9 0 obj\n<</Type /EmbeddedFile /Length {Other.Length}>> stream\n"),
            .. Other,
            .. "\nendstream\nendobj\n"u8,
        ];

        Assert.Equal(PresentedFiles.Several, await bench.RefusalOfAsync(both.ToBytes()));
        Assert.Equal(PresentedFiles.Several, await bench.RefusalOfAsync(update));
    }

    [Fact]
    public async Task Attachments_are_also_found_by_their_description_and_other_attachments_are_ignored()
    {
        var pdf = new HandmadePdf().Add("/Type /Catalog")
            .Add("/Type /Filespec /F (a.json) /EF <</F 3 0 R>>").Add("", Credential)
            .Add("/Type /EmbeddedFile", "<xml/>"u8.ToArray())
            .Add("/Type /EmbeddedFile /Filter /FlateDecode", HandmadePdf.Deflate(new byte[10_000_000]))
            .Add("/Type /EmbeddedFile /Filter [/FlateDecode]", HandmadePdf.Deflate(Credential), hasLength: false);

        Assert.Equal(Credential, await bench.CredentialInAsync(pdf.ToBytes()));
    }

    [Fact]
    public async Task An_encrypted_PDF_is_refused_as_unreadable()
    {
        var pdf = Page(Credential, Credential);

        Assert.Equal(
            PresentedFiles.Unreadable, await bench.RefusalOfAsync(FileBench.Rewritten(pdf, "--encrypt", "user", "owner", "256", "--")));
        Assert.Equal(
            PresentedFiles.Unreadable,
            await bench.RefusalOfAsync(FileBench.Rewritten(pdf, "--object-streams=generate", "--encrypt", "", "owner", "256", "--")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 0 obj")]
    [InlineData("1 0 obj<</Type/EmbeddedFile/Length 99999999>>stream\nx")]
    [InlineData(
        "1 0 obj<</Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB/Length 3>>stream\nabc\nendstream")]
    [InlineData("1 0 obj<</Subtype/Image/Filter/DCTDecode/Length 3>>stream\nabc\nendstream")]
    [InlineData("1 0 obj<<>>stream\n1e400 0 0 1 0 0 cm 0 0 9 9 re f 0 0 m 1 1 l f\nendstream")]
    [InlineData("1 0 obj<</Length 1 0 R/A 2 0 R>>endobj 2 0 obj 2 0 R endobj 3 0 obj<</Filter 2 0 R>>stream\nendstream")]
    public async Task A_PDF_without_a_certificate_is_refused(string content)
    {
        Assert.Equal(PresentedFiles.NoCertificate, await bench.RefusalOfAsync(Encoding.ASCII.GetBytes($"%PDF-1.7\n{content}")));
    }

    [Fact]
    public async Task A_truncated_PDF_is_read_as_far_as_possible()
    {
        var pdf = Page(Credential, Credential);

        Assert.Equal(Credential, await bench.CredentialInAsync(pdf[..^300]));
        Assert.Equal(PresentedFiles.NoCertificate, await bench.RefusalOfAsync(pdf[..500]));
    }

    /// <summary>A page of our own that shows one certificate's code and carries another one's credential, or none.</summary>
    internal static byte[] Page(byte[] attached, byte[] shown)
    {
        var page = Renderers.Default.Describe(Renderers.Input(
            attached)) with { Codes = [new PageCode(CodePictures.SymbolOf(shown), PageText.Empty)] };
        return new PdfWriter(Renderers.Fonts).Write(page).Bytes;
    }

    private static byte[] Scanned(string kind)
    {
        var symbol = CodePictures.SymbolOf(Credential);
        if (kind == "jpeg")
        {
            return Scanned(
                "/Filter /DCTDecode /Width 1280 /Height 960 /BitsPerComponent 8 /ColorSpace /DeviceRGB",
                new CodePictures.Frame(1280, 960) { Code = 900 }.Take(symbol));
        }

        const int scale = 3;
        var side = scale * (symbol.Size + (2 * QrSymbol.QuietZone));
        var size = string.Create(CultureInfo.InvariantCulture, $"/Filter /FlateDecode /Width {side} /Height {side} ");
        return kind switch
        {
            "gray" => Scanned(
                size + "/BitsPerComponent 8 /ColorSpace /DeviceGray",
                HandmadePdf.Deflate(Rows(symbol, scale, row => [.. row.Select(dark => dark ? (byte)20 : (byte)230)]))),
            "rgb with filters" => Scanned(
                size + "/BitsPerComponent 8 /ColorSpace [/CalRGB <<>>] /DecodeParms <</Predictor 15 /Colors 3 /Columns 9>>",
                HandmadePdf.Deflate(Filtered(
                    Rows(symbol, scale, row => [.. row.SelectMany(dark => dark ? new byte[] { 0, 0, 90 } : [255, 255, 255])]), 3 * side))),
            "bits" => Scanned(
                size + "/BitsPerComponent 1 /ColorSpace /DeviceGray",
                HandmadePdf.Deflate(Rows(symbol, scale, row => Packed(row, dark: false)))),
            "mask" =>
                Scanned(size + "/ImageMask true /Decode [1 0]", HandmadePdf.Deflate(Rows(symbol, scale, row => Packed(row, dark: true)))),
            _ => Scanned(
                size + "/BitsPerComponent 8 /ColorSpace [/ICCBased 3 0 R]",
                HandmadePdf.Deflate(
                    Rows(symbol, scale, row => [.. row.SelectMany(dark => Enumerable.Repeat(dark ? (byte)0 : (byte)255, 3))]))),
        };
    }

    private static byte[] Scanned(string entries, byte[] picture)
    {
        return new HandmadePdf().Add("/Type /Catalog").Add($"/Type /XObject /Subtype /Image {entries}", picture).Add("/N 3", [1, 2, 3])
            .ToBytes();
    }

    private static byte[] Rows(QrSymbol symbol, int scale, Func<IReadOnlyList<bool>, byte[]> write)
    {
        var side = symbol.Size + (2 * QrSymbol.QuietZone);
        return [.. Enumerable.Range(0, side * scale)
            .SelectMany(y => write(
                [.. Enumerable.Range(0, side * scale)
                    .Select(x => IsDark(symbol, (x / scale) - QrSymbol.QuietZone, (y / scale) - QrSymbol.QuietZone))]))];
    }

    private static bool IsDark(QrSymbol symbol, int x, int y) =>
        x >= 0 && y >= 0 && x < symbol.Size && y < symbol.Size && symbol.IsDark(y, x);

    private static byte[] Packed(IReadOnlyList<bool> row, bool dark)
    {
        var packed = new byte[(row.Count + 7) / 8];
        for (var index = 0; index < row.Count; index++)
        {
            packed[index / 8] |= row[index] == dark ? (byte)(0x80 >> (index % 8)) : (byte)0;
        }

        return packed;
    }

    /// <summary>Each row by another one of PNG's filters.</summary>
    private static byte[] Filtered(byte[] rows, int length)
    {
        var filtered = new List<byte>();
        for (var y = 0; y < rows.Length / length; y++)
        {
            var filter = y % 5;
            filtered.Add((byte)filter);
            for (var index = 0; index < length; index++)
            {
                var left = index < 3 ? 0 : rows[(y * length) + index - 3];
                var above = y == 0 ? 0 : rows[((y - 1) * length) + index];
                var corner = index < 3 || y == 0 ? 0 : rows[((y - 1) * length) + index - 3];
                var guess = new[] { left, above, corner }.MinBy(value => Math.Abs(left + above - corner - value));
                filtered.Add(
                    (byte)(rows[(y * length) + index]
                        - filter switch { 0 => 0, 1 => left, 2 => above, 3 => (left + above) / 2, _ => guess }));
            }
        }

        return [.. filtered];
    }
}
