using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>The clients in samples/clients do a partner's main job, each in its language.</summary>
[Trait("Kind", "Slow")]
public sealed class SampleClientTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string[]> Clients => new()
    {
        { "certify.py", ["python3"] },
        { "certify.ts", ["node"] },
        { "certify.cs", ["dotnet", "run"] },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_client_certifies_waits_and_stores_all_parts_even_after_an_outage(string file, string[] program)
    {
        var outages = 2;
        await using var host = await TestHost.StartAsync(
            builder => builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter>(new BeforeAll(async (context, next) =>
            {
                if (Interlocked.Decrement(ref outages) < 0)
                {
                    await next(context);
                    return;
                }

                context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
                context.Response.Headers.RetryAfter = "0";
            })),
            PartnerKeys.Arguments);
        var events = new JsonArray(PartnerSystem.Event("certify-v1.json", "CLIENT-1"), PartnerSystem.Event("certify-v1.json", "CLIENT-2"));
        await File.WriteAllTextAsync(folder.PathOf("events.json"), events.ToJsonString(), Token);

        var first = await RunAsync(host, file, program, "events.json");
        var again = await RunAsync(host, file, program, "events.json");

        Assert.True(first.ExitCode == 0, first.Told);
        Assert.Equal((first.ExitCode, first.Told), (again.ExitCode, again.Told));
        var ids = first.Told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToList();
        Assert.Equal(["0 ISSUED", "1 ISSUED"], ids.Select(line => $"{line[0]} {line[1]}"));
        foreach (var id in ids.Select(line => line[2]))
        {
            var credential = await File.ReadAllBytesAsync(folder.PathOf($"out/{id}.json"), Token);
            Assert.Equal(credential, await Tools.ScanAsync(folder.PathOf($"out/{id}.png")));
            Assert.StartsWith(
                "%PDF",
                Encoding.ASCII.GetString(await File.ReadAllBytesAsync(folder.PathOf($"out/{id}.pdf"), Token)),
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_client_reports_the_error_of_each_field(string file, string[] program)
    {
        await using var host = await TestHost.StartAsync(null, PartnerKeys.Arguments);
        var wrong = PartnerSystem.Event("certify-v1.json", "CLIENT-3");
        wrong.Remove("facility");
        await File.WriteAllTextAsync(folder.PathOf("events.json"), new JsonArray(wrong).ToJsonString(), Token);

        var (exitCode, told) = await RunAsync(host, file, program, "events.json");

        Assert.Equal(1, exitCode);
        Assert.Contains("/0/facility REQUIRED: facility is required.", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_client_is_short_and_is_tested()
    {
        var files = Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "samples", "clients")).Select(Path.GetFileName).Order();

        Assert.Equal(Clients.Select(client => client.Data.Item1).Order(), files);
        Assert.All(files, file => Assert.InRange(File.ReadAllLines(PathOf(file!)).Length, 20, 80));
    }

    public void Dispose() => folder.Dispose();

    private static string PathOf(string file) => Path.Combine(SharedData.RepositoryRoot, "samples", "clients", file);

    /// <summary>Copies the client out of the repository, whose build settings are not a partner's.</summary>
    private async Task<(int ExitCode, string Told)> RunAsync(TestHost host, string file, string[] program, string events)
    {
        File.Copy(PathOf(file), folder.PathOf(file), overwrite: true);
        file = file.EndsWith(".ts", StringComparison.Ordinal) ? await CompileAsync(file) : file;
        var start = new ProcessStartInfo("bash", ["-c", "exec \"$@\" 2>&1", "bash", .. program, file, events, "out"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
        };
        start.Environment["CERTIFICATE_SERVICE"] = host.BaseAddress.ToString();
        start.Environment["CERTIFICATE_KEY"] = PartnerKeys.South;
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start)!;
        var told = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, told);
    }

    /// <summary>
    /// Judges and compiles a client in TypeScript with the options of docs/partners.md, and gives the name of what Node.js runs.
    /// </summary>
    private async Task<string> CompileAsync(string file)
    {
        const string Options = "--strict --target es2022 --module nodenext";
        Assert.Contains(
            $"npx tsc {Options} ",
            await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "partners.md"), Token),
            StringComparison.Ordinal);
        var packages = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "node_modules");
        var told = await Tools.RunAsync("node", [Path.Combine(packages, "typescript", "bin", "tsc"), .. Options.Split(' '), "--typeRoots",
            Path.Combine(packages, "@types"), "--outDir", folder.Path, folder.PathOf(file)]);
        Assert.Equal("", told);
        return Path.ChangeExtension(file, ".js");
    }

    private sealed class BeforeAll(Func<HttpContext, RequestDelegate, Task> answer) : Microsoft.AspNetCore.Hosting.IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
        {
            application.Use(answer);
            next(application);
        };
    }
}
