using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>Microsoft's Bicep compiler, out of its package.</summary>
internal static class BicepCompiler
{
    /// <summary>The folder of the program's Bicep files.</summary>
    public static string Folder { get; } = Path.Combine(SharedData.RepositoryRoot, "infra", "bicep");

    /// <summary>The file that azd reads, with a variable for each parameter.</summary>
    public const string FileOfAzd = "main.bicepparam";

    /// <summary>What has no default, as the parameter files read it from the environment.</summary>
    public static readonly (string Name, string Value)[] Names =
    [
        ("DIVOC_PUBLIC_BASE_URL", "https://certificates.health.example.org"),
        ("DIVOC_ISSUER_ID", "https://health.example.org/"),
        ("DIVOC_VERIFICATION_METHOD", "did:web:certificates.health.example.org"),
        ("DIVOC_CREDENTIAL_BASE_URL", "https://certificates.health.example.org/vaccine/"),
        ("DIVOC_TEST_BASE_URL", "https://certificates.health.example.org/test/"),
        ("DIVOC_RECOVERY_BASE_URL", "https://certificates.health.example.org/recovery/"),
        ("DIVOC_INFO_BASE_URL", "https://certificates.health.example.org/info?"),
        ("DIVOC_FEEDBACK_BASE_URL", "https://certificates.health.example.org/feedback?"),
        ("DIVOC_ALERT_EMAIL", "operators@health.example.org"),
    ];

    /// <summary>What azd sets by itself.</summary>
    public static readonly (string Name, string Value)[] OfAzd = [("AZURE_ENV_NAME", "dev"), ("AZURE_LOCATION", "westeurope")];

    /// <summary>
    /// What came of the program's own files. Several tests look at the same ones, and each compilation takes seconds of a processor.
    /// </summary>
    private static readonly ConcurrentDictionary<string, Lazy<Task<(JsonObject? Template, string Told)>>> Deployed =
        new(StringComparer.Ordinal);

    /// <summary>The compiled main.bicep with all modules in it. Not to be changed.</summary>
    public static async Task<JsonObject> MainAsync() => (await DeployedAsync("main.bicep")).Template!;

    /// <summary>What <see cref="BuildAsync"/> makes of a file of the program with the variables that are needed alone, made once.</summary>
    /// <remarks>Not to be changed.</remarks>
    /// <param name="file">Its path below <see cref="Folder"/>.</param>
    public static Task<(JsonObject? Template, string Told)> DeployedAsync(string file)
    {
        return Deployed.GetOrAdd(file, name => new(() => BuildAsync(Path.Combine(Folder, name), [.. OfAzd, .. Names]))).Value;
    }

    /// <summary>Compiles a .bicep or .bicepparam file; the template is null when there are errors.</summary>
    /// <param name="file">The file.</param>
    /// <param name="environment">What a .bicepparam file may read from the environment, beside that of the tests.</param>
    public static async Task<(JsonObject? Template, string Told)> BuildAsync(string file, params (string Name, string Value)[] environment)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.Is64BitProcess, "the tests' compiler is that for Linux on x64");
        var command = file.EndsWith(".bicepparam", StringComparison.Ordinal) ? "build-params" : "build";
        var start = new ProcessStartInfo(CompilerPath(), [command, file, "--stdout"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
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
        var path = typeof(BicepCompiler).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "BicepPath").Value!;
        return Path.GetFullPath(path.Replace('\\', '/'));
    }
}
