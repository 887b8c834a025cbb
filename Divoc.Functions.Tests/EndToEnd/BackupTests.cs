using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Commands.Backups;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Sqlite;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Ledger;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>Backup and restore as an operator does them, with the program and its commands as processes.</summary>
[Trait("Kind", "Slow")]
public sealed class BackupTests : IDisposable
{
    private const string Certify = "/divoc/api/v1/certify";

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Data => folder.PathOf("data");

    private string Archive => folder.PathOf("backup.tar");

    [Fact]
    public async Task A_restore_elsewhere_keeps_all_events_acknowledged_before_a_backup_under_load_and_all_later_erasures()
    {
        string kept, erased;
        byte[] credential;
        List<JsonObject> acknowledged;
        await using (var program = await ProgramProcess.StartAsync(Data))
        {
            using var client = new HttpClient { BaseAddress = program.BaseAddress, Timeout = Eventually.Limit };
            var partner = new PartnerSystem(client);
            kept = await partner.IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", "KEPT"));
            erased = await partner.IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", "ERASED"));
            credential = await partner.FetchAsync(kept, "credential.json");
            using var enough = new CancellationTokenSource();
            var accepted = new List<JsonObject>();
            var load = Task.Run(() => LoadAsync(partner, accepted, enough.Token), Token);
            await Eventually.HoldsAsync(() => Count(accepted) > 5);

            acknowledged = Copy(accepted);
            var backup = await CommandAsync(Data, "backup", Archive);
            AssertDone(backup);
            var after = Count(accepted);
            await Eventually.HoldsAsync(() => Count(accepted) > after);
            using var reason = Json("""{"reason":"TESTED"}""");
            using var erasure = await client.PostAsync($"/certificates/{erased}/erase", reason, Token);
            Assert.True(erasure.IsSuccessStatusCode);
            await enough.CancelAsync();
            await load;

            var running = await CommandAsync(Data, "restore", Archive, "--replace");
            Assert.Equal(1, running.ExitCode);
            Assert.Contains("in use by another process", running.Errors, StringComparison.Ordinal);
            await program.TerminateAsync();
            await program.WaitForExitAsync();
        }

        await JudgeElsewhereAsync(acknowledged, kept, erased, credential);
        await JudgeReplacedAsync(kept, erased);
    }

    [Fact]
    public async Task A_command_without_a_running_program_opens_the_data_and_refuses_a_missing_store_or_existing_files()
    {
        await IssueOneAsync();

        var nowhere = await CommandAsync(folder.PathOf("elsewhere"), "backup", Archive);
        Assert.Equal(1, nowhere.ExitCode);
        Assert.Contains("There is no store in", nowhere.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.PathOf("elsewhere")));

