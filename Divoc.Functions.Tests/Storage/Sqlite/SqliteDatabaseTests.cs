using System.Collections.Concurrent;
using Divoc.Functions.Sqlite;
using Divoc.Functions.Storage;
using Microsoft.Data.Sqlite;

namespace Divoc.Functions.Tests.Storage.Sqlite;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly DataFolder folder = new();
    private readonly SqliteDatabase database;

    public SqliteDatabaseTests() => database = new SqliteDatabase(new SqliteFile
    {
        Path = Path.Combine(folder.Path, "test.db"),
        Schema = "CREATE TABLE entry(value INTEGER NOT NULL UNIQUE)",
        Unavailable = (message, inner) => new StoreUnavailableException(message, inner),
        BusyTimeout = TimeSpan.FromSeconds(1),
    });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Waiting_writes_are_committed_in_one_group_and_are_all_stored()
    {
        var release = await HoldWriterAsync();
        var changes = new List<Task<long>>();
        for (var caller = 0; caller < 64; caller++)
        {
            var value = caller;
            changes.Add(database.WriteAsync(session => Insert(session, value), 100, Cancel));
        }

        await release();
        var counts = await Task.WhenAll(changes);

        // Each saw what those before it in its transaction wrote, though nothing was committed yet.
        Assert.Equal(Enumerable.Range(1, 64).Select(count => (long)count), counts);
        Assert.Equal(64L, await CountAsync());
    }

    [Fact]
    public async Task A_failing_write_does_not_fail_its_group()
    {
        var release = await HoldWriterAsync();
        var before = database.WriteAsync(session => Insert(session, 1), 100, Cancel);
        var failing = database.WriteAsync(
            session =>
            {
                Insert(session, 100);
                return Insert(session, null);
            },
            100,
            Cancel);
        var thrown = database.WriteAsync<long>(_ => throw new NotSupportedException("a bug"), 100, Cancel);
        var after = database.WriteAsync(session => Insert(session, 2), 100, Cancel);
        await Task.WhenAll(release(), before, after);

        var unavailable = await Assert.ThrowsAsync<StoreUnavailableException>(() => failing);
        Assert.IsType<SqliteException>(unavailable.InnerException);
        await Assert.ThrowsAsync<NotSupportedException>(() => thrown);
        Assert.Equal(2L, await CountAsync());
    }

    [Fact]
    public async Task If_the_commit_fails_all_callers_of_the_group_get_an_error_and_the_next_group_is_written()
    {
        var release = await HoldWriterAsync();
        // Ends the transaction under the writer, so that its commit finds none.
        Task<long>[] group =
        [
            database.WriteAsync(session => Insert(session, 1), 100, Cancel),
            database.WriteAsync(session => Insert(session, 2), 100, Cancel),
            database.WriteAsync(
                session =>
                {
                    session.Run("ROLLBACK");
                    return 0L;
                },
                100,
                Cancel),
        ];
        await release();

        foreach (var write in group)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => write);
        }

        Assert.Equal(1L, await database.WriteAsync(session => Insert(session, 3), 100, Cancel));
        Assert.Equal(1L, await CountAsync());
    }

    [Fact]
    public async Task A_lock_held_by_another_process_makes_the_database_unavailable_until_it_is_released()
    {
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "test.db")};Pooling=False"))
        {
            await other.OpenAsync(Cancel);
            await using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync(Cancel);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => database.WriteAsync(session => Insert(session, 1), 100, Cancel));
            Assert.Equal(0L, await CountAsync());
        }

        await database.WriteAsync(session => Insert(session, 1), 100, Cancel);
        Assert.Equal(1L, await CountAsync());
    }

    [Fact]
    public async Task A_full_disk_makes_the_database_unavailable_until_there_is_space()
    {
        await database.WriteAsync(session => Limit(session, 4), 100, Cancel);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.WriteAsync(InsertMany, 100, Cancel));
        Assert.Equal(0L, await CountAsync());

        await database.WriteAsync(session => Limit(session, 100_000), 100, Cancel);
        await database.WriteAsync(InsertMany, 100, Cancel);
        Assert.Equal(20_000L, await CountAsync());
    }

    [Fact]
    public async Task A_reader_cannot_write_and_continues_to_read_after_an_error()
    {
        for (var round = 0; round < 50; round++)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => database.ReadAsync(session => Insert(session, 1), Cancel));
        }

        Assert.Equal(0L, await CountAsync());
    }

    [Fact]
    public async Task Reads_that_follow_each_other_use_one_connection()
    {
        using var end = new ManualResetEventSlim();
        var running = await BeginReadsAsync(2, end);
        end.Set();
        await Task.WhenAll(running);
        var used = new HashSet<SqliteSession>();
        for (var turn = 0; turn < 10; turn++)
        {
            used.Add(await database.ReadAsync(session => session, Cancel));
        }

        Assert.Single(used);
    }

    [Fact]
    public async Task A_read_that_waits_while_the_database_is_closed_fails_and_those_that_run_end()
    {
        using var end = new ManualResetEventSlim();
        var running = await BeginReadsAsync(SqliteDatabase.MostReaders, end);
        var waiting = database.ReadAsync(Count, Cancel);
        database.Dispose();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => waiting);
        end.Set();
        Assert.All(await Task.WhenAll(running), count => Assert.Equal(0L, count));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.ReadAsync(Count, Cancel));
    }

    /// <summary>Its turn may come just before the end, and it may go on just after.</summary>
    [Fact]
    public async Task A_read_whose_turn_came_before_the_database_was_closed_opens_no_connection_after()
    {
        using var end = new ManualResetEventSlim();
        var running = await BeginReadsAsync(SqliteDatabase.MostReaders, end);
        var later = new HeldContext();
        var waiting = later.Run(() => database.ReadAsync(Count, Cancel));
        end.Set();
        await Task.WhenAll(running);
        await later.PostedAsync();
        database.Dispose();
        later.GoOn();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => waiting);
    }

    [Fact]
    public async Task A_write_cancelled_before_its_turn_is_not_executed()
    {
        using var source = new CancellationTokenSource();
        var release = await HoldWriterAsync();
        var dropped = database.WriteAsync(session => Insert(session, 1), 100, source.Token);
        await source.CancelAsync();
        await release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dropped);
        Assert.Equal(0L, await CountAsync());
    }

    [Fact]
    public async Task Closing_executes_the_waiting_writes()
    {
        var release = await HoldWriterAsync();
        var writes = Enumerable.Range(0, 600)
            .Select(value => database.WriteAsync(session => Insert(session, value), 100, Cancel))
            .ToArray();
        var held = release();
        database.Dispose();

        await Task.WhenAll([held, .. writes]);
        Assert.Equal(600L, folder.Ask("test.db", "SELECT count(*) FROM entry"));
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    /// <summary>Keeps the writer busy until it is released, so that what is written meanwhile waits and makes one group.</summary>
    private async Task<Func<Task>> HoldWriterAsync()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = database.WriteAsync(
            _ =>
            {
                entered.TrySetResult();
                gate.Task.Wait(Cancel);
                return 0;
            },
            100,
            Cancel);
        await entered.Task;
        return () =>
        {
            gate.TrySetResult();
            return held;
        };
    }

    /// <summary>Holds what comes after an await until it is told to go on.</summary>
    private sealed class HeldContext : SynchronizationContext
    {
        private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> held = [];
        private readonly TaskCompletionSource posted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool isOpen;

        public Task PostedAsync() => posted.Task;

        public override void Post(SendOrPostCallback d, object? state)
        {
            if (Volatile.Read(ref isOpen))
            {
                d(state);
                return;
            }

            held.Enqueue((d, state));
            posted.TrySetResult();
        }

        public Task<T> Run<T>(Func<Task<T>> begin)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                return begin();
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }

        public void GoOn()
        {
            Volatile.Write(ref isOpen, true);
            while (held.TryDequeue(out var one))
            {
                one.Callback(one.State);
            }
        }
    }

    /// <summary>Begins reads that last until <paramref name="end"/> is set, and returns when all of them run.</summary>
    private async Task<Task<long>[]> BeginReadsAsync(int count, ManualResetEventSlim end)
    {
        var entered = Enumerable.Range(0, count)
            .Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .ToArray();
        var reads = entered.Select(one => Task.Factory.StartNew(
            () => database.ReadAsync(
                session =>
                {
                    one.SetResult();
                    end.Wait(Cancel);
                    return Count(session);
                },
                Cancel),
            Cancel,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()).ToArray();
        await Task.WhenAll(entered.Select(one => one.Task));
        return reads;
    }

    /// <summary>Inserts and returns how many rows there are then.</summary>
    private static long Insert(SqliteSession session, int? value)
    {
        session.Prepare("INSERT INTO entry(value) VALUES($1)").Execute(value);
        return (long)session.Prepare("SELECT count(*) FROM entry").Scalar()!;
    }

    private static long InsertMany(SqliteSession session)
    {
        session.Run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) INSERT INTO entry SELECT i FROM n");
        return 0;
    }

    private static long Limit(SqliteSession session, int pages)
    {
        session.Run($"PRAGMA max_page_count={pages}");
        return 0;
    }

    private Task<long> CountAsync() => database.ReadAsync(Count, Cancel);

    private static long Count(SqliteSession session) => (long)session.Prepare("SELECT count(*) FROM entry").Scalar()!;
}
