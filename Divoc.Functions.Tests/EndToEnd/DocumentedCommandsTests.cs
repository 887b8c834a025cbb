using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// Each block of commands in README and docs is run by a test, or says in the text before it why it is not. Those of the README have
/// <see cref="ReadmeTests"/>.
/// </summary>
[Trait("Kind", "Slow")]
public sealed partial class DocumentedCommandsTests : IDisposable
{
    private const string DocumentedAddress = "http://localhost:7071";
    private const string PreviewCommand = "dotnet run --project Divoc.Functions -- preview";

    /// <summary>The program as docs/operations.md installs it.</summary>
    private const string ProgramOfOperator = "dotnet app/Divoc.Functions.dll";

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Documents => ["README.md", "SECURITY.md", "Divoc.Functions.Benchmarks/README.md", .. Directory
        .EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "docs"), "*.md")
        .Select(file => $"docs/{Path.GetFileName(file)}")
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Each_block_of_commands_is_tested_or_states_why_it_is_not(string document)
    {
        // The first lines of what the tests below, ReadmeTests, ThroughputTests, SoakTests, StatusRunTests and BenchmarkRunTests run;
        // test.sh runs these tests.
        string[] run =
        [
            "dotnet run --project Divoc.Functions", "./test.sh", "curl ", "sed 's/",
            "dotnet run -c Release --project Divoc.Functions.Benchmarks -- throughput",
            "dotnet run -c Release --project Divoc.Functions.Benchmarks -- soak",
            "dotnet run -c Release --project Divoc.Functions.Benchmarks -- status",
            "dotnet run -c Release --project Divoc.Functions.Benchmarks -- latency",
            "dotnet run -c Release --project Divoc.Functions.Benchmarks -- growth",
            "dotnet run -c Release --project Divoc.Functions.Benchmarks -- functions-host",
            "dotnet run -c Release --project Divoc.Functions.Benchmarks -- peers",
            "dotnet run -c Release --project Divoc.Functions.Benchmarks -- scale", "printf '{\"functionKey\"",
            "cp Divoc.Functions/Types/Vaccination/vaccination.template.json", ProgramOfOperator,
            $"Divoc__DataDirectory=data {ProgramOfOperator}", "kill \"$(cat ", "openssl genpkey",
        ];

        Assert.All(
            Blocks(document).Where(block => !block.IsMarked),
            block => Assert.True(
                Array.Exists(run, first => block.Commands.StartsWith(first, StringComparison.Ordinal)),
                $"No test runs this, and the text does not say why:\n{block.Commands}"));
    }

    [Fact]
    public void Blocks_of_commands_are_found_and_some_state_why_they_are_not_tested()
    {
        var all = Documents.SelectMany(document => Blocks(document.Data)).ToList();

        Assert.InRange(all.Count(block => block.IsMarked), 4, 16);
        Assert.InRange(all.Count(block => !block.IsMarked), 15, 60);
    }

    [Fact]
    public async Task The_documented_commands_bar_a_partner_from_a_code_and_admit_it_again()
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var settings = new Dictionary<string, string>
        {
            ["Divoc__Partners__south__KeySha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
        };
        await using var program = await ProgramProcess.StartAsync(folder.PathOf("data"), environment: settings);
        await CertifyAsync(program.BaseAddress, key);
        var keys = JsonNode.Parse(await File.ReadAllTextAsync(folder.PathOf("data/keys.json"), TestContext.Current.CancellationToken))!;

        var blocks = Blocks("docs/owners.md").Select(block => block.Commands).ToArray();
        var address = program.BaseAddress.GetLeftPart(UriPartial.Authority);
        var answers = new List<JsonNode>();
        foreach (var block in blocks)
        {
            answers.Add(JsonNode.Parse(
                await RunAsync($"ADMIN_KEY={keys["adminKey"]}\n{block.Replace(DocumentedAddress, address, StringComparison.Ordinal)}"))!);
        }

        Assert.Equal([true, false], answers.Select(answer => answer["barred"]!.GetValue<bool>()));
        Assert.Single(answers[0]["revoked"]!.AsArray());
    }

    [Fact]
    public async Task The_documented_commands_upload_a_file_and_fetch_its_errors()
    {
        Directory.CreateSymbolicLink(folder.PathOf("samples"), Path.Combine(SharedData.RepositoryRoot, "samples"));
        await using var program = await ProgramProcess.StartAsync(folder.PathOf("data"));
        var address = program.BaseAddress.GetLeftPart(UriPartial.Authority);
        var blocks = Blocks("docs/uploads.md")
            .Select(block => block.Commands.Replace(DocumentedAddress, address, StringComparison.Ordinal))
            .ToArray();

        var sent = JsonNode.Parse(await RunAsync(blocks[0]))!;
        await Eventually.HoldsAsync(
            async () => JsonNode.Parse(await RunAsync(blocks[1]))![0] is { } upload && upload["finishedAt"] is not null);
        var upload = JsonNode.Parse(await RunAsync(blocks[1]))![0]!;
        var errors = await RunAsync(blocks[2]);

        Assert.Equal(3, blocks.Length);
        Assert.Equal(
            ($"{sent["ID"]}", "Failed", "3", "1"),
            ($"{upload["ID"]}", $"{upload["Status"]}", $"{upload["rows"]!["issued"]}", $"{upload["TotalErrorRows"]}"));
        Assert.Contains("LKF-2021-000004,,,,,1990-01-01", errors, StringComparison.Ordinal);
        Assert.Contains(",'+94771234570,", errors, StringComparison.Ordinal);
        Assert.Contains("Missing Fields : recipientName; vaccination.date must be a date-time", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_documented_command_previews_a_template()
    {
        File.CreateSymbolicLink(folder.PathOf("Divoc.Functions"), Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions"));
        Directory.CreateSymbolicLink(folder.PathOf("samples"), Path.Combine(SharedData.RepositoryRoot, "samples"));
        var command = Blocks("docs/templates.md")
            .Select(block => block.Commands)
            .Single(block => block.Contains(PreviewCommand, StringComparison.Ordinal));
        var program = Path.Combine(AppContext.BaseDirectory, "Divoc.Functions.dll");

        using var process = Process.Start(
            Shell($"set -e\n{command.Replace(PreviewCommand, $"exec dotnet {program} preview", StringComparison.Ordinal)}"))!;
        try
        {
            await Eventually.HoldsAsync(() => Task.FromResult(
                new FileInfo(folder.PathOf("page.png")) is { Exists: true, Length: > 0 } && File.Exists(folder.PathOf("page.pdf"))));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task The_program_accepts_the_access_keys_made_by_the_documented_cluster_command()
    {
        var command = Blocks("docs/containers.md")
            .Select(block => block.Commands)
            .Single(block => block.StartsWith("printf", StringComparison.Ordinal));
        await RunAsync(command);
        Directory.CreateDirectory(folder.PathOf("data"));
        File.Copy(folder.PathOf("keys.json"), folder.PathOf("data/keys.json"));
        var key = JsonNode
            .Parse(await File.ReadAllTextAsync(folder.PathOf("keys.json"), TestContext.Current.CancellationToken))!["functionKey"]!
            .GetValue<string>();

        await using var program = await ProgramProcess.StartAsync(
            folder.PathOf("data"), environment: new Dictionary<string, string> { ["Divoc__Auth__RequireKeys"] = "true" });

        await CertifyAsync(program.BaseAddress, key);
    }

    /// <summary>From an empty folder to a restored service with a second key, block after block.</summary>
    [Fact]
    public async Task The_documented_commands_install_back_up_drill_restore_and_rotate_a_key()
    {
        Directory.CreateSymbolicLink(folder.PathOf("app"), AppContext.BaseDirectory);
        Directory.CreateSymbolicLink(folder.PathOf("samples"), Path.Combine(SharedData.RepositoryRoot, "samples"));
        var blocks = Blocks("docs/operations.md").Where(block => !block.IsMarked).Select(block => block.Commands).ToList();
        var (service, drill) = (ListenAddress(), ListenAddress());
        var output = new List<string>();
        try
        {
            foreach (var block in blocks)
            {
                output.Add(await RunAsync(
                    block.Replace(DocumentedAddress, service, StringComparison.Ordinal)
                        .Replace("http://localhost:7072", drill, StringComparison.Ordinal)));
            }
        }
        finally
        {
            await EndAsync("certificates.pid");
            await EndAsync("drill.pid");
        }

        Assert.Contains("\"takenAt\"", output[2], StringComparison.Ordinal);
        Assert.Contains("has the data of", output[3], StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path, "drill*"));
        Assert.Contains("Erased again what was erased after the backup: 0 certificates and 0 events.", output[5], StringComparison.Ordinal);
        var signsFrom = output[7].IndexOf("Signs from ", StringComparison.Ordinal);
        Assert.True(signsFrom >= 0, output[7]);
        var keys = output[7][output[7].IndexOf('\n', signsFrom)..];
        Assert.Equal(2, JsonNode.Parse(keys)!["keys"]!.AsArray().Count(key => key!["kty"]!.GetValue<string>() == "RSA"));
        Assert.Equal(8, output.Count);
        Assert.StartsWith(
            "%PDF",
            Encoding.ASCII.GetString(await File.ReadAllBytesAsync(folder.PathOf("page.pdf"), TestContext.Current.CancellationToken)),
            StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>An address that nobody listens on now.</summary>
    private static string ListenAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    /// <summary>Ends a program that a block started and that no later block ended.</summary>
    private async Task EndAsync(string pidFile)
    {
        if (!File.Exists(folder.PathOf(pidFile)))
        {
            return;
        }

        var id = int.Parse(await File.ReadAllTextAsync(folder.PathOf(pidFile), CancellationToken.None), CultureInfo.InvariantCulture);
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
        catch (ArgumentException)
        {
            // It has ended.
        }
    }

    private static async Task CertifyAsync(Uri address, string key)
    {
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add("x-functions-key", key);
        using var body = new ByteArrayContent(await File.ReadAllBytesAsync(
            Path.Combine(SharedData.RepositoryRoot, "samples", "certify-v1.json"), TestContext.Current.CancellationToken));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await client.PostAsync("/divoc/api/v1/certify", body, TestContext.Current.CancellationToken);
        var told = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, told);
        var id = JsonNode.Parse(told)!["certificates"]![0]!["certificateId"]!.GetValue<string>();
        await Eventually.HoldsAsync(async () =>
        {
            using var part = await client.GetAsync($"/certificates/{id}/credential.json", TestContext.Current.CancellationToken);
            return part.IsSuccessStatusCode;
        });
    }

    private async Task<string> RunAsync(string commands)
    {
        using var process = Process.Start(Shell($"set -e\n{commands}"))!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{commands}\n{await errors}");
        return output;
    }

    private ProcessStartInfo Shell(string commands) =>
        new("bash", ["-c", commands]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };

    private static IEnumerable<(string Commands, bool IsMarked)> Blocks(string document)
    {
        var text = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, document));
        return BashBlock().Matches(text).Select(
            match => (
                string.Join('\n', match.Groups["commands"].Value.Split('\n').Select(line => line.Trim())).Trim(),
                match.Groups["mark"].Success));
    }

    [GeneratedRegex(
        "(?<mark>\\([Nn]ot run by the tests: [^)]+\\)[:.]?\\n\\n)?^ *```bash\\n(?<commands>.*?)```",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex BashBlock();
}
