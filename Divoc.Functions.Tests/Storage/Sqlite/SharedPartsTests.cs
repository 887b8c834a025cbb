using System.Globalization;
using System.Text;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Storage.Sqlite;

/// <summary>What the SQLite form keeps of bytes that many artifacts have in common.</summary>
public sealed class SharedPartsTests : IDisposable
{
    private const int Shared = 18_000;
    private const int Length = 28_000;

    /// <summary>The tables of version 1, and what its program wrote.</summary>
    private const string Version1 =
        """
        PRAGMA page_size=8192;
        PRAGMA journal_mode=WAL;
        CREATE TABLE artifact(
            etag INTEGER PRIMARY KEY AUTOINCREMENT,
            container TEXT NOT NULL,
            name TEXT NOT NULL,
            content_type TEXT NOT NULL,
            metadata TEXT,
            modified INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            UNIQUE(container, name));
        INSERT INTO artifact(container, name, content_type, metadata, modified, bytes)
        VALUES('certificates', 'old/page', 'application/pdf', '{"template":"1"}', 638000000000000000, randomblob(30000)), ('registry', 'old', 'application/json', NULL, 638000000000000000, '{}');
        PRAGMA user_version=1;
        """;

    private readonly DataFolder folder = new();
    private SqliteArtifactStore store;

    public SharedPartsTests() => store = Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_shared_beginning_is_stored_once_for_all_artifacts_after_the_first()
    {
        await CreateAsync(0, 20);

        Assert.Equal(1L, Ask("SELECT count(*) FROM part"));
        Assert.Equal((long)Shared, Ask("SELECT length(bytes) FROM part"));
        Assert.Equal(1L, Ask("SELECT count(*) FROM artifact WHERE part IS NULL"));
        Assert.Equal(Length + (19L * (Length - Shared)), Ask("SELECT sum(length(bytes)) FROM artifact"));
        await AssertAllAsync(20);
    }

    [Fact]
    public async Task Each_shared_beginning_has_its_own_part()
    {
        for (var template = 0; template < 50; template++)
        {
            await CreateAsync(10 * template, 3, template);
        }

        Assert.Equal(50L, Ask("SELECT count(*) FROM part"));
        Assert.Equal(100L, Ask("SELECT count(*) FROM artifact WHERE part IS NOT NULL"));

        // Longest not used: remembered no more, and found by its hash.
        await CreateAsync(5, 1, template: 0);
        Assert.Equal(50L, Ask("SELECT count(*) FROM part"));
        Assert.Equal(101L, Ask("SELECT count(*) FROM artifact WHERE part IS NOT NULL"));
    }

    [Fact]
    public async Task Content_without_a_shared_beginning_creates_no_part()
    {
        for (var number = 0; number < 100; number++)
        {
            await CreateAsync(number, 1, template: number);
        }

        Assert.Equal(0L, Ask("SELECT count(*) FROM part"));
    }

    /// <summary>
    /// A creation that is repeated is no second artifact: what only one begins with could be about one person, and parts stay.
    /// </summary>
    [Fact]
    public async Task A_refused_creation_creates_no_part()
    {
        await CreateAsync(0, 1);
        Assert.Null(await store.CreateAsync(NameOf(0), Content(0), Cancel));
        Assert.Null(await store.CreateAsync(NameOf(0), Content(0), Cancel));
        Assert.Equal(0L, Ask("SELECT count(*) FROM part"));
    }

    [Fact]
    public async Task A_reopened_store_continues_to_use_its_parts()
    {
        await CreateAsync(0, 3);
        Reopen();
        await CreateAsync(3, 3);

        Assert.Equal(1L, Ask("SELECT count(*) FROM part"));
        Assert.Equal(5L, Ask("SELECT count(*) FROM artifact WHERE part IS NOT NULL"));
        await AssertAllAsync(6);
    }

