using System.Diagnostics;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.Packaging;

/// <summary>
/// A copy of the program's source in a folder of its own, so that building it leaves everybody else's obj/ and bin/ alone.
/// </summary>
internal sealed class SourceCopy : IDisposable
{
    private static readonly string[] TopFiles =
    [
        "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "host.json", "azure.yaml",
        "THIRD-PARTY-NOTICES.md",
    ];

    private readonly TemporaryFolder folder = new();

    public SourceCopy()
    {
        foreach (var file in TopFiles)
        {
            File.Copy(Path.Combine(SharedData.RepositoryRoot, file), PathOf(file));
        }

        Directory.CreateDirectory(PathOf("docs"));
        File.Copy(Path.Combine(SharedData.RepositoryRoot, "docs", "partners.md"), PathOf("docs", "partners.md"));
        Copy(new DirectoryInfo(Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions")), PathOf("Divoc.Functions"));
        File.Copy(Path.Combine(SharedData.RepositoryRoot, "local.settings.sample.json"), PathOf("Divoc.Functions", "local.settings.json"));
    }

    public string PathOf(params string[] parts) => Path.Combine([folder.Path, .. parts]);

    /// <summary>
    /// Runs a shell command at the top of the copy, with an environment that no surrounding build has marked; returns its exit code and all
    /// that it said.
    /// </summary>
    public async Task<(int ExitCode, string Told)> RunAsync(string command, params IReadOnlyList<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"{command} 2>&1"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfABuild).ToList())
        {
            start.Environment.Remove(name);
        }

        // No build server may outlive the test.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";

        // The analysers judged the same files when the tests were built.
        start.Environment["RunAnalyzers"] = "false";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var told = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, told);
    }

    public void Dispose() => folder.Dispose();

    private static bool IsOfABuild(string name) =>
        name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Testing", StringComparison.OrdinalIgnoreCase)
            || name is "FunctionsPackaging" or "PackServiceBusExtension";

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles().Where(file => file.Name != "local.settings.json"))
        {
            file.CopyTo(Path.Combine(to, file.Name));
        }

        foreach (var below in from.EnumerateDirectories().Where(below => below.Name is not ("obj" or "bin" or ".divoc")))
        {
            Copy(below, Path.Combine(to, below.Name));
        }
    }
}
