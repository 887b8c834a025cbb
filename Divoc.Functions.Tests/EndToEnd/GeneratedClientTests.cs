using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// A client that NSwag makes of the OpenAPI document compiles, and does a partner's main job: GeneratedClient.txt is the program that uses
/// it.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class GeneratedClientTests : IDisposable
{
    private const string Project =
        """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
        </Project>
        """;

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_generated_client_certifies_waits_and_fetches_the_parts()
    {
        await using var host = await TestHost.StartAsync(null, PartnerKeys.Arguments);
        await File.WriteAllTextAsync(folder.PathOf("openapi.json"), await host.Client.GetStringAsync("openapi.json", Token), Token);
        await File.WriteAllTextAsync(folder.PathOf("client.csproj"), Project, Token);
        await File.WriteAllTextAsync(
            folder.PathOf("events.json"), new JsonArray(PartnerSystem.Event("certify-v1.json", "GENERATED-1")).ToJsonString(), Token);
        File.Copy(
            Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "EndToEnd", "GeneratedClient.txt"),
            folder.PathOf("Program.cs"));

        await RunAsync("dotnet tool restore", SharedData.RepositoryRoot);
        await RunAsync(
            $"dotnet tool run nswag openapi2csclient /input:{folder.PathOf("openapi.json")} /output:{folder.PathOf("Client.cs")} "
            + "/namespace:Generated /className:CertificateClient "
            + "/generateClientInterfaces:false /generateOptionalParameters:true /jsonLibrary:SystemTextJson",
            SharedData.RepositoryRoot);
        var told = await RunAsync(
            $"dotnet build -v quiet -nologo -o built >/dev/null && exec dotnet built/client.dll {host.BaseAddress} "
            + $"{PartnerKeys.South} events.json .",
            folder.Path);

        var lines = told.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["0 ISSUED", "LIVE", "422 REQUIRED"], [lines[0][..8], lines[1], lines[2]]);
        var credential = JsonNode.Parse(await File.ReadAllTextAsync(folder.PathOf("credential.json"), Token));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(await Tools.ScanAsync(folder.PathOf("qr.png"))), credential));
        Assert.StartsWith(
            "%PDF",
            Encoding.ASCII.GetString(await File.ReadAllBytesAsync(folder.PathOf("certificate.pdf"), Token)),
            StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static async Task<string> RunAsync(string command, string folder)
    {
        var start = new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Token);
        var told = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == 0, $"{command}\n{told}{await errors}");
        return told;
    }
}
