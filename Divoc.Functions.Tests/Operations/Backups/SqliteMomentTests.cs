using Divoc.Functions.Sqlite;
using Divoc.Functions.Tests.Storage;

namespace Divoc.Functions.Tests.Operations.Backups;

public sealed class SqliteMomentTests : IDisposable
{
    private const int Moments = 8;

    private readonly DataFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Reliability",
        "CA2025:Ensure tasks using 'IDisposable' instances complete before the instances are disposed",
        Justification = "It is waited for at the end.")]
    public async Task Copies_of_two_databases_under_concurrent_writes_show_the_same_moment()
    {
        using var first = Open("first.db");
        using var second = Open("second.db");
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(() => WriteAsync(first, second, enough.Token), Token);
        for (var number = 0; number < Moments; number++)
        {
            var acknowledged = Volatile.Read(ref written);
            using (var moment = await SqliteMoment.TakeAsync([first, second], Token))
            {
                // The second is copied late: it was written on since.
                moment.CopyTo(0, Path.Combine(folder.Path, $"first-{number}.db"), Token);
                var now = Volatile.Read(ref written);
                await Hosting.Eventually.HoldsAsync(() => Volatile.Read(ref written) > now + 2);
                moment.CopyTo(1, Path.Combine(folder.Path, $"second-{number}.db"), Token);
            }

            var ofFirst = (long)folder.Ask($"first-{number}.db", "SELECT count(*) FROM entry")!;
            var ofSecond = (long)folder.Ask($"second-{number}.db", "SELECT count(*) FROM entry")!;
            Assert.InRange(ofFirst - ofSecond, 0, 1);
            Assert.True(ofSecond >= acknowledged);
            Assert.Null(SqliteIntegrity.ProblemOf(Path.Combine(folder.Path, $"first-{number}.db")));
        }

        await enough.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task A_closed_writer_does_not_block_the_other_writer()
    {
        using var first = Open("first.db");
        var second = Open("second.db");
        second.Dispose();

        await Assert.ThrowsAnyAsync<Exception>(() => SqliteMoment.TakeAsync([first, second], Token));
        await AddAsync(first);
    }

    [Fact]
    public void A_damaged_file_is_detected()
    {
        var path = Path.Combine(folder.Path, "first.db");
        using (Open("first.db"))
        {
            // Made and closed.
        }

        Assert.Null(SqliteIntegrity.ProblemOf(path));
        var bytes = File.ReadAllBytes(path);
        Array.Fill(bytes, (byte)0x5A, 100, 4000);
        File.WriteAllBytes(path, bytes);
        Assert.NotNull(SqliteIntegrity.ProblemOf(path));
    }

    public void Dispose() => folder.Dispose();

    private long written;

    /// <summary>Each entry goes into the first database, and when that is committed into the second.</summary>
    private async Task WriteAsync(SqliteDatabase first, SqliteDatabase second, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await AddAsync(first);
            await AddAsync(second);
            Interlocked.Increment(ref written);
        }
    }

    private static Task<int> AddAsync(SqliteDatabase database) =>
        database.WriteAsync(session => session.Prepare("INSERT INTO entry(text) VALUES('x')").Execute(), 16, CancellationToken.None);

    private SqliteDatabase Open(string name) => new(new SqliteFile
    {
        Path = Path.Combine(folder.Path, name),
        Schema = "CREATE TABLE entry(id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
        Unavailable = (message, inner) => new InvalidOperationException(message, inner),
    });
}
