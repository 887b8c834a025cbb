using System.Diagnostics;
using System.IO.Compression;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.Portal;

/// <summary>The files that the program serves are those that the sources give, byte for byte, and are small enough.</summary>
public sealed class PortalBuildTests
{
    private const int LargestFirstPaint = 30_000;
    private const int LargestVerify = 500_000;
    private const int LargestPage = 60_000;

    private static readonly string Assets = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions", "Portal", "Assets");

    [Fact]
    [Trait("Kind", "Slow")]
    public async Task The_committed_files_equal_the_build_output_of_the_sources()
    {
        using var folder = new TemporaryFolder();
        CopyTo(folder.Path);
        var portal = Path.Combine(folder.Path, "Divoc.Portal");

        await RunAsync(portal, "npm", "ci", "--no-audit", "--no-fund");
        await RunAsync(portal, "npx", "tsc");
        await RunAsync(portal, "npx", "vite", "build");

        var built = FilesOf(Path.Combine(folder.Path, "Divoc.Functions", "Portal", "Assets"));
        var committed = FilesOf(Assets);
        Assert.True(
            built.Keys.Order().SequenceEqual(committed.Keys.Order())
                && built.All(file => file.Value.AsSpan().SequenceEqual(committed[file.Key])),
            "The files of the pages are not those of the sources: run `npm ci` and `npm run build` in Divoc.Portal, "
            + "and commit what it writes.");
    }

    /// <summary>
    /// Over the wire, compressed: what must be there before anything shows, and all that the page which checks certificates loads, with the
    /// reader of codes.
    /// </summary>
    [Fact]
    public void The_pages_are_small()
    {
        var sizes = FilesOf(Assets).ToDictionary(file => file.Key, file => CompressedSize(file.Value));
        var first = sizes.Where(file => !IsOnDemand(file.Key)).Sum(file => file.Value);
        var verify = sizes.Where(
            file => !file.Key.StartsWith("Console", StringComparison.Ordinal)
                && !file.Key.StartsWith("Operations", StringComparison.Ordinal)
                && !IsLanguage(file.Key))
            .Sum(file => file.Value);

        Assert.InRange(first, 1, LargestFirstPaint);
        Assert.InRange(verify, 1, LargestVerify);
        Assert.All(
            ["Start", "Console", "Operations"],
            page => Assert.InRange(
                sizes.Where(file => file.Key.StartsWith(page, StringComparison.Ordinal)).Sum(file => file.Value), 1, LargestPage));
    }

    private static bool IsOnDemand(string name)
    {
        string[] later = ["zxing_reader-", "scan-", "Start-", "Console-", "Operations-", "sw.js", "device-"];
        return later.Any(start => name.StartsWith(start, StringComparison.Ordinal)) || IsLanguage(name);
    }

    private static bool IsLanguage(string name) =>
        name.Split('-') is [{ Length: 2 }, _] && !name.StartsWith("en", StringComparison.Ordinal);

    private static int CompressedSize(byte[] bytes)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        Assert.True(BrotliEncoder.TryCompress(bytes, packed, out var length, 6, 22));
        return length;
    }

    private static Dictionary<string, byte[]> FilesOf(string folder)
    {
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllBytes);
    }

    /// <summary>Sources of the pages, and the data of the program that they read.</summary>
    private static void CopyTo(string folder)
    {
        string[] patterns = ["Divoc.Portal", "samples", "Divoc.Functions"];
        foreach (var top in patterns)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, top), "*", SearchOption.AllDirectories)
                .Where(file => IsSource(top, file)))
            {
                var to = Path.Combine(folder, Path.GetRelativePath(SharedData.RepositoryRoot, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }
        }
    }

    private static bool IsSource(string top, string file)
    {
        var parts = Path.GetRelativePath(SharedData.RepositoryRoot, file).Split(Path.DirectorySeparatorChar);
        return !parts.Any(part => part is "node_modules" or "bin" or "obj" or "Assets")
            && (top != "Divoc.Functions" || file.EndsWith(".json", StringComparison.Ordinal));
    }

    private static async Task RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await output}{await errors}");
    }
}
