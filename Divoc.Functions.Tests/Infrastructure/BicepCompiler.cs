using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>Microsoft's Bicep compiler, out of its package.</summary>
internal static class BicepCompiler
{
    /// <summary>The folder of the program's Bicep files.</summary>
    public static string Folder { get; } = Path.Combine(SharedData.RepositoryRoot, "infra", "bicep");

    private static readonly Lazy<Task<JsonObject>> Main = new(async () => (await BuildAsync(Path.Combine(Folder, "main.bicep"))).Template!);

    /// <summary>The compiled main.bicep with all modules in it. Not to be changed.</summary>
    public static Task<JsonObject> MainAsync() => Main.Value;

    /// <summary>Compiles a .bicep or .bicepparam file; the template is null when there are errors.</summary>
    public static async Task<(JsonObject? Template, string Told)> BuildAsync(string file)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.Is64BitProcess, "the tests' compiler is that for Linux on x64");
        var command = file.EndsWith(".bicepparam", StringComparison.Ordinal) ? "build-params" : "build";
        var start = new ProcessStartInfo(CompilerPath(), [command, file, "--stdout"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var told = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode == 0 ? JsonNode.Parse(output)!.AsObject() : null, await told);
    }

    private static string CompilerPath()
    {
        var path = typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "BicepPath").Value!;
        return Path.GetFullPath(path.Replace('\\', '/'));
    }
}
