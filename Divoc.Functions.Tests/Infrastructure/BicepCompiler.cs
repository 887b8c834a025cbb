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
    /// <param name="file">The file.</param>
    /// <param name="environment">What a .bicepparam file may read from the environment, beside that of the tests.</param>
    public static async Task<(JsonObject? Template, string Told)> BuildAsync(string file, params (string Name, string Value)[] environment)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.Is64BitProcess, "the tests' compiler is that for Linux on x64");
        var command = file.EndsWith(".bicepparam", StringComparison.Ordinal) ? "build-params" : "build";
        var start = new ProcessStartInfo(CompilerPath(), [command, file, "--stdout"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

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
