using System.Text.RegularExpressions;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Layout;
using Divoc.Functions.Rendering.Pdf.Writing;
using SkiaSharp;

namespace Divoc.Functions.Tests.Rendering.Pdf;

/// <summary>
/// Each script as a picture, compared with one that was looked at, and as text. <c>DIVOC_UPDATE_PICTURES=1</c> writes the pictures anew;
/// they are then to be looked at before they are committed.
/// </summary>
public sealed partial class ScriptTests
{
    private const int DotsPerInch = 150;

    // Rasterisers differ in how they smooth edges. Of the pixels that either picture darkens in a square of this side, so many may differ
    // by more than half of the range.
    private const int SquareSide = 12;
    private const double Tolerance = 0.4;

    public static TheoryData<string> Names => [.. ScriptSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_line_looks_like_its_reviewed_picture(string name)
    {
        var path = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "Rendering", "Pdf", "Pictures", $"{name}.png");
        var actual = Picture(ScriptSamples.All[name].Text);
        if (Environment.GetEnvironmentVariable("DIVOC_UPDATE_PICTURES") == "1")
        {
            File.WriteAllBytes(path, actual);
        }

        Assert.InRange(Difference(File.ReadAllBytes(path), actual), 0, Tolerance);
    }

    [Theory]
    [InlineData("devanagari", "श्रीवास्तव क्षत्रिय हिन्दी र्कि कमार")]
    [InlineData("arabic", "مُحَمَّد عبد السلم لا پاکستان گجرات")]
    [InlineData("thai", "สมชาย น้ำผึ้ง ที่อยู่ ปู กรุงเทพ")]
    [InlineData("latin", "Nguyên Thị Ánh Đặng Ữ Peñaflorida Łódź")]
    public void The_comparison_detects_one_missing_sign(string name, string text)
    {
        Assert.InRange(Difference(Picture(ScriptSamples.All[name].Text), Picture(text)), Tolerance + 0.1, 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_line_is_extracted_exactly(string name)
    {
        var (text, _) = ScriptSamples.All[name];

        var extracted = Scanner.Text(Pdf(text));

        // Words that stand from right to left are extracted one a line, with the marks that say so; between two directions there is no
        // blank to compare.
        var isMixed = name.Contains("-and-", StringComparison.Ordinal);
        var expected = $"{text} {text}";
        extracted = DirectionMarks().Replace(extracted, "").Trim();
        if (ScriptSamples.IsTurned(name))
        {
            (expected, extracted) = (Sorted(expected), Sorted(extracted));
        }

        Assert.Equal(isMixed ? Unspaced(expected) : expected, isMixed ? Unspaced(extracted) : extracted);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Only_the_fonts_of_the_scripts_in_use_are_loaded(string name)
    {
        var (text, typefaces) = ScriptSamples.All[name];
        using var fonts = new FontLibrary();

        PdfWriter.Write(ScriptSamples.Draw(text, fonts));

        Assert.Equal(typefaces, fonts.Loaded);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_certificate_in_any_script_is_a_correct_small_PDF_with_its_credential(string name)
    {
        var (text, typefaces) = ScriptSamples.All[name];
        var sample = SampleCredential.Vaccination(2).WithSubject("name", text).WithSubject("nationality", text);
        sample.Evidence["facility"]!["name"] = text;

        var pdf = Renderers.Default.Render(Renderers.Input(sample.Bytes)).Pdf;

        Scanner.Check(pdf);
        Assert.InRange(pdf.Length, 1, (typefaces is [Typeface.Sans] ? 40 : 100) * 1024);
        Assert.True(
            ScriptSamples.IsTurned(name)
                || Unspaced(DirectionMarks().Replace(Scanner.Text(pdf), "")).Contains(Unspaced(text), StringComparison.Ordinal),
            Scanner.Text(pdf));
        Assert.Equal(sample.Bytes, Scanner.Attachment(pdf, "credential.json"));
    }

    private static byte[] Pdf(string text) => PdfWriter.Write(ScriptSamples.Draw(text, Renderers.Fonts)).Bytes;

    private static byte[] Picture(string text) => Scanner.Rasterise(Pdf(text), DotsPerInch, "-gray");

    private static double Difference(byte[] one, byte[] other)
    {
        using var first = SKBitmap.Decode(one);
        using var second = SKBitmap.Decode(other);
        Assert.Equal((first.Width, first.Height), (second.Width, second.Height));
        var worst = 0.0;
        for (var top = 0; top < first.Height; top += SquareSide)
        {
            for (var left = 0; left < first.Width; left += SquareSide)
            {
                worst = Math.Max(worst, Difference(first, second, left, top));
            }
        }

        return worst;
    }

    private static double Difference(SKBitmap first, SKBitmap second, int left, int top)
    {
        const int speck = 8;
        var (dark, different) = (0, 0);
        for (var y = top; y < Math.Min(top + SquareSide, first.Height); y++)
        {
            for (var x = left; x < Math.Min(left + SquareSide, first.Width); x++)
            {
                var (one, other) = (first.GetPixel(x, y).Red, second.GetPixel(x, y).Red);
                dark += Math.Min(one, other) < 128 ? 1 : 0;
                different += Math.Abs(one - other) > 128 ? 1 : 0;
            }
        }

        return different / (double)Math.Max(dark, speck);
    }

    private static string Sorted(string text) => string.Concat(text.Order());

    private static string Unspaced(string text) => text.Replace(" ", "", StringComparison.Ordinal);

    [GeneratedRegex("[\u202A-\u202E\u2066-\u2069]")]
    private static partial Regex DirectionMarks();
}