    [Fact]
    public async Task A_document_with_a_missing_shared_part_is_reported_as_damaged_and_not_read_as_a_shorter_one()
    {
        await CreateAsync(0, 3);
        Ask("DELETE FROM part");

        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => store.GetAsync(NameOf(2), Cancel));
        Assert.Contains("Restore a backup", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shared_part_stays_when_all_artifacts_that_use_it_are_deleted()
    {
        await CreateAsync(0, 3);
        for (var number = 0; number < 3; number++)
        {
            await store.DeleteAsync(NameOf(number), Cancel);
        }

        await CreateAsync(0, 3);
        Assert.Equal(3L, Ask("SELECT count(*) FROM artifact WHERE part IS NOT NULL"));
        await AssertAllAsync(3);
    }

    [Fact]
    public async Task At_the_maximum_number_of_shared_parts_new_artifacts_are_stored_completely()
    {
        await CreateAsync(0, 3);
        Ask(
            "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n LIMIT 4095) INSERT INTO part SELECT i, "
            + "'other ' || i, x'' FROM n");
        await CreateAsync(10, 5, template: 1);
        await CreateAsync(20, 1);

        Assert.Equal(4096L, Ask("SELECT count(*) FROM part"));
        Assert.Equal(5L, Ask("SELECT count(*) FROM artifact WHERE name >= '10' AND name < '15' AND part IS NULL"));
        Assert.Equal(1L, Ask("SELECT count(*) FROM artifact WHERE name = '20' AND part IS NOT NULL"));
        await AssertIsAsync(store, 14, template: 1);
    }

    /// <summary>Part and artifact are one transaction: wherever the log breaks off, what is there is whole.</summary>
    [Fact]
    public async Task Wherever_the_log_breaks_off_no_artifact_lacks_its_shared_part()
    {
        for (var template = 0; template < 6; template++)
        {
            await CreateAsync(10 * template, 4, template);
        }

        var log = new FileInfo(Path.Combine(folder.Path, "artifacts.db-wal")).Length;
        var found = new List<int>();
        for (var cut = 0L; cut <= log; cut += log / 37)
        {
            using var left = folder.CopyAsLeftByAKill();
            using (var file = File.OpenWrite(Path.Combine(left.Path, "artifacts.db-wal")))
            {
                file.SetLength(cut);
            }

            using var again = new SqliteArtifactStore(left.Path, TimeProvider.System, emptiesLog: false);
            Assert.Equal("ok", left.Ask("artifacts.db", "PRAGMA integrity_check"));
            Assert.Equal(
                0L, left.Ask("artifacts.db", "SELECT count(*) FROM artifact WHERE part IS NOT NULL AND part NOT IN (SELECT id FROM part)"));
            var names = (await again.ListAsync("certificates", "", 100, null, Cancel)).Names;
            found.Add(names.Count);
            foreach (var number in names.Select(name => int.Parse(name, CultureInfo.InvariantCulture)))
            {
                await AssertIsAsync(again, number, number / 10);
            }
        }

        Assert.Equal(found.Order(), found);
        Assert.Equal(0, found[0]);
        Assert.InRange(found[^1], 20, 24);
        Assert.True(found.Distinct().Count() > 10, "the cuts should have fallen between commits");
    }

    /// <summary>The write that made the part is rolled back with its group: nobody may rely on that part.</summary>
    [Fact]
    public async Task A_shared_part_that_was_not_committed_is_not_used()
    {
        await CreateAsync(0, 1);
        await store.Database.WriteAsync(Limit(1), 0, Cancel);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CreateAsync(NameOf(1), Content(1), Cancel));
        await store.Database.WriteAsync(Limit(1_000_000), 0, Cancel);
        Assert.Equal(0L, Ask("SELECT count(*) FROM part"));

        await CreateAsync(1, 3);
        Assert.Equal(1L, Ask("SELECT count(*) FROM part"));
        await AssertAllAsync(4);
    }

