using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Benchmarks.Peers;

/// <summary>The libraries of others, run by Node.js from a folder of their own.</summary>
internal static class NodePeers
{
    private const string Script = "peers.js";

    /// <summary>In these versions: so that figures of two days can be compared.</summary>
    private static readonly string[] Packages = ["qrcode@1.5.4", "certificate-signer-library@2.0.5", "vaccination-context@1.1.0"];

    /// <summary>What is measured, in words.</summary>
    public static string Names => string.Join(", ", Packages);

    /// <summary>Installs them; null where that is done, else why it could not be.</summary>
    public static async Task<string?> InstallAsync(string folder)
    {
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"private":true}""");
            var (code, _, errors) = await RunAsync(
                folder, "npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", .. Packages], null);
            return code == 0 ? null : errors.Trim();
        }
        catch (Win32Exception missing)
        {
            return missing.Message;
        }
    }

    /// <summary>Milliseconds of processor time each, by what was done.</summary>
    public static async Task<JsonObject> MeasureAsync(string folder, JsonObject input)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Peers", Script), Path.Combine(folder, Script), overwrite: true);
        var (code, told, errors) = await RunAsync(folder, "node", [Script], input.ToJsonString());
        return code == 0 ? JsonNode.Parse(told)!.AsObject() : throw new BenchmarkException($"Node.js failed: {errors}");
    }

    private static async Task<(int Code, string Told, string Errors)> RunAsync(
        string folder, string program, IEnumerable<string> arguments, string? input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (told, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await told, await errors);
    }
}
