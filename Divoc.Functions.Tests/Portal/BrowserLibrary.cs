using System.Diagnostics;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Portal;

[assembly: AssemblyFixture(typeof(BrowserLibrary))]

namespace Divoc.Functions.Tests.Portal;

/// <summary>
/// The portal's verification, built as the portal is built, and run by Node. It is built once, when the first test asks for it.
/// </summary>
public sealed class BrowserLibrary : IDisposable
{
    private static readonly string Portal = Path.Combine(SharedData.RepositoryRoot, "Divoc.Portal");

    private readonly TemporaryFolder folder = new();
    private readonly SemaphoreSlim gate = new(1, 1);
    private bool isBuilt;

    /// <summary>The built file.</summary>
    public string File => folder.PathOf("verification.js");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Builds it unless that is done. All else needs this first.</summary>
    public async Task BuildAsync()
    {
        await gate.WaitAsync(Token);
        try
        {
            if (!isBuilt)
            {
                await RunBuildAsync();
                isBuilt = true;
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        folder.Dispose();
        gate.Dispose();
    }

    /// <summary>Judges certificates, each in the world that was told last.</summary>
    /// <param name="lines">Worlds and certificates, as <c>browser-judge.mjs</c> reads them.</param>
    /// <returns>What is told of each certificate.</returns>
    public async Task<IReadOnlyList<JsonObject>> JudgeAsync(IEnumerable<JsonObject> lines)
    {
        using var process = Start(
            Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests"), Path.Combine("Portal", "browser-judge.mjs"), File);
        var answers = process.StandardOutput.ReadToEndAsync(Token);
        var faults = process.StandardError.ReadToEndAsync(Token);
        foreach (var line in lines)
        {
            await process.StandardInput.WriteLineAsync(line.ToJsonString());
        }

        process.StandardInput.Close();
        var told =
            (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == 0, await faults);
        return told;
    }

    private async Task RunBuildAsync()
    {
        Assert.True(
            Directory.Exists(Path.Combine(Portal, "node_modules")),
            "The npm packages of the portal are missing: run ./test.sh, or npm ci in Divoc.Portal.");
        var configuration = new JsonObject
        {
            ["configFile"] = false,
            ["root"] = Portal,
            ["logLevel"] = "warn",
            ["build"] = new JsonObject
            {
                ["outDir"] = folder.Path,
                ["lib"] = new JsonObject
                {
                    ["entry"] = Path.Combine(Portal, "src", "verification", "index.ts"),
                    ["formats"] = new JsonArray("es"),
                    ["fileName"] = "verification",
                },
            },
        };
        var file = folder.PathOf("library.config.mjs");
        await System.IO.File.WriteAllTextAsync(file, $"export default {configuration.ToJsonString()};", Token);
        using var process = Start(
            Portal, Path.Combine("node_modules", "vite", "bin", "vite.js"), "build", "--config", file, "--configLoader", "native");
        process.StandardInput.Close();
        var (said, faults) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == 0 && System.IO.File.Exists(File), $"{await said}{await faults}");
    }

    private static Process Start(string folder, params string[] arguments) => Process.Start(new ProcessStartInfo("node", arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
