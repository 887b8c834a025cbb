using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>DIVOC's own signing library (npm certificate-signer-library), run by Node.js, as the judge of our credentials.</summary>
internal sealed class DivocVerifier : IAsyncDisposable
{
    private readonly Process process;

    private DivocVerifier(Process process) => this.process = process;

    /// <summary>Starts the judge with the issuer's public key and the name that stands in proofs.</summary>
    public static async Task<DivocVerifier> StartAsync(string publicKeyPem, string verificationMethod)
    {
        var folder = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests");
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules")),
            "The npm packages of the tests are missing: run ./test.sh, or npm ci in Divoc.Functions.Tests.");
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "EndToEnd", "divoc-verify.js")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        var verifier = new DivocVerifier(Process.Start(start)!);
        var configuration = new JsonObject
        {
            ["publicKeyPem"] = publicKeyPem,
            ["verificationMethod"] = verificationMethod,
            ["contexts"] = new JsonObject
            {
                ["https://cowin.gov.in/credentials/testCertificate/v1"] = await ReadContextAsync("test-certificate-v1"),
                ["https://divoc.dev/credentials/recovery/v1"] = await ReadContextAsync("recovery-v1"),
            },
        };
        await verifier.process.StandardInput.WriteLineAsync(configuration.ToJsonString());
        return verifier;
    }

    /// <summary>Whether DIVOC takes the credential for signed by the issuer.</summary>
    public async Task<bool> VerifyAsync(JsonNode credential)
    {
        await process.StandardInput.WriteLineAsync(credential.ToJsonString());
        var answer = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The verifier ended.");
        return JsonNode.Parse(answer)!["verified"]!.GetValue<bool>();
    }

    private static async Task<JsonNode> ReadContextAsync(string name)
    {
        return JsonNode.Parse(await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions", "Formats", "Divoc", "Contexts", $"{name}.context.json")))!;
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
