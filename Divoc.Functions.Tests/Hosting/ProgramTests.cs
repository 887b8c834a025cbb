using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Divoc.Functions.Tests.EndToEnd;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>The program as a process: how it starts, how it refuses to, how it ends.</summary>
[Trait("Kind", "Slow")]
public sealed class ProgramTests : IDisposable
{
    /// <summary>What is printed at start has come whole when this has.</summary>
    private const string LastLine = "Press Ctrl+C to stop.";

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_service_starts_with_an_empty_folder_answers_and_stops_on_request(bool byCtrlC)
    {
        var data = folder.PathOf("data");
        await using var program = await ProgramProcess.StartAsync(data);
        using var client = new HttpClient { BaseAddress = program.BaseAddress };
        Assert.Equal("""{"status":"ALIVE"}""", await client.GetStringAsync(new Uri("health/live", UriKind.Relative), Token));

        await (byCtrlC ? program.InterruptAsync() : program.TerminateAsync());
        Assert.Equal(0, await program.WaitForExitAsync());
        Assert.Equal("", program.StandardError);
        Assert.Contains($"Data in {data}", program.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("curl", program.StandardOutput, StringComparison.Ordinal);
        Assert.Contains(
            $"Links in answers begin with {program.BaseAddress.GetLeftPart(UriPartial.Authority)} (",
            program.StandardOutput,
            StringComparison.Ordinal);
        Assert.Contains("samples/certify-v1.json", program.StandardOutput, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data));
        }
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_is_refused_and_killing_the_first_releases_the_data()
    {
        var data = folder.PathOf("data");
        await using var first = await ProgramProcess.StartAsync(data);
        await AssertRefusedAsync(data, "in use by another process", "Divoc__DataDirectory");

        await first.KillAsync();
        await using var second = await first.StartAgainAsync();
        using var client = new HttpClient { BaseAddress = second.BaseAddress };
        Assert.Equal("""{"status":"ALIVE"}""", await client.GetStringAsync(new Uri("health/live", UriKind.Relative), Token));
    }

