namespace Divoc.Functions.Tests.Architecture;

/// <summary>The C# files of the repository, without generated ones.</summary>
internal static class SourceFiles
{
    private static readonly string[] Folders = ["Divoc.Functions", "Divoc.Functions.Benchmarks", "Divoc.Functions.Tests", "samples"];

    private static readonly string[] Outputs = ["bin", "obj", "node_modules"];

    /// <summary>Each file: its path from the root of the repository, and its text.</summary>
    public static IReadOnlyList<(string Path, string Text)> All { get; } =
    [
        .. Folders.SelectMany(folder => In(Path.Combine(SharedData.RepositoryRoot, folder)))
            .Select(file => (Path.GetRelativePath(SharedData.RepositoryRoot, file), File.ReadAllText(file))),
    ];

    private static IEnumerable<string> In(string folder) => Directory.EnumerateDirectories(folder)
        .Where(below => !Outputs.Contains(Path.GetFileName(below)))
        .SelectMany(In)
        .Concat(Directory.EnumerateFiles(folder, "*.cs"));
}
