using System.Text;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Storage;

public sealed class SqliteArtifactStoreTests : ArtifactStoreContract
{
    private readonly DataFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly SqliteArtifactStore store;

    public SqliteArtifactStoreTests() => store = new SqliteArtifactStore(folder.Path, time, emptiesLog: false);

    protected override IArtifactStore Store => store;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_time_of_the_write_is_stored()
    {
        await store.PutAsync(new("registry", "a"), Content(1), Cancel);
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            (await store.GetPropertiesAsync(new("registry", "a"), Cancel))!.LastModified);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(60_000)]
    public async Task Deleted_or_replaced_content_cannot_be_read_from_the_closed_file(int size)
    {
        using var data = new DataFolder();
        using (var opened = new SqliteArtifactStore(data.Path, time))
        {
            var etag = await opened.CreateAsync(new("registry", "a"), Marked("REPLACED", size), Cancel);
            await opened.CreateAsync(new("certificates", "b"), Marked("DELETED", size), Cancel);
            await opened.CreateAsync(new("certificates", "c"), Marked("KEPT", size), Cancel);
            await opened.ReplaceAsync(new("registry", "a"), Content(100), etag!, Cancel);
            await opened.DeleteAsync(new("certificates", "b"), Cancel);
        }

        var left = Encoding.ASCII.GetString(await File.ReadAllBytesAsync(Path.Combine(data.Path, "artifacts.db"), Cancel));
        Assert.Contains("KEPT", left, StringComparison.Ordinal);
        Assert.DoesNotContain("REPLACED", left, StringComparison.Ordinal);
        Assert.DoesNotContain("DELETED", left, StringComparison.Ordinal);
        Assert.Equal(["artifacts.db"], Directory.EnumerateFiles(data.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Deleted_content_is_removed_from_the_files_while_the_store_is_open()
    {
        using var data = new DataFolder();
        using var opened = new SqliteArtifactStore(data.Path, time);
        await opened.CreateAsync(new("certificates", "a"), Marked("DELETED", 20_000), Cancel);
        Assert.Contains("DELETED", data.ReadFiles(), StringComparison.Ordinal);

        await opened.DeleteAsync(new("certificates", "a"), Cancel);

        await Eventually.HoldsAsync(() => !data.ReadFiles().Contains("DELETED", StringComparison.Ordinal));
        await opened.CreateAsync(new("certificates", "b"), Marked("KEPT", 20_000), Cancel);
        Assert.NotNull(await opened.GetAsync(new("certificates", "b"), Cancel));
    }

    [Fact]
    public async Task Acknowledged_writes_survive_a_kill()
    {
        await WriteUnitsAsync(64);

        using var left = folder.CopyAsLeftByAKill();
        using var again = new SqliteArtifactStore(left.Path, time);
        Assert.Equal(64 * 3, await CountAsync(again));
        Assert.Equal("ok", left.Ask("artifacts.db", "PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Wherever_the_log_breaks_off_artifacts_created_together_exist_all_or_none()
    {
        await WriteUnitsAsync(24);
        var whole = new FileInfo(Path.Combine(folder.Path, "artifacts.db-wal")).Length;
        var found = new List<long>();

        for (var cut = 0L; cut <= whole; cut += whole / 23)
        {
            using var left = folder.CopyAsLeftByAKill();
            using (var log = File.OpenWrite(Path.Combine(left.Path, "artifacts.db-wal")))
            {
                log.SetLength(cut);
            }

            using var again = new SqliteArtifactStore(left.Path, time);
            Assert.Equal("ok", left.Ask("artifacts.db", "PRAGMA integrity_check"));
            Assert.Equal(
                0L,
                left.Ask(
                    "artifacts.db",
                    "SELECT count(*) FROM (SELECT 1 FROM artifact GROUP BY substr(name, 1, instr(name, '/')) HAVING count(*) <> 3)"));
            found.Add((long)left.Ask("artifacts.db", "SELECT count(*) FROM artifact")!);
        }

        Assert.Equal(found.Order(), found);
        Assert.Equal(0, found[0]);
        Assert.True(found.Distinct().Count() > 2, "the cuts should have fallen between commits");
    }

    [Fact]
    public async Task ETags_are_not_reused_after_the_file_is_reopened()
    {
        var name = new ArtifactName("registry", "a");
        var first = await store.CreateAsync(name, Content(1), Cancel);
        await store.DeleteAsync(name, Cancel);
        store.Dispose();

        using var again = new SqliteArtifactStore(folder.Path, time);
        Assert.NotEqual(first, await again.CreateAsync(name, Content(1), Cancel));
    }

    [Fact]
    public async Task The_file_has_the_measured_settings_and_is_intact()
    {
        for (var unit = 0; unit < 50; unit++)
        {
            await store.CreateTogetherAsync(Unit(unit), Cancel);
        }

        store.Dispose();

        Assert.Equal("ok", folder.Ask("artifacts.db", "PRAGMA integrity_check"));
        Assert.Equal("wal", folder.Ask("artifacts.db", "PRAGMA journal_mode"));
        Assert.Equal(8192L, folder.Ask("artifacts.db", "PRAGMA page_size"));
        Assert.Equal(150L, folder.Ask("artifacts.db", "SELECT count(*) FROM artifact"));
    }

    [Fact]
    public async Task Closing_writes_the_log_into_the_file()
    {
        await store.PutAsync(new("registry", "a"), Content(100_000), Cancel);
        Assert.True(new FileInfo(Path.Combine(folder.Path, "artifacts.db-wal")).Length > 100_000);
        store.Dispose();

        Assert.Equal(["artifacts.db"], Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Only_the_owner_can_read_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await store.PutAsync(new("registry", "a"), Content(1), Cancel);

        var files = Directory.GetFiles(folder.Path);
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(file)));
    }

    [Fact]
    public void A_file_that_others_could_read_is_restricted_to_the_owner()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        store.Dispose();
        var file = Path.Combine(folder.Path, "artifacts.db");
        SetMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        using var again = new SqliteArtifactStore(folder.Path, time);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(file));
    }

    [Fact]
    public void A_file_that_is_not_a_database_is_refused_with_its_name()
    {
        using var other = new DataFolder();
        File.WriteAllText(Path.Combine(other.Path, "artifacts.db"), new string('x', 10_000));

        var refused = Assert.Throws<StoreUnavailableException>(() => new SqliteArtifactStore(other.Path, time));
        Assert.Contains("artifacts.db", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_version_is_refused()
    {
        store.Dispose();
        folder.Ask("artifacts.db", "PRAGMA user_version=99");

        Assert.Throws<StoreUnavailableException>(() => new SqliteArtifactStore(folder.Path, time));
    }

    [Fact]
    public async Task A_closed_store_is_unavailable()
    {
        store.Dispose();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.GetAsync(new("registry", "a"), Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.PutAsync(new("registry", "a"), Content(1), Cancel));
    }

    [Fact]
    public async Task The_registration_provides_one_store_and_closes_it()
    {
        using var other = new DataFolder();
        IArtifactStore registered;
        await using (var provider = new ServiceCollection().AddSqliteArtifactStore(other.Path).BuildServiceProvider())
        {
            registered = provider.GetRequiredService<IArtifactStore>();
            Assert.Same(registered, provider.GetRequiredService<IArtifactStore>());
            await registered.PutAsync(new("registry", "a"), Content(1), Cancel);
        }

        await Assert.ThrowsAsync<StoreUnavailableException>(() => registered.GetAsync(new("registry", "a"), Cancel));
    }

    protected override void Dispose(bool disposing)
    {
        store.Dispose();
        folder.Dispose();
        base.Dispose(disposing);
    }

    private static UnixFileMode Mode(string file) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file);

    private static void SetMode(string file, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, mode);
        }
    }

    private static ArtifactContent Content(int size) => new(new byte[size], "application/octet-stream");

    private static ArtifactContent Marked(string mark, int size)
    {
        return new(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(mark, size / mark.Length))), "text/plain");
    }

    private static NamedArtifact[] Unit(int unit) =>
        [.. new[] { "credential.json", "qr.png", "certificate.pdf" }
            .Select(part => new NamedArtifact(new("certificates", $"{unit}/{part}"), Content(7_500)))];

    private static async Task<int> CountAsync(SqliteArtifactStore opened) =>
        (await opened.ListAsync("certificates", "", 5000, null, Cancel)).Names.Count;

    private Task WriteUnitsAsync(int count) =>
        Parallel.ForAsync(0, count, Cancel, async (unit, cancel) => await store.CreateTogetherAsync(Unit(unit), cancel));
}
