using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Divoc.Functions.Benchmarks.Reports;

/// <summary>
/// Where reports are written: <c>artifacts/benchmarks</c> of the repository, or beside a file that the command line names.
/// </summary>
internal static class ReportFolder
{
    /// <summary>The folder of the repository; where the program lies outside of one, the current folder.</summary>
    public static string Repository { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory)) ?? Environment.CurrentDirectory;

    /// <summary>Writes a report, and pictures beside it.</summary>
    /// <param name="name">The name of the run.</param>
    /// <param name="file">The file that was asked for; null for one in the folder of the repository, under the name of the run.</param>
    /// <param name="report">The report.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="pictures">SVG by the end of their names.</param>
    public static async Task WriteAsync<T>(
        string name, string? file, T report, JsonTypeInfo<T> type, params (string Name, string Svg)[] pictures)
    {
        var path = Path.GetFullPath(file ?? Path.Combine(Repository, "artifacts", "benchmarks", $"{name}.json"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(report, type));
        Console.WriteLine($"Report: {path}");
        foreach (var (picture, svg) in pictures)
        {
            var beside = Path.ChangeExtension(path, null) + $"-{picture}.svg";
            await File.WriteAllTextAsync(beside, svg);
            Console.WriteLine($"Picture: {beside}");
        }
    }

    private static string? Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Divoc.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