    [Fact]
    public async Task A_file_of_version_1_is_upgraded_when_it_is_opened_and_stays_usable()
    {
        using var old = new DataFolder();
        old.Ask("artifacts.db", Version1);
        var before = (byte[])old.Ask("artifacts.db", "SELECT bytes FROM artifact WHERE name = 'old/page'")!;
        foreach (var opening in Enumerable.Range(0, 2))
        {
            using var opened = new SqliteArtifactStore(old.Path, TimeProvider.System);
            var read = (await opened.GetAsync(new("certificates", "old/page"), Cancel))!;
            Assert.Equal(before, read.Bytes.ToArray());
            Assert.Equal((30_000, "1"), ((int)read.Properties.Length, read.Properties.Metadata["template"]));
            Assert.Equal(638_000_000_000_000_000, read.Properties.LastModified.UtcTicks);
            Assert.NotNull(await opened.ReplaceAsync(
                new("registry", "old"),
                new ArtifactContent(new byte[opening], "text/plain"),
                (await opened.GetPropertiesAsync(new("registry", "old"), Cancel))!.ETag,
                Cancel));
            for (var number = 3 * opening; number < 3 * (opening + 1); number++)
            {
                await opened.CreateAsync(NameOf(number), Content(number), Cancel);
                await AssertIsAsync(opened, number);
            }
        }

        Assert.Equal(2L, old.Ask("artifacts.db", "PRAGMA user_version"));
        Assert.Equal(5L, old.Ask("artifacts.db", "SELECT count(*) FROM artifact WHERE part IS NOT NULL"));
        Assert.Equal("ok", old.Ask("artifacts.db", "PRAGMA integrity_check"));
    }

    /// <summary>What the program of version 1 does with a file of this one: its version is looked at before anything else.</summary>
    [Fact]
    public void A_file_of_a_later_version_is_refused_with_an_explanation()
    {
        store.Dispose();
        Ask("PRAGMA user_version=3");

        var refused = Assert.Throws<StoreUnavailableException>(Open);
        Assert.Contains("was written by a newer version of the program", refused.Message, StringComparison.Ordinal);
        Assert.Equal(3L, Ask("PRAGMA user_version"));
    }

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    private static Func<Divoc.Functions.Sqlite.SqliteSession, bool> Limit(int pages) => session =>
    {
        session.Run($"PRAGMA max_page_count={pages}");
        return true;
    };

    private static ArtifactName NameOf(int number) => new("certificates", number.ToString(CultureInfo.InvariantCulture));

    private static ArtifactContent Content(int number, int template = 0)
    {
        var bytes = new byte[Length];
        new Random(template).NextBytes(bytes.AsSpan(0, Shared));
        Encoding.ASCII.GetBytes($"number {number}").CopyTo(bytes.AsSpan(Shared));
        return new ArtifactContent(bytes, "application/pdf") { SharedLength = Shared };
    }

    private SqliteArtifactStore Open() => new(folder.Path, TimeProvider.System, emptiesLog: false);

    private void Reopen()
    {
        store.Dispose();
        store = Open();
    }

    private object? Ask(string sql) => folder.Ask("artifacts.db", sql);

    private async Task CreateAsync(int first, int count, int template = 0)
    {
        for (var number = first; number < first + count; number++)
        {
            Assert.NotNull(await store.CreateAsync(NameOf(number), Content(number, template), Cancel));
        }
    }

    private async Task AssertAllAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            await AssertIsAsync(store, number);
        }
    }

    private static async Task AssertIsAsync(SqliteArtifactStore opened, int number, int template = 0)
    {
        var read = (await opened.GetAsync(NameOf(number), Cancel))!;
        Assert.True(Content(number, template).Bytes.Span.SequenceEqual(read.Bytes.Span), $"number {number} has other bytes");
        Assert.Equal(
            (Length, Length), ((int)read.Properties.Length, (int)(await opened.GetPropertiesAsync(NameOf(number), Cancel))!.Length));
    }
}
