using Divoc.Functions.Domain;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>The two databases of a data directory belong together, and a start without one of them is refused.</summary>
public sealed class InstallationFilesTests : IDisposable
{
    private const string Store = SqliteArtifactStore.FileName;
    private const string Queue = SqliteQueueFile.FileName;
    private const string SelectId = "SELECT id FROM installation";
    private static readonly ArtifactName Kept = new("registry", "kept");

    private readonly DataFolder folder = new();
    private readonly DataFolder other = new();

    public void Dispose()
    {
        folder.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task Both_files_get_the_same_permanent_random_id()
    {
        await StartAsync(folder);
        var id = IdOf(folder, Store);
        await StartAsync(folder);
        await StartAsync(other);

        Assert.True(RandomId.IsWellFormed(id));
        Assert.Equal([id, id], [IdOf(folder, Store), IdOf(folder, Queue)]);
        Assert.Equal(1L, folder.Ask(Store, "SELECT count(*) FROM installation"));
        Assert.NotEqual(id, IdOf(other, Store));
    }

    /// <summary>Refused each time: the refusal makes no new file that the next start would take for the old one.</summary>
    [Theory]
    [InlineData(Store, Queue)]
    [InlineData(Queue, Store)]
    public async Task A_start_is_refused_if_one_of_the_files_is_missing(string lost, string left)
    {
        await StartAsync(folder);
        File.Delete(PathOf(folder, lost));

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var refused = await Assert.ThrowsAsync<StartupException>(() => StartAsync(folder));
            Assert.StartsWith($"{PathOf(folder, lost)} is missing", refused.Message, StringComparison.Ordinal);
            Assert.Contains("restore it from the backup", refused.Message, StringComparison.Ordinal);
            Assert.Contains($"move {PathOf(folder, left)} away", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refused.Message);
        }

        File.Delete(PathOf(folder, left));
        await StartAsync(folder);
        Assert.Equal(IdOf(folder, lost), IdOf(folder, left));
    }

    [Theory]
    [InlineData(Store)]
    [InlineData(Queue)]
    public async Task An_empty_file_counts_as_missing(string lost)
    {
        await StartAsync(folder);
        await File.WriteAllBytesAsync(PathOf(folder, lost), [], TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<StartupException>(() => StartAsync(folder));
        Assert.StartsWith($"{PathOf(folder, lost)} is missing", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Store)]
    [InlineData(Queue)]
    public async Task A_file_of_another_installation_is_refused(string foreign)
    {
        await StartAsync(folder);
        await StartAsync(other);
        File.Copy(PathOf(other, foreign), PathOf(folder, foreign), overwrite: true);

        var refused = await Assert.ThrowsAsync<StartupException>(() => StartAsync(folder));
        Assert.Equal(
            $"{PathOf(folder, Store)} and {PathOf(folder, Queue)} belong to different installations: restore both from the same backup, "
                + "or move both away to start without data.",
            refused.Message);
    }

    [Fact]
    public async Task Files_of_an_earlier_version_get_an_id()
    {
        await StartAsync(folder, keep: true);
        folder.Ask(Store, "DROP TABLE installation");
        folder.Ask(Queue, "DROP TABLE installation");

        Assert.True(await StartAsync(folder));
        Assert.True(RandomId.IsWellFormed(IdOf(folder, Store)));
        Assert.Equal(IdOf(folder, Store), IdOf(folder, Queue));
    }

    /// <summary>The store gets its id first.</summary>
    [Fact]
    public async Task A_start_that_was_interrupted_between_the_two_files_is_completed_by_the_next_start()
    {
        await StartAsync(folder);
        var id = IdOf(folder, Store);
        folder.Ask(Queue, "DROP TABLE installation");
        await StartAsync(folder);

        Assert.Equal([id, id], [IdOf(folder, Store), IdOf(folder, Queue)]);
    }

    [Fact]
    public async Task A_store_without_an_id_beside_a_queue_with_one_is_an_older_copy_and_is_refused()
    {
        await StartAsync(folder);
        folder.Ask(Store, "DROP TABLE installation");

        var refused = await Assert.ThrowsAsync<StartupException>(() => StartAsync(folder));
        Assert.Contains("different installations", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_starts_with_all_data_from_a_backup_of_both_files()
    {
        await StartAsync(folder, keep: true);
        folder.Ask(Store, $"VACUUM INTO '{PathOf(other, Store)}'");
        folder.Ask(Queue, $"VACUUM INTO '{PathOf(other, Queue)}'");

        Assert.True(await StartAsync(other));
        Assert.Equal([IdOf(folder, Store), IdOf(folder, Store)], [IdOf(other, Store), IdOf(other, Queue)]);
    }

    [Fact]
    public async Task A_killed_program_can_start_again()
    {
        await using (await BuildAsync(folder))
        {
            using var left = folder.CopyAsLeftByAKill();
            await StartAsync(left);
            Assert.Equal(IdOf(left, Store), IdOf(left, Queue));
        }
    }

    /// <summary>
    /// Whether artifacts lie in Blob storage or events in Service Bus: the one file that is left has nothing to be compared with.
    /// </summary>
    [Theory]
    [InlineData("--Divoc:Storage:ConnectionString", "UseDevelopmentStorage=true", Store)]
    [InlineData(
        "--ServiceBus", "Endpoint=sb://localhost;SharedAccessKeyName=name;SharedAccessKey=a2V5;UseDevelopmentEmulator=true;", Queue)]
    public async Task If_the_settings_put_one_of_them_elsewhere_the_ids_are_not_compared(string setting, string value, string lost)
    {
        await StartAsync(folder);
        File.Delete(PathOf(folder, lost));
        await using (await BuildAsync(folder, setting, value))
        {
            Assert.False(File.Exists(PathOf(folder, lost)));
        }
    }

    private static string PathOf(DataFolder folder, string name) => Path.Combine(folder.Path, name);

    private static string IdOf(DataFolder folder, string name) => (string)folder.Ask(name, SelectId)!;

    /// <summary>
    /// Starts as far as files are opened, and stops. Says whether an artifact is there that an earlier start was asked to keep.
    /// </summary>
    private static async Task<bool> StartAsync(DataFolder folder, bool keep = false)
    {
        await using var application = await BuildAsync(folder);
        var store = application.Services.GetRequiredService<IArtifactStore>();
        if (keep)
        {
            await store.CreateAsync(Kept, new ArtifactContent("kept"u8.ToArray(), "text/plain"), TestContext.Current.CancellationToken);
        }

        return await store.GetAsync(Kept, TestContext.Current.CancellationToken) is not null;
    }

    private static Task<Microsoft.AspNetCore.Builder.WebApplication> BuildAsync(DataFolder folder, params string[] args)
    {
        return Task.Run(() => EmbeddedHost.Build(["--urls", "http://127.0.0.1:0", "--Divoc:DataDirectory", folder.Path, .. args]));
    }
}