        Assert.Equal(0, (await CommandAsync(Data, "backup", Archive)).ExitCode);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Archive));
        }

        var again = await CommandAsync(Data, "backup", Archive);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("exists already", again.Errors, StringComparison.Ordinal);
        var full = await CommandAsync(Data, "restore", Archive);
        Assert.Equal(1, full.ExitCode);
        Assert.Contains("--replace", full.Errors, StringComparison.Ordinal);
        Assert.Equal(
            ["backup.tar", "data"],
            Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_broken_connection_or_a_kill_midway_leaves_no_backup()
    {
        await IssueOneAsync();
        Assert.Equal(0, (await CommandAsync(Data, "backup", folder.PathOf("whole.tar"))).ExitCode);
        var half = await HalfAsync(folder.PathOf("whole.tar"));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        await using (var cutOff = ProgramProcess.Launch(
            Data, ["backup", Archive, "--server", address], new Dictionary<string, string> { ["DIVOC_OPERATOR_KEY"] = "of-nobody" }))
        {
            using (await AnswerAsync(listener, half))
            {
                // It hangs up.
            }

            Assert.Equal(1, await cutOff.WaitForExitAsync());
        }

        Assert.False(File.Exists(Archive));
        Assert.False(File.Exists($"{Archive}.part"));
        await using (var killed = ProgramProcess.Launch(
            Data, ["backup", Archive, "--server", address], new Dictionary<string, string> { ["DIVOC_OPERATOR_KEY"] = "of-nobody" }))
        {
            using var connection = await AnswerAsync(listener, half);
            await Eventually.HoldsAsync(() => new FileInfo($"{Archive}.part") is { Exists: true, Length: > 0 });
            await killed.KillAsync();
        }

        Assert.False(File.Exists(Archive));
        Assert.Equal(0, (await CommandAsync(Data, "backup", Archive)).ExitCode);
        Assert.False(File.Exists($"{Archive}.part"));
    }

    [Fact]
    public async Task A_restore_that_is_killed_midway_leaves_the_data_unchanged()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A restore is stopped in its middle by a named pipe.");
        var id = await IssueOneAsync();
        Assert.Equal(0, (await CommandAsync(Data, "backup", Archive)).ExitCode);
        var pipe = folder.PathOf("pipe");
        await Tools.RunAsync("mkfifo", pipe);
        var half = await HalfAsync(Archive);
        var empty = folder.PathOf("empty");

        await KillInTheMiddleAsync(pipe, half, empty);
        Assert.False(File.Exists(Path.Combine(empty, "artifacts.db")));
        await KillInTheMiddleAsync(pipe, half, Data, "--replace");
        await AssertIssuedAsync(Data, id);

        Assert.Equal(0, (await CommandAsync(empty, "restore", Archive)).ExitCode);
        await AssertIssuedAsync(empty, id);
        Assert.False(Directory.Exists(Path.Combine(empty, "restore.part")));
    }

    [Fact]
    public async Task The_same_command_completes_a_restore_that_was_killed_between_its_moves()
    {
        var id = await IssueOneAsync();
        Assert.Equal(0, (await CommandAsync(Data, "backup", Archive)).ExitCode);

        // As a kill leaves it when the former store is aside, and of the restored files only the queue is there.
        var aside = Path.Combine(Data, "replaced.part");
        Directory.CreateDirectory(aside);
        foreach (var name in new[] { "artifacts.db", "queue.db", "signing-key.pem" })
        {
            File.Move(Path.Combine(Data, name), Path.Combine(aside, name));
        }

        File.Copy(Path.Combine(aside, "queue.db"), Path.Combine(Data, "queue.db"));
        await using (var refused = ProgramProcess.Launch(Data))
        {
            Assert.Equal(1, await refused.WaitForExitAsync());
            Assert.Contains("artifacts.db is missing", refused.StandardError, StringComparison.Ordinal);
        }

        var restore = await CommandAsync(Data, "restore", Archive, "--replace");
        AssertDone(restore);
        Assert.Contains("Erased again what was erased after the backup: 0", restore.Output, StringComparison.Ordinal);
        await AssertIssuedAsync(Data, id);
        var former = Assert.Single(Directory.EnumerateDirectories(Data));
        Assert.Equal(
            ["artifacts.db", "queue.db", "signing-key.pem"],
            Directory.EnumerateFiles(former).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Null(SqliteIntegrity.ProblemOf(Path.Combine(former, "artifacts.db")));
    }

    public void Dispose() => folder.Dispose();

    private async Task JudgeElsewhereAsync(List<JsonObject> acknowledged, string kept, string erased, byte[] credential)
    {
        var elsewhere = folder.PathOf("elsewhere");
        var restore = await CommandAsync(elsewhere, "restore", Archive);
        AssertDone(restore);
        Assert.Contains("Erase again what was erased since", restore.Output, StringComparison.Ordinal);
        await using (var program = await ProgramProcess.StartAsync(elsewhere))
        {
            using var client = new HttpClient { BaseAddress = program.BaseAddress, Timeout = Eventually.Limit };
            var partner = new PartnerSystem(client);
            foreach (var request in acknowledged)
            {
                var status = await partner.WaitAsync(request);
                Assert.Equal("ISSUED", status["certificates"]![0]!["status"]!.GetValue<string>());
            }

            Assert.Equal(credential, await partner.FetchAsync(kept, "credential.json"));
            foreach (var id in acknowledged.Select(request => request["certificates"]![0]!["certificateId"]!.GetValue<string>())
                .Append(kept)
                .Append(erased))
            {
                using var body = new ByteArrayContent(await partner.FetchAsync(id, "credential.json"));
                body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var answer = await client.PostAsync("/divoc/api/v1/verify", body, Token);
                Assert.Equal("VALID", JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["status"]!.GetValue<string>());
            }

            await program.TerminateAsync();
            await program.WaitForExitAsync();
        }

        Assert.All(["artifacts.db", "queue.db"], file => Assert.Null(SqliteIntegrity.ProblemOf(Path.Combine(elsewhere, file))));
    }

    private async Task JudgeReplacedAsync(string kept, string erased)
    {
        var restore = await CommandAsync(Data, "restore", Archive, "--replace");
        AssertDone(restore);
        Assert.Contains("callers that are not partners, accepted from", restore.Output, StringComparison.Ordinal);
        Assert.Contains("Erased again what was erased after the backup: 1 certificates", restore.Output, StringComparison.Ordinal);
        await using var program = await ProgramProcess.StartAsync(Data);
        using var client = new HttpClient { BaseAddress = program.BaseAddress, Timeout = Eventually.Limit };
        using var gone = await client.GetAsync($"/certificates/{erased}/credential.json", Token);
        using var there = await client.GetAsync($"/certificates/{kept}/credential.json", Token);
        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.OK), (gone.StatusCode, there.StatusCode));

        // The restore was entered; the backup was copied before its own order was done.
        var orders = JsonNode.Parse(await client.GetStringAsync("/operations/audit", Token))!["orders"]!.AsArray();
        Assert.Equal(["RESTORE", "BACK_UP"], orders.Select(order => order!["order"]!.ToString()));
        Assert.Equal("local", orders[0]!["name"]!.ToString());
        Assert.Equal(1, orders[0]!["counts"]!["erased"]!.GetValue<int>());
        Assert.InRange(orders[0]!["counts"]!["ledgers"]!.GetValue<int>(), 2, int.MaxValue);
        Assert.Null(orders[1]!["counts"]);
    }

    [Fact]
    public async Task A_restore_that_cannot_repeat_an_erasure_fails_with_one_line_and_leaves_the_data_unchanged()
    {
        // No certificate of the program has such an id, and so it can't be found to be erased.
        var version = VersionBuilder.Version() with { CertificateId = "not-an-id" };
        await ListAsync(version);
        Assert.Equal(0, (await CommandAsync(Data, "backup", Archive)).ExitCode);
        await ListAsync(version.With(VersionBuilder.Change(StateChangeKind.Erased)));

        var restore = await CommandAsync(Data, "restore", Archive, "--replace");

        Assert.Equal(
            (1, "Nothing was restored. Certificate not-an-id, which was erased after the backup, can't be erased again in the restored "
                + "data. Use another backup."),
            (restore.ExitCode, restore.Errors.Trim()));
        Assert.DoesNotContain(
            Directory.EnumerateDirectories(Data), place => Path.GetFileName(place).StartsWith("re", StringComparison.Ordinal));
    }

    /// <summary>Lists a certificate in the store as it is now, and notes its erasure where it has one.</summary>
    private async Task ListAsync(ListedCertificate version)
    {
        Directory.CreateDirectory(Data);
        await using var services = DataCommands.Open(new ConfigurationBuilder().Build(), Data);
        var ledger = LedgerName.Of("CODE-1");
        var read = await services.GetRequiredService<LedgerStore>().ReadAsync(ledger, Token);
        var changed = read.Ledger.Versions.Count == 0 ? read.Ledger.With(version) : read.Ledger.WithChanged(version);
        Assert.NotNull(await services.GetRequiredService<LedgerStore>().TryChangeAsync(read, changed, Token));
        if (version.IsErased())
        {
            await services.GetRequiredService<LedgerReferences>().NoteErasureAsync(version.CertificateId, ledger, Token);
        }
    }

    /// <summary>Gives a restore half of an archive and no more, and kills it when it works on that.</summary>
    private static async Task KillInTheMiddleAsync(string pipe, byte[] half, string data, params string[] more)
    {
        await using var restore = ProgramProcess.Launch(data, ["restore", pipe, .. more]);
        await using var writer = await Task.Run(
            () => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0), Token);
        await writer.WriteAsync(half, Token);
        await Eventually.HoldsAsync(() => File.Exists(Path.Combine(data, "restore.part", "artifacts.db")));
        await restore.KillAsync();
    }

    /// <summary>Takes one call and answers it with a part of what it says it will send.</summary>
    private static async Task<TcpClient> AnswerAsync(TcpListener listener, byte[] half)
    {
        var connection = await listener.AcceptTcpClientAsync(Token);
        var head = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/x-tar\r\nContent-Length: {2 * half.Length}\r\n\r\n");
        await connection.GetStream().WriteAsync((byte[])[.. head, .. half], Token);
        return connection;
    }

    private static async Task<byte[]> HalfAsync(string archive)
    {
        var bytes = await File.ReadAllBytesAsync(archive, Token);
        return bytes[..(bytes.Length / 2)];
    }

    private async Task<string> IssueOneAsync()
    {
        await using var program = await ProgramProcess.StartAsync(Data);
        using var client = new HttpClient { BaseAddress = program.BaseAddress, Timeout = Eventually.Limit };
        var id = await new PartnerSystem(client).IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", "ONE"));
        await program.TerminateAsync();
        await program.WaitForExitAsync();
        return id;
    }

    private static async Task AssertIssuedAsync(string data, string id)
    {
        await using var program = await ProgramProcess.StartAsync(data);
        using var client = new HttpClient { BaseAddress = program.BaseAddress, Timeout = Eventually.Limit };
        Assert.NotEmpty(await new PartnerSystem(client).FetchAsync(id, "certificate.pdf"));
        await program.TerminateAsync();
        await program.WaitForExitAsync();
    }

    private static async Task LoadAsync(PartnerSystem partner, List<JsonObject> accepted, CancellationToken enough)
    {
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            var answer = await partner.CertifyAsync(Certify, new JsonArray(PartnerSystem.Event("certify-v1.json", $"LOAD-{number}")));
            lock (accepted)
            {
                accepted.Add(answer);
            }
        }
    }

    private static int Count(List<JsonObject> accepted)
    {
        lock (accepted)
        {
            return accepted.Count;
        }
    }

    private static List<JsonObject> Copy(List<JsonObject> accepted)
    {
        lock (accepted)
        {
            return [.. accepted];
        }
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    /// <summary>A command that takes long tells on the error stream how far it is, and nothing else.</summary>
    private static void AssertDone((int ExitCode, string Output, string Errors) command)
    {
        Assert.True(command.ExitCode == 0, command.Errors);
        Assert.All(
            command.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Matches(@"^[A-Za-z ]+: [0-9]+( of [0-9]+)?\r?$", line));
    }

    private static async Task<(int ExitCode, string Output, string Errors)> CommandAsync(string data, params string[] args)
    {
        await using var command = ProgramProcess.Launch(data, args);
        var exitCode = await command.WaitForExitAsync();
        return (exitCode, command.StandardOutput, command.StandardError);
    }
}
