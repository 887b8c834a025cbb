using System.Net;
using System.Text.Json.Nodes;
using Divoc.Functions.Operations.Backups;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Operations.Backups;

[Trait("Kind", "Slow")]
public sealed class BackupFunctionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_one_backup_runs_at_a_time_and_it_leaves_no_files_in_the_data_directory()
    {
        await using var host = await TestHost.StartAsync();
        await new PartnerSystem(host.Client).IssueAsync("/divoc/api/v1/certify", PartnerSystem.Event("certify-v1.json", "CODE-1"));
        var left = Path.Combine(host.DataDirectory, "backup.part");
        Directory.CreateDirectory(left);
        await File.WriteAllTextAsync(Path.Combine(left, "artifacts.db"), "of a program that was killed", Token);

        var other = Assert.IsType<BackupOutcome.Ready>(await host.Services.GetRequiredService<BackupMaker>().PrepareAsync(Token));
        using (var refused = await host.Client.PostAsync("/operations/backup", null, Token))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Equal("BACKUP_RUNNING", JsonNode.Parse(await refused.Content.ReadAsStringAsync(Token))!["code"]!.GetValue<string>());
        }

        other.Backup.Dispose();
        using var response = await host.Client.PostAsync("/operations/backup", null, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/x-tar", response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.StartsWith(
            "attachment; filename=\"certificates-",
            response.Content.Headers.GetValues("Content-Disposition").Single(),
            StringComparison.Ordinal);
        var manifest = await BackupArchive.ReadAsync(await response.Content.ReadAsStreamAsync(Token), null, Token);
        Assert.Equal(["artifacts.db", "queue.db", "signing-key.pem"], manifest.Files.Select(file => file.Name));
        Assert.False(string.IsNullOrEmpty(manifest.InstallationId));
        await Eventually.HoldsAsync(() => !Directory.Exists(left));
    }

    /// <summary>A backup that is made and can't be entered among the orders is handed out to nobody.</summary>
    [Fact]
    public async Task A_backup_that_cannot_be_written_to_the_audit_log_leaves_no_copy_and_does_not_block_the_next_one()
    {
        ScriptedStore store = null!;
        await using var host = await TestHost.StartAsync(
            builder => builder.Services.AddSingleton<IArtifactStore>(
                provider => store = new ScriptedStore(provider.GetRequiredService<SqliteArtifactStore>())));
        var entered = 0;
        store.BeforeWrite = (_, name) => name.Name.StartsWith("audit/", StringComparison.Ordinal) && ++entered == 2
            ? throw new StoreUnavailableException("down")
            : Task.CompletedTask;
        using var refused = await host.Client.PostAsync("/operations/backup", null, Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.False(Directory.Exists(Path.Combine(host.DataDirectory, "backup.part")));

        using var response = await host.Client.PostAsync("/operations/backup", null, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_service_without_a_local_data_store_makes_no_backup()
    {
        using var maker = new BackupMaker(
            null, null, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<BackupMaker>.Instance);

        Assert.IsType<BackupOutcome.NotHere>(await maker.PrepareAsync(Token));
    }
}
