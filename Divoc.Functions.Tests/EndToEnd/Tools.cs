using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>The programs that judge what was made: zbarimg, qpdf, pdftotext, pdftoppm.</summary>
internal static class Tools
{
    /// <summary>Runs a tool on a file; returns what it wrote.</summary>
    public static async Task<string> RunAsync(string tool, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{tool} failed: {await errors}{output}");
        return output;
    }

    /// <summary>Scans the one QR code of an image and gives the credential it carries.</summary>
    public static async Task<byte[]> ScanAsync(string image)
    {
        var text = await RunAsync("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", image);

        // DIVOC's recipe: the scanned text, one byte a character, is a ZIP archive.
        var archiveBytes = Encoding.Latin1.GetBytes(text.TrimEnd('\n'));
        await using var archive = new ZipArchive(new MemoryStream(archiveBytes), ZipArchiveMode.Read);
        var entry = Assert.Single(archive.Entries);
        Assert.Equal("certificate.json", entry.FullName);
        await using var content = await entry.OpenAsync();
        using var credential = new MemoryStream();
        await content.CopyToAsync(credential);
        return credential.ToArray();
    }
}
