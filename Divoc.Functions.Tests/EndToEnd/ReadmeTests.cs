using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// Runs the README's commands as they stand there. The test command is what runs this test; the benchmark's has a test of its own.
/// </summary>
[Trait("Kind", "Slow")]
public sealed partial class ReadmeTests
{
    private const string RunCommand = "dotnet run --project Divoc.Functions";
    private const string ReadmeAddress = "http://localhost:7071";

    [Fact]
    public async Task A_new_user_gets_a_first_certificate_with_the_commands_of_the_readme()
    {
        using var folder = new TemporaryFolder();
        var blocks = CommandBlocks();
        Assert.Contains(RunCommand, blocks);
        await using var program = await ProgramProcess.StartAsync(folder.PathOf("data"));
        var walk = blocks.First(block => block.Contains("curl", StringComparison.Ordinal));
        Assert.InRange(walk.Split('\n').Count(line => line.StartsWith("curl", StringComparison.Ordinal)), 1, 4);

        var output = await RunAsync(At(program, walk), folder.Path);

        Assert.Equal("https://divoc.dev/", JsonNode.Parse(output)!["issuer"]!.GetValue<string>());
        Assert.StartsWith(
            "%PDF",
            Encoding.ASCII.GetString(await File.ReadAllBytesAsync(folder.PathOf("certificate.pdf"), TestContext.Current.CancellationToken)),
            StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetBytes(output.TrimEnd('\n')), await Tools.ScanAsync(folder.PathOf("qr.png")));
    }

    [Fact]
    public async Task The_first_certificate_is_verified_with_the_commands_of_the_readme()
    {
        using var folder = new TemporaryFolder();
        var walks = CommandBlocks().Where(block => block.Contains("curl", StringComparison.Ordinal)).ToArray();
        await using var program = await ProgramProcess.StartAsync(folder.PathOf("data"));

        var output = await RunAsync(At(program, $"{{ {walks[0]}\n}} > first.json\n{walks[1]}"), folder.Path);

        Assert.Equal(3, ValidVerdict().Count(output));
    }

    [Fact]
    public async Task After_that_the_commands_of_the_API_page_correct_suspend_revoke_and_erase_it()
    {
        using var folder = new TemporaryFolder();
        await using var program = await ProgramProcess.StartAsync(folder.PathOf("data"));
        var walks = CommandBlocks().Where(block => block.Contains("curl", StringComparison.Ordinal)).ToArray();
        await RunAsync(At(program, walks[0]), folder.Path);
        var changes = CommandBlocks("docs/api.md").Single();
        var output = await RunAsync(At(program, changes), folder.Path, linksSamples: false);

        // The answers follow one another without a line break between them.
        var answers = output.Replace("}{", "}\n{", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(answer => JsonNode.Parse(answer)!)
            .ToArray();
        Assert.NotNull(answers[0]["replaces"]);
        Assert.Equal(["SUSPENDED", "LIVE", "REVOKED", "REVOKED"], answers.Skip(1).Select(answer => answer["status"]!.GetValue<string>()));
        Assert.True(answers[^1]["erased"]!.GetValue<bool>());
    }

    [Fact]
    public async Task The_run_command_starts_the_program()
    {
        using var folder = new TemporaryFolder();
        using var process = Process.Start(Shell(RunCommand, SharedData.RepositoryRoot, folder.PathOf("data")))!;
        try
        {
            var line = "";
            while (!line.StartsWith("Listening on ", StringComparison.Ordinal))
            {
                line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
                    ?? throw new InvalidOperationException("The program ended without listening.");
            }

            using var client = new HttpClient { BaseAddress = new Uri(line["Listening on ".Length..].Split(' ')[0]) };
            var answer = await Eventually.FindAsync(async () =>
            {
                using var health = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
                return health.IsSuccessStatusCode ? await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) : null;
            });
            Assert.Contains("ready", answer, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>
    /// The commands with the program's address in the place of the README's; a busy machine may need more of the same tries.
    /// </summary>
    private static string At(ProgramProcess program, string commands) => commands
        .Replace(ReadmeAddress, program.BaseAddress.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
        .Replace("--retry 5 --retry-delay 1 ", "--retry 300 --retry-delay 1 ", StringComparison.Ordinal);

    private static async Task<string> RunAsync(string commands, string folder, bool linksSamples = true)
    {
        if (linksSamples)
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, "samples"), Path.Combine(SharedData.RepositoryRoot, "samples"));
        }

        using var process = Process.Start(Shell($"set -e\n{commands}", folder, Path.Combine(folder, "data")))!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{commands}\n{await errors}");
        return output;
    }

    private static ProcessStartInfo Shell(string commands, string folder, string data)
    {
        var start = new ProcessStartInfo("bash", ["-c", commands])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Divoc__DataDirectory"] = data;
        return start;
    }

    private static string[] CommandBlocks(string document = "README.md")
    {
        var text = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, document));
        return [.. BashBlock().Matches(text).Select(match => match.Groups[1].Value.Trim())];
    }

    [GeneratedRegex("""(?:^|\})\{"status":"VALID","signature":"valid","reasons":\[\]""")]
    private static partial Regex ValidVerdict();

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BashBlock();
}