    [Fact]
    public async Task A_port_in_use_is_reported()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await AssertRefusedAsync(folder.PathOf("data"), ["--urls", $"http://127.0.0.1:{port}"], port, "--urls");
        Assert.False(Path.Exists(folder.PathOf("data")));
    }

    [Fact]
    public async Task A_folder_without_write_access_is_reported()
    {
        await File.WriteAllTextAsync(folder.PathOf("file"), "in the way", Token);
        await AssertRefusedAsync(folder.PathOf("file/data"), folder.PathOf("file/data"), "Divoc__DataDirectory");
    }

    [Fact]
    public async Task A_start_that_fails_because_of_settings_creates_no_files()
    {
        (string[] Args, string Told)[] starts =
        [
            (["--Divoc:Auth:RequireKeys", "perhaps"], "Divoc:Auth:RequireKeys"),
            (["--urls", "7071"], "'7071'"),
            (["--urls", "http://127.0.0.1:99999"], "has a port that is not from 0 to 65535"),
            (["--Divoc:Auth:RequireKeys", "true", "--Divoc:TimeZone", "Utopia/Nowhere"], "Divoc:TimeZone"),
            (["--urls", "https://127.0.0.1:0", "--Kestrel:Certificates:Default:Path", folder.PathOf("missing.pfx")], "missing.pfx"),
            (["--Divoc:Templates", folder.PathOf("nowhere")], folder.PathOf("nowhere")),
        ];
        foreach (var (args, told) in starts)
        {
            await AssertRefusedAsync(folder.PathOf("data"), args, told);
            Assert.False(Path.Exists(folder.PathOf("data")), told);
        }
    }

    [Fact]
    public async Task Unknown_settings_and_arguments_are_refused_and_help_starts_nothing()
    {
        await using var mistyped = ProgramProcess.Launch(
            folder.PathOf("data"), [], new Dictionary<string, string> { ["Divoc__Auth__RequireKey"] = "true" });
        await using var unknown = ProgramProcess.Launch(folder.PathOf("data"), ["--port", "7100"]);
        await using var help = ProgramProcess.Launch(folder.PathOf("data"), ["--help"]);

        Assert.Equal(1, await mistyped.WaitForExitAsync());
        Assert.Equal(2, await unknown.WaitForExitAsync());
        Assert.Equal(0, await help.WaitForExitAsync());
        Assert.Contains(
            "the most similar one is Divoc:Auth:RequireKeys",
            Assert.Single(mistyped.StandardError.TrimEnd().Split('\n')),
            StringComparison.Ordinal);
        Assert.Contains("'--port'", Assert.Single(unknown.StandardError.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Contains("--urls", help.StandardOutput, StringComparison.Ordinal);
        Assert.False(Path.Exists(folder.PathOf("data")));
    }

    [Fact]
    public async Task Damaged_access_keys_are_reported()
    {
        var data = Directory.CreateDirectory(folder.PathOf("data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "keys.json"), """{"functionKey":"short""", Token);
        await AssertRefusedAsync(data, ["--Divoc:Auth:RequireKeys", "true"], Path.Combine(data, "keys.json"), "delete");
    }

    [Fact]
    public async Task A_damaged_signing_key_is_reported()
    {
        var data = Directory.CreateDirectory(folder.PathOf("data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "signing-key.pem"), "no key", Token);
        await AssertRefusedAsync(data, Path.Combine(data, "signing-key.pem"), "restore");
    }

    [Theory]
    [InlineData("artifacts.db")]
    [InlineData("queue.db")]
    public async Task A_damaged_store_or_queue_file_is_reported(string name)
    {
        var data = Directory.CreateDirectory(folder.PathOf("data")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(data, name), [.. Enumerable.Repeat((byte)7, 10_000)], Token);
        await AssertRefusedAsync(data, Path.Combine(data, name), "Restore");
    }

    [Fact]
    public async Task Sample_settings_are_refused_when_others_can_reach_the_service()
    {
        await AssertRefusedAsync(
            folder.PathOf("data"), ["--urls", "http://0.0.0.0:0"], "sample values", "Divoc:Issuer:Id", "Divoc:PublicBaseUrl");
    }

    [Fact]
    public async Task Keys_are_created_at_the_first_start_their_location_is_printed_and_they_are_kept()
    {
        var data = folder.PathOf("data");
        await using var first = await ProgramProcess.StartAsync(data, ["--Divoc:Auth:RequireKeys", "true"]);
        await Eventually.HoldsAsync(() => first.StandardOutput.Contains(LastLine, StringComparison.Ordinal));
        var keys = Path.Combine(data, "keys.json");
        Assert.Contains(keys, first.StandardOutput, StringComparison.Ordinal);
        var made = await File.ReadAllTextAsync(keys, Token);
        Assert.DoesNotContain(made.Split('"')[3], first.StandardOutput, StringComparison.Ordinal);

        await first.KillAsync();
        await using var second = await first.StartAgainAsync();
        Assert.Equal(made, await File.ReadAllTextAsync(keys, Token));
    }

    [Fact]
    public async Task Startup_says_whose_keys_callers_need_and_errors_about_invalid_partners_do_not_reveal_keys()
    {
        await using var program = await ProgramProcess.StartAsync(folder.PathOf("data"), PartnerKeys.Arguments);
        await Eventually.HoldsAsync(() => program.StandardOutput.Contains(LastLine, StringComparison.Ordinal));
        Assert.Contains("Callers need the key of a partner in Divoc:Partners,", program.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("-H 'x-functions-key: <key of a partner>'", program.StandardOutput, StringComparison.Ordinal);

        await using var refused = ProgramProcess.Launch(folder.PathOf("other"), ["--Divoc:Partners:clinic:KeySha256", "the-key-itself"]);
        Assert.Equal(1, await refused.WaitForExitAsync());
        Assert.Contains("Divoc:Partners:clinic:KeySha256 must be", refused.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("the-key-itself", refused.StandardError, StringComparison.Ordinal);
    }

    /// <summary>Without a bound of its own the runtime ends the process when a file or thread can't be opened.</summary>
    [Fact]
    public async Task More_idle_connections_than_the_limit_do_not_stop_the_service_or_block_other_callers()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such limit.");
        await using var program = await ProgramProcess.StartAsync(
            folder.PathOf("data"), ["--Divoc:Http:HealthUrl", "http://127.0.0.2:0"], openFiles: 400);
        var callers = new List<RawCaller>();
        try
        {
            for (var count = 1; count <= 600; count++)
            {
                callers.Add(await RawCaller.ConnectAsync(program.BaseAddress, from: "127.0.0.3"));
            }

            // A quarter of the 72 connections that this limit leaves.
            await Eventually.HoldsAsync(() => callers.Count(caller => !caller.IsClosed) == 18);
            using var client = new HttpClient { BaseAddress = program.BaseAddress };
            Assert.Contains(
                "\"READY\"", await client.GetStringAsync(new Uri("health/ready", UriKind.Relative), Token), StringComparison.Ordinal);
        }
        finally
        {
            callers.ForEach(caller => caller.Dispose());
        }
    }

    [Fact]
    public async Task Startup_prints_the_health_address_and_refuses_an_invalid_one()
    {
        await using var program = await ProgramProcess.StartAsync(folder.PathOf("data"), ["--Divoc:Http:HealthUrl", "http://127.0.0.2:0"]);
        await Eventually.HoldsAsync(() => program.StandardOutput.Contains(LastLine, StringComparison.Ordinal));
        Assert.Matches("(?m)^Listening on http://127.0.0.1:[0-9]+$", program.StandardOutput.ReplaceLineEndings("\n"));
        Assert.Matches("(?m)^Health on http://127.0.0.2:[0-9]+/health/$", program.StandardOutput.ReplaceLineEndings("\n"));

        await AssertRefusedAsync(folder.PathOf("other"), ["--Divoc:Http:HealthUrl", "8081"], "'8081'", "Divoc:Http:HealthUrl");
    }

    public void Dispose() => folder.Dispose();

    private static Task AssertRefusedAsync(string data, params string[] told) => AssertRefusedAsync(data, [], told);

    /// <summary>One line on stderr, exit code 1, nothing that looks like a stack trace anywhere.</summary>
    private static async Task AssertRefusedAsync(string data, IReadOnlyList<string> args, params string[] told)
    {
        await using var program = ProgramProcess.Launch(data, args);
        Assert.Equal(1, await program.WaitForExitAsync());
        var line = Assert.Single(program.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(told, part => Assert.Contains(part, line, StringComparison.Ordinal));
        Assert.Equal("", program.StandardOutput);
    }
}
