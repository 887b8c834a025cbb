using System.Text;
using System.Text.RegularExpressions;
using Divoc.Functions.Verification.Files.Codes;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace Divoc.Functions.Tests.Rendering;

/// <summary>Reads what we rendered as others do: with a QR scanner, a rasteriser, a text extractor.</summary>
internal static partial class Scanner
{
    /// <summary>The raw bytes of the QR code in a PNG.</summary>
    public static byte[] ScanBytes(byte[] png)
    {
        using var folder = new TemporaryFolder();
        return CommandLineTool.Run(
            "zbarimg", "--raw", "--quiet", "--oneshot", "-Sdisable", "-Sqrcode.enable", "-Sbinary", folder.Write("code.png", png));
    }

    /// <summary>The text of the QR code in a PNG, as a verifier gets it from its scanner.</summary>
    public static string ScanText(byte[] png)
    {
        using var folder = new TemporaryFolder();
        var output = CommandLineTool.Run("zbarimg", "--raw", "--quiet", "-Sdisable", "-Sqrcode.enable", folder.Write("code.png", png));
        return Encoding.UTF8.GetString(output.AsSpan()[..^1]);
    }

    /// <summary>The text of the QR code in each of some files, in their order.</summary>
    public static IReadOnlyList<string> ScanEach(params string[] files)
    {
        var output = CommandLineTool.Run("zbarimg", ["--raw", "--quiet", "-Sdisable", "-Sqrcode.enable", .. files]);
        return Encoding.UTF8.GetString(output).TrimEnd('\n').Split('\n');
    }

    /// <summary>The text of the QR code in a PNG without noise, by ZXing alone.</summary>
    public static string ScanWithZXing(byte[] png)
    {
        var picture = PictureDecoder.Decode(png, PictureDecoder.MostPixels)!;
        var source = new RGBLuminanceSource(picture.Pixels, picture.Width, picture.Height, RGBLuminanceSource.BitmapFormat.Gray8);
        var hints = new Dictionary<DecodeHintType, object> { [DecodeHintType.PURE_BARCODE] = true };
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source)), hints).Text;
    }

    /// <summary>
    /// The texts of all QR codes in a PNG, each with a line feed behind it, in no order that one may count on; empty for none.
    /// </summary>
    public static string ScanAll(byte[] png)
    {
        const int nothingFound = 4;
        using var folder = new TemporaryFolder();
        return Encoding.UTF8.GetString(CommandLineTool.Run(
            "zbarimg", [0, nothingFound], "--raw", "--quiet", "-Sdisable", "-Sqrcode.enable", folder.Write("codes.png", png)));
    }

    /// <summary>Each page as a picture.</summary>
    public static IReadOnlyList<byte[]> RasteriseAll(byte[] pdf, int dotsPerInch)
    {
        using var folder = new TemporaryFolder();
        CommandLineTool.Run("pdftoppm", "-r", $"{dotsPerInch}", "-png", folder.Write("page.pdf", pdf), folder.PathOf("page"));
        return [.. Directory.GetFiles(folder.PathOf("."), "page-*.png").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }

    /// <summary>The page as a picture.</summary>
    public static byte[] Rasterise(byte[] pdf, int dotsPerInch, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var target = folder.PathOf("page");
        CommandLineTool.Run("pdftoppm", ["-r", $"{dotsPerInch}", "-png", "-singlefile", .. options, folder.Write("page.pdf", pdf), target]);
        return File.ReadAllBytes(target + ".png");
    }

    /// <summary>The page's text in the order in which it was drawn, with single blanks.</summary>
    public static string Text(byte[] pdf)
    {
        using var folder = new TemporaryFolder();
        var output = CommandLineTool.Run("pdftotext", "-raw", "-enc", "UTF-8", folder.Write("page.pdf", pdf), "-");
        return WhiteSpace().Replace(Encoding.UTF8.GetString(output), " ");
    }

    /// <summary>A file that the PDF carries along.</summary>
    public static byte[] Attachment(byte[] pdf, string name)
    {
        using var folder = new TemporaryFolder();
        return CommandLineTool.Run("qpdf", $"--show-attachment={name}", folder.Write("page.pdf", pdf));
    }

    /// <summary>Fails unless the PDF is sound.</summary>
    public static void Check(byte[] pdf)
    {
        using var folder = new TemporaryFolder();
        var output = Encoding.UTF8.GetString(CommandLineTool.Run("qpdf", "--check", folder.Write("page.pdf", pdf)));
        Assert.Contains("No syntax or stream encoding errors found", output, StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
