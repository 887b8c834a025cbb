using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Keys;

namespace Divoc.Functions.Tests.Commands;

/// <summary>
/// The commands as programs of their own, as an operator runs them: with a server on the data directory, without one, and against a server
/// by its address.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class CommandTests : IDisposable
{
    private const string Key = "key-of-the-operator-on-duty";

    private static readonly Dictionary<string, string> Guarded = new()
    {
        ["Divoc__Auth__RequireKeys"] = "true",
        ["Divoc__Operators__duty__KeySha256"] = PartnerKeys.HashOf(Key),
    };

    private readonly TemporaryFolder folder = new();

    private string Data => folder.PathOf("data");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_is_certified_into_a_folder_and_the_certificates_verify_where_they_were_issued()
    {
        var file = await EventsAsync(3);
        var (code, output, _) = await RunAsync(["certify", file, "--out", folder.PathOf("out"), "--data", Data]);
        var summary = await File.ReadAllLinesAsync(folder.PathOf("out/summary.csv"), Token);
        var certificates = Directory.GetDirectories(folder.PathOf("out"));

        Assert.Equal((0, true), (code, output.StartsWith("Events: 3. With a certificate: 3.", StringComparison.Ordinal)));
        Assert.Equal(4, summary.Length);
        Assert.Equal("0,PE-0,", summary[1][..7]);
        Assert.EndsWith(",ISSUED,,", summary[3], StringComparison.Ordinal);
        Assert.Equal(3, certificates.Length);
        var parts = certificates.SelectMany(Directory.GetFiles).ToArray();
        Assert.Equal(9, parts.Length);

        var (verified, told, _) = await RunAsync(["verify", .. parts]);
        Assert.Equal(
            (0, 9),
            (verified, told.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Count(line => line.Contains(": VALID, signature valid", StringComparison.Ordinal))));

        // Again it is the same call, and the same certificates.
        Assert.Equal(0, (await RunAsync(["certify", file, "--out", folder.PathOf("out"), "--data", Data])).Code);
        Assert.Equal(
            certificates.Order(StringComparer.Ordinal), Directory.GetDirectories(folder.PathOf("out")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_data_directory_only_the_certificates_remain_and_verify_exits_with_1_if_one_is_invalid()
    {
        Directory.CreateDirectory(folder.PathOf("tmp"));
        var settings = new Dictionary<string, string>
        {
            ["TMPDIR"] = folder.PathOf("tmp"),
            ["Divoc__Metrics__Prometheus"] = "true",
            ["Divoc__Http__HealthUrl"] = "http://127.0.0.1:1",
        };
        Assert.Equal(0, (await RunAsync(["certify", await EventsAsync(1), "--out", folder.PathOf("out")], settings)).Code);
        var credential = Path.Combine(Assert.Single(Directory.GetDirectories(folder.PathOf("out"))), "credential.json");
        await File.WriteAllTextAsync(folder.PathOf("none.txt"), "no certificate", Token);
        var (code, output, _) = await RunAsync(
            ["verify", "--json", credential, folder.PathOf("none.txt"), folder.PathOf("nowhere")], settings);
        var told = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();

        Assert.Equal(1, code);
        Assert.Equal([credential, folder.PathOf("none.txt"), folder.PathOf("nowhere")], told.Select(line => line["file"]!.ToString()));
        Assert.Equal("INVALID", told[0]["verdict"]!["status"]!.ToString());
        Assert.All(told.Skip(1), line => Assert.NotEmpty(line["error"]!.ToString()));
        Assert.Empty(Directory.GetFileSystemEntries(folder.PathOf("tmp"), "certificates-*"));
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Without_a_data_directory_nothing_is_issued_to_external_services_that_would_keep_it()
    {
        var settings = new Dictionary<string, string> { ["Divoc__Storage__ConnectionString"] = "UseDevelopmentStorage=true" };
        var (code, _, errors) = await RunAsync(["certify", await EventsAsync(1), "--out", folder.PathOf("out")], settings);

        Assert.Equal((1, true), (code, errors.Contains("name a data directory with --data", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refused_event_is_reported_with_its_place_and_nothing_is_written()
    {
        var events = new JsonArray(PartnerSystem.Event("certify-v1.json", "PE-1"));
        events[0]!["recipient"]!.AsObject().Remove("name");
        await File.WriteAllTextAsync(folder.PathOf("bad.json"), events.ToJsonString(), Token);
        var (code, _, errors) = await RunAsync(["certify", folder.PathOf("bad.json"), "--out", folder.PathOf("out")]);

        Assert.Equal((1, true), (code, errors.Contains("/0/recipient/name", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetFileSystemEntries(folder.PathOf("out")));
        Assert.Equal(2, (await RunAsync(["certify", "events.xml", "--out", folder.PathOf("out")])).Code);
        Assert.Equal(1, (await RunAsync(["certify", folder.PathOf("nowhere.json"), "--out", folder.PathOf("out")])).Code);
    }

    [Fact]
    public async Task Ctrl_C_leaves_no_partial_file_and_no_folder()
    {
        Directory.CreateDirectory(folder.PathOf("tmp"));
        await using var command = Launch(
            ["certify", await EventsAsync(2_000), "--out", folder.PathOf("out")], new() { ["TMPDIR"] = folder.PathOf("tmp") });
        await Eventually.HoldsAsync(
            () => Directory.Exists(folder.PathOf("out")) && Directory.GetDirectories(folder.PathOf("out")).Length > 3);
        await command.InterruptAsync();

        Assert.Equal(130, await command.WaitForExitAsync());
        Assert.EndsWith("Stopped.", command.StandardError.Trim(), StringComparison.Ordinal);
        Assert.False(File.Exists(folder.PathOf("out/summary.csv")));
        Assert.Empty(Directory.GetFiles(folder.PathOf("out"), "*.new", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFileSystemEntries(folder.PathOf("tmp"), "certificates-*"));
    }

    [Fact]
    public async Task Orders_go_to_the_running_program_or_else_to_the_data_and_each_order_is_recorded()
    {
        await using (var program = await ProgramProcess.StartAsync(Data, environment: Guarded))
        {
            var server = JsonNode.Parse(await File.ReadAllTextAsync(folder.PathOf("data/server.json"), Token))!;
            Assert.Equal((program.Id, program.BaseAddress), (server["pid"]!.GetValue<int>(), new Uri(server["url"]!.ToString())));
            Assert.Equal((0, ""), await OutcomeAsync(["failures", "list"]));
            Assert.Equal((0, "Sent again: 0. Not sent again: 0. Not found: 0."), await OutcomeAsync(["failures", "replay", "--all"]));
            Assert.Equal(
                (1, "Discarded: 0. Issued already: 0. Not discarded: 0. Not found: 1."),
                await OutcomeAsync(["failures", "discard", "zzzzzzzzzzzzzzzzzzzzzzzzza", "--reason", "A test."]));
            Assert.Equal((0, "Ledgers read: 0. Entries written: 0."), await OutcomeAsync(["status", "rebuild"]));
            Assert.Equal(0, (await RunAsync(["backup", folder.PathOf("asked.tar"), "--data", Data])).Code);
            await program.TerminateAsync();
            Assert.Equal(0, await program.WaitForExitAsync());
        }

        Assert.False(File.Exists(folder.PathOf("data/server.json")));
        Assert.Equal((0, "Ledgers read: 0. Entries written: 0."), await OutcomeAsync(["status", "rebuild"]));

        await using var again = await ProgramProcess.StartAsync(Data, environment: Guarded);
        using var client = PartnerKeys.Client(again.BaseAddress, Key);
        var orders = JsonNode.Parse(await client.GetStringAsync(new Uri("operations/audit", UriKind.Relative), Token))!["orders"]!
            .AsArray();
        Assert.Equal(
            ["REBUILD_STATUS", "BACK_UP", "REBUILD_STATUS", "DISCARD_FAILURES", "REPLAY_FAILURES"],
            orders.Select(order => order!["order"]!.ToString()));
        Assert.All(orders, order => Assert.Equal("local", order!["name"]!.ToString()));
    }

    [Fact]
    public async Task A_command_with_a_server_address_takes_the_operator_key_from_the_environment_and_not_an_argument()
    {
        await using var program = await ProgramProcess.StartAsync(Data, environment: Guarded);
        string[] rebuild = ["status", "rebuild", "--server", program.BaseAddress.GetLeftPart(UriPartial.Authority)];
        var (missing, _, told) = await RunAsync(rebuild);
        var (wrong, _, refused) = await RunAsync(rebuild, new() { ["DIVOC_OPERATOR_KEY"] = "of-nobody" });

        Assert.Equal((1, true), (missing, told.Contains("DIVOC_OPERATOR_KEY", StringComparison.Ordinal)));
        Assert.Equal((1, true), (wrong, refused.Contains("UNAUTHORIZED", StringComparison.Ordinal)));
        Assert.Equal((0, "Ledgers read: 0. Entries written: 0."), await OutcomeAsync(rebuild, new() { ["DIVOC_OPERATOR_KEY"] = Key }));
        Assert.Equal(2, (await RunAsync(["status", "rebuild", "--server", "http://certificates.example"])).Code);
        Assert.Equal(
            1, (await RunAsync(["status", "rebuild", "--server", "http://127.0.0.1:1"], new() { ["DIVOC_OPERATOR_KEY"] = Key })).Code);
    }

    [Fact]
    public async Task Keys_are_made_listed_and_exported()
    {
        Assert.Equal(0, (await RunAsync(["certify", await EventsAsync(1), "--out", folder.PathOf("out"), "--data", Data])).Code);
        var (made, output, _) = await RunAsync(["keys", "new", "--algorithm", "ES256", "--for", "status"]);
        Assert.Equal((0, true), (made, output.Contains("signing-key-2.pem", StringComparison.Ordinal)));
        Assert.StartsWith(
            "For status\n-----BEGIN PRIVATE KEY-----",
            (await File.ReadAllTextAsync(folder.PathOf("data/signing-key-2.pem"), Token)).ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        var (listed, lines, _) = await RunAsync(["keys", "list", "--json"]);
        var keys = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();

        Assert.Equal((0, 2), (listed, keys.Count));
        Assert.Equal(["ES256", "PS256"], keys.Select(key => key["algorithm"]!.ToString()).Order(StringComparer.Ordinal));
        Assert.Single(keys, key => key["signedSince"] is not null);
        Assert.Equal(0, (await RunAsync(["keys", "export", "--out", folder.PathOf("keys.json")])).Code);
        var exported = JsonNode.Parse(await File.ReadAllTextAsync(folder.PathOf("keys.json"), Token))!["keys"]!.AsArray();
        Assert.Equal(
            keys.Select(key => key["kid"]!.ToString()).Order(StringComparer.Ordinal),
            exported.Select(key => key!["kid"]!.ToString()).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(exported, key => key!["d"] is not null);
        Assert.Equal(2, (await RunAsync(["keys", "new", "--for", "Status"])).Code);
    }

    [Fact]
    public async Task A_key_is_certified_by_a_signing_request_or_self_signed()
    {
        Directory.CreateDirectory(Data);
        var kid = KeyFiles.PutP256(folder, "data/signing-key.pem");
        Assert.Equal(1, (await RunAsync(["keys", "csr", kid, "--subject", "CN=Signer"])).Code);
        await using var program = await ProgramProcess.StartAsync(Data, environment: Guarded);
        var file = folder.PathOf("signer.csr");
        Assert.Equal(
            (0, $"Wrote {file}."),
            await OutcomeAsync(["keys", "csr", kid, "--subject", "CN=Signer, C=XX", "--for", "test,recovery", "--out", file]));
        var request = CertificateRequest.LoadSigningRequestPem(
            await File.ReadAllTextAsync(file, Token),
            HashAlgorithmName.SHA256,
            CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        Assert.Equal("CN=Signer, C=XX", request.SubjectName.Name);
        Assert.Equal(2, request.CertificateExtensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Count);
        var (code, output, _) = await RunAsync(["keys", "certificate", kid, "--subject", "CN=Signer, C=XX", "--days", "30"]);
        using var certificate = X509Certificate2.CreateFromPem(output);
        using var key = certificate.GetECDsaPublicKey();

        Assert.Equal((0, kid), (code, PublishedKey.Of(key!).KeyId));
        Assert.Equal(1, (await RunAsync(["keys", "csr", "nobody", "--subject", "CN=Signer"])).Code);
        Assert.Equal(2, (await RunAsync(["keys", "csr", kid, "--subject", "Signer"])).Code);
    }

    [Fact]
    public async Task Settings_are_shown_with_values_and_sources_but_without_secrets()
    {
        var (code, output, _) = await RunAsync(
            ["--Divoc:Issuer:Id", "https://a.example/", "settings"],
            new()
            {
                ["Divoc__Operators__duty__KeySha256"] = PartnerKeys.HashOf(Key),
                ["Divoc__Storage__ConnectionString"] = "AccountName=a;AccountKey=very-secret",
            });
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(0, code);
        Assert.Contains("Divoc:Issuer:Id = https://a.example/  (command line)", lines);
        Assert.Contains("Divoc:TimeZone = UTC  (default)", lines);
        Assert.Contains("Divoc:Operators:duty:KeySha256 = ********  (environment)", lines);
        Assert.Contains("Divoc:Storage:ConnectionString = ********  (environment)", lines);
        Assert.DoesNotContain("very-secret", output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(["settings"], new() { ["Divoc__Isuer__Id"] = "x" })).Code);
    }

    [Fact]
    public async Task Templates_are_checked()
    {
        var template = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions", "Types", "Vaccination", "vaccination.template.json");
        await File.WriteAllTextAsync(folder.PathOf("bad.template.json"), """{"form":1}""", Token);

        Assert.Equal((0, $"{template}: nothing is wrong."), await OutcomeAsync(["templates", "check", template]));
        var (code, _, errors) = await RunAsync(["templates", "check", template, folder.PathOf("bad.template.json")]);
        Assert.Equal((1, true), (code, errors.Contains("bad.template.json", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_command_has_help_and_shell_completion_works()
    {
        foreach (var command in new[]
        {
            "", "serve", "certify", "verify", "templates check", "templates preview", "preview", "settings", "keys list", "keys new",
            "keys retire", "keys export", "keys csr", "keys certificate", "failures list", "failures replay", "failures discard",
            "status rebuild",
        })
        {
            var (code, output, _) = await RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
            Assert.True(code == 0 && output.Contains("Usage:", StringComparison.Ordinal), command);
        }

        Assert.Contains("failures", (await RunAsync(["[suggest]", "fail"])).Output, StringComparison.Ordinal);
    }

    private ProgramProcess Launch(string[] arguments, Dictionary<string, string>? settings = null) =>
        ProgramProcess.Launch(Data, arguments, settings);

    private async Task<(int Code, string Output, string Errors)> RunAsync(string[] arguments, Dictionary<string, string>? settings = null)
    {
        await using var command = Launch(arguments, settings);
        return (await command.WaitForExitAsync(), command.StandardOutput, command.StandardError);
    }

    private async Task<(int Code, string Output)> OutcomeAsync(string[] arguments, Dictionary<string, string>? settings = null)
    {
        var (code, output, _) = await RunAsync(arguments, settings);
        return (code, output.Trim());
    }

    /// <summary>A file with events, each of a person of its own.</summary>
    private async Task<string> EventsAsync(int count)
    {
        var file = folder.PathOf($"events-{count}.json");
        await File.WriteAllTextAsync(
            file,
            new JsonArray([.. Enumerable.Range(0, count).Select(number => PartnerSystem.Event("certify-v1.json", $"PE-{number}"))])
                .ToJsonString(),
            Token);
        return file;
    }
}
