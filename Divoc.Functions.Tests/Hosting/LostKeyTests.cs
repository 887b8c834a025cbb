using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Keys.Vault;
using Divoc.Functions.Tests.Storage.Blob;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>A key that signed and is lost stops the embedded host until it is back or retired; a store that is lost stops it too.</summary>
[Trait("Kind", "Slow")]
public sealed class LostKeyTests : IDisposable
{
    private const string Certify = "/divoc/api/v1/certify";

    private readonly TemporaryFolder folder = new();
    private readonly LogLines log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string KeyFile => folder.PathOf("signing-key.pem");

    /// <summary>Refused each time: no key is made which the next start would take for the old one.</summary>
    [Fact]
    public async Task The_program_does_not_start_while_a_key_that_has_signed_is_missing()
    {
        var kid = BringKey();
        var credential = await IssueAsync("BEFORE");
        File.Move(KeyFile, folder.PathOf("backup"));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await AssertRefusedAsync(kid);
            Assert.False(File.Exists(KeyFile));
        }

        File.Move(folder.PathOf("backup"), KeyFile);
        Assert.Equal(("VALID", kid), await VerifyAsync(credential));
    }

    [Fact]
    public async Task The_program_does_not_start_with_another_key_in_place_of_the_one_that_has_signed()
    {
        var kid = BringKey();
        await IssueAsync("BEFORE");
        BringKey();

        await AssertRefusedAsync(kid);
    }

    /// <summary>A country that brings the key of its DIVOC.</summary>
    [Fact]
    public async Task A_key_without_a_store_is_accepted_as_a_first_start()
    {
        var kid = BringKey();
        Assert.Equal(("VALID", kid), await VerifyAsync(await IssueAsync("FIRST")));
    }

    [Fact]
    public async Task A_lost_key_that_the_program_made_for_this_machine_blocks_nothing_and_its_signatures_stay_valid()
    {
        var credential = await IssueAsync("BEFORE");
        File.Delete(KeyFile);
        var next = await IssueAsync("AFTER");

        Assert.Contains(log.Lines, line => line.Contains("This program made it for its own machine", StringComparison.Ordinal));
        var (earlier, later) = (await VerifyAsync(credential), await VerifyAsync(next));
        Assert.Equal(("VALID", "VALID"), (earlier.Status, later.Status));
        Assert.NotEqual(earlier.Kid, later.Kid);
    }

    /// <summary>
    /// An installation behind a proxy of the same machine listens on a loopback address, and others have its certificates.
    /// </summary>
    [Fact]
    public async Task With_a_public_address_a_key_that_the_program_made_counts_as_any_other_key()
    {
        string[] args = ["--Divoc:PublicBaseUrl", "https://certificates.health.example"];
        await IssueAsync("BEFORE", null, args);
        File.Delete(KeyFile);

        var refused = await Assert.ThrowsAsync<SigningKeyMissingException>(() => WithProgramAsync(Nothing, null, args));
        Assert.Contains("is missing", StartupFailure.Describe(refused), StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
    }

    /// <summary>The commands are processes of their own, as an operator runs them.</summary>
    [Fact]
    public async Task After_a_key_is_retired_a_new_key_signs_and_certificates_signed_by_the_old_one_stay_valid()
    {
        var kid = BringKey();
        var credential = await IssueAsync("BEFORE");
        await AssertCommandAsync(1, "still exists and may sign", "retire", kid, "--reason", "mistaken");
        File.Delete(KeyFile);
        await AssertRefusedAsync(kid);
        await AssertCommandAsync(1, $"Keys that signed: {kid}.", "retire", "another", "--reason", "mistyped");
        await AssertCommandAsync(2, "'--reason' is required", "retire", kid);
        await AssertCommandAsync(2, "The reason must be", "retire", kid, "--reason", " ");
        Assert.False(File.Exists(KeyFile));
        await AssertCommandAsync(0, $"The key {kid} has been retired", "retire", kid, "--reason", "disk died");

        var (status, signer) = await VerifyAsync(await IssueAsync("AFTER"));
        Assert.Equal("VALID", status);
        Assert.NotEqual(kid, signer);
        Assert.Equal(("VALID", kid), await VerifyAsync(credential));
        Assert.DoesNotContain(
            kid, await WithProgramAsync(partner => partner.GetStringAsync("/.well-known/jwks.json", Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_reports_a_missing_store_and_does_not_create_one()
    {
        var nowhere = folder.PathOf("nowhere");
        await using var command = ProgramProcess.Launch(nowhere, ["keys", "retire", "any", "--reason", "lost"]);

        Assert.Equal(1, await command.WaitForExitAsync());
        Assert.Contains($"There is no store in {nowhere}", command.StandardError, StringComparison.Ordinal);
        Assert.False(Directory.Exists(nowhere));
    }

    [Theory]
    [InlineData("signing-key.pem", "The signing key ", "keys retire")]
    [InlineData("artifacts.db", "artifacts.db is missing", "restore it from the backup")]
    public async Task The_program_reports_in_one_line_which_part_of_a_used_folder_is_missing(string lost, params string[] told)
    {
        BringKey();
        await using (var program = await ProgramProcess.StartAsync(folder.Path))
        {
            using var client = new HttpClient { BaseAddress = program.BaseAddress };
            await new PartnerSystem(client).IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", "BEFORE"));
            await program.TerminateAsync();
            Assert.Equal(0, await program.WaitForExitAsync());
        }

        Array.ForEach(Directory.GetFiles(folder.Path, $"{lost}*"), File.Delete);
        await using var refused = ProgramProcess.Launch(folder.Path);
        Assert.Equal(1, await refused.WaitForExitAsync());
        var line = Assert.Single(refused.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(told, part => Assert.Contains(part, line, StringComparison.Ordinal));
        Assert.DoesNotContain("Listening", refused.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_key_file_signs_after_the_first_one_and_neither_may_be_missing()
    {
        var first = BringKey();
        var earlier = await IssueAsync("BEFORE");
        var second = BringKey("signing-key-2.pem", "Signs from 2026-01-01T00:00:00Z");
        var later = await IssueAsync("AFTER");

        Assert.Equal([("VALID", first), ("VALID", second)], [await VerifyAsync(earlier), await VerifyAsync(later)]);
        File.Move(KeyFile, folder.PathOf("backup"));
        await AssertRefusedAsync(first);
        File.Move(folder.PathOf("backup"), KeyFile);
        File.Delete(folder.PathOf("signing-key-2.pem"));
        await AssertRefusedAsync(second);
    }

    [Fact]
    public async Task A_start_is_refused_if_a_vault_key_that_has_signed_is_no_longer_in_the_settings()
    {
        await using var vault = await KeyVaultDouble.StartAsync();
        var (first, second) = (vault.AddKey("first"), vault.AddKey("second"));
        var credential = await IssueAsync("BEFORE", builder => vault.Register(builder.Services, first));
        var kid = (await VerifyAsync(credential, builder => vault.Register(builder.Services, first))).Kid;

        var refused = await Assert.ThrowsAsync<SigningKeyMissingException>(
            () => WithProgramAsync(Nothing, builder => vault.Register(builder.Services, second)));
        Assert.Contains(kid, refused.Message, StringComparison.Ordinal);
        Assert.Equal(("VALID", kid), await VerifyAsync(credential, builder => vault.Register(builder.Services, first, second)));
    }

    [Fact]
    public async Task A_warning_is_logged_if_other_users_can_read_the_access_keys()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        await WithProgramAsync(Nothing, null, "--Divoc:Auth:RequireKeys", "true");
        Assert.DoesNotContain(log.Lines, line => line.Contains("Other users can", StringComparison.Ordinal));
        File.SetUnixFileMode(folder.PathOf("keys.json"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        await WithProgramAsync(Nothing, null, "--Divoc:Auth:RequireKeys", "true");
        Assert.Single(
            log.Lines,
            line => line.StartsWith(
                $"Warning: Other users can read the access keys {folder.PathOf("keys.json")}", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        log.Dispose();
        folder.Dispose();
    }

    private static Task<int> Nothing(HttpClient client) => Task.FromResult(client.Timeout.Seconds);

    /// <summary>Puts a key of the operator's own into the folder; returns its kid.</summary>
    private string BringKey(string name = "signing-key.pem", string head = "")
    {
        using var rsa = RSA.Create(2048);
        File.WriteAllText(folder.PathOf(name), $"{head}\n{rsa.ExportPkcs8PrivateKeyPem()}");
        return PublishedKey.Of(rsa).KeyId;
    }

    private Task<byte[]> IssueAsync(string code, Action<WebApplicationBuilder>? configure = null, params string[] args) => WithProgramAsync(
        async client =>
        {
            var partner = new PartnerSystem(client);
            var happened = PartnerSystem.Event("certify-v1.json", code);
            happened["vaccination"]!["effectiveUntil"] = "2099-01-01";
            return await partner.FetchAsync(await partner.IssueAsync(Certify, happened), "credential.json");
        },
        configure,
        args);

    private Task<(string Status, string Kid)> VerifyAsync(byte[] credential, Action<WebApplicationBuilder>? configure = null) =>
        WithProgramAsync(
            async client =>
            {
                using var body = new ByteArrayContent(credential);
                using var response = await client.PostAsync(new Uri("/divoc/api/v1/verify", UriKind.Relative), body, Token);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                var verdict = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
                return (verdict["status"]!.GetValue<string>(), verdict["kid"]!.GetValue<string>());
            },
            configure);

    private async Task AssertRefusedAsync(string kid)
    {
        var refused = await Assert.ThrowsAsync<SigningKeyMissingException>(() => WithProgramAsync(Nothing));
        var line = StartupFailure.Describe(refused)!;
        var today = DateTime.UtcNow.ToString("yyyy", CultureInfo.InvariantCulture);
        Assert.StartsWith($"The signing key {kid} is missing. It has signed since {today}", line, StringComparison.Ordinal);
        Assert.Contains("from the backup of the data directory", line, StringComparison.Ordinal);
        Assert.Contains($"keys retire {kid} --reason TEXT", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    private async Task AssertCommandAsync(int exitCode, string told, params string[] arguments)
    {
        await using var command = ProgramProcess.Launch(folder.Path, ["keys", .. arguments]);
        var code = await command.WaitForExitAsync();
        Assert.Equal((exitCode, true), (
            code,
            new StringBuilder(command.StandardOutput).Append(command.StandardError).ToString().Contains(told, StringComparison.Ordinal)));
    }

    /// <summary>Starts the embedded host on the folder, does something, and stops it.</summary>
    private async Task<T> WithProgramAsync<T>(
        Func<HttpClient, Task<T>> use, Action<WebApplicationBuilder>? configure = null, params string[] args)
    {
        await using var application = EmbeddedHost.Build(
            ["--urls", "http://127.0.0.1:0", "--Divoc:DataDirectory", folder.Path, .. args], builder =>
            {
                builder.Logging.ClearProviders().AddProvider(log);
                configure?.Invoke(builder);
            });
        await application.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = new Uri(application.Urls.First()), Timeout = Eventually.Limit };
        var result = await use(client);
        await application.StopAsync(CancellationToken.None);
        return result;
    }
}
