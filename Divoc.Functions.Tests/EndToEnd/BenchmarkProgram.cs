namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>The benchmark project, built as these tests are.</summary>
internal static class BenchmarkProgram
{
    /// <summary>Runs it, and returns what it prints.</summary>
    public static Task<string> RunAsync(params string[] arguments)
    {
        var configuration = AppContext.BaseDirectory.Contains(
            $"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";
        var program = Path.Combine(
            SharedData.RepositoryRoot, "Divoc.Functions.Benchmarks", "bin", configuration, "net10.0", "Divoc.Functions.Benchmarks.dll");
        return Tools.RunAsync("dotnet", [program, .. arguments]);
    }
}
