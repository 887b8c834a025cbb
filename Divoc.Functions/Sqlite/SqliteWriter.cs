using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Divoc.Functions.Sqlite;

/// <summary>
/// The only writer of a database. Its own thread takes all pending writes and commits them in one transaction (group commit): the slower
/// the disk, the larger the groups. Callers are answered after the commit.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MostWaiting = 4096;
    private const int MostInGroup = 256;
    private const int MostBytesInGroup = 4 * 1024 * 1024;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInLog = TimeSpan.FromMinutes(1);

    private readonly SqliteFile file;
    private readonly Channel<SqliteWrite> waiting =
        Channel.CreateBounded<SqliteWrite>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task writing;
    private SqliteSession? session;
    private bool isLogUsed = true;
    private long emptied = Stopwatch.GetTimestamp();

    /// <summary>Takes over an open session and begins to write.</summary>
    public SqliteWriter(SqliteFile file, SqliteSession session)
    {
        this.file = file;
        this.session = session;
        writing = Task.Factory.StartNew(WriteUntilClosed, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Does a write in the next transaction; the task completes after its commit.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> work, int size, CancellationToken cancellationToken)
    {
        var write = new SqliteWriteOf<T>(work, size, cancellationToken);
        try
        {
            await waiting.Writer.WriteAsync(write, cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            throw file.Unavailable("The database is closed.", closed);
        }

        return await write.Task;
    }

    /// <summary>Takes no more writes and returns when all pending ones are answered.</summary>
    public void Finish()
    {
        waiting.Writer.TryComplete();
        writing.Wait();
    }

    /// <summary>Finishes, empties the write-ahead log into the database and closes it.</summary>
    public void Dispose()
    {
        Finish();
        try
        {
            session?.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
            // Nothing is lost: the next opening reads the log.
        }

        session?.Dispose();
        session = null;
    }

    private void WriteUntilClosed()
    {
        var group = new List<SqliteWrite>(MostInGroup);
        while (WaitForWrites())
        {
            Gather(group);
            if (group.Count > 0)
            {
                Commit(group);
                isLogUsed = true;
            }

            if (Stopwatch.GetElapsedTime(emptied) >= LongestInLog)
            {
                EmptyLog();
            }
        }
    }

    private bool WaitForWrites()
    {
        var wait = waiting.Reader.WaitToReadAsync().AsTask();
        while (isLogUsed && file.EmptiesLog && !wait.Wait(Quiet))
        {
            EmptyLog();
        }

        return wait.GetAwaiter().GetResult();
    }

    /// <summary>Not while a reader, such as a backup, needs it: then it is emptied next time.</summary>
    private void EmptyLog()
    {
        if (!file.EmptiesLog)
        {
            return;
        }

        try
        {
            session ??= SqliteSession.OpenWriter(file);
            isLogUsed = !session.TryEmptyLog(file);
        }
        catch (SqliteException)
        {
            // See the summary.
        }

        emptied = Stopwatch.GetTimestamp();
    }

    private void Gather(List<SqliteWrite> group)
    {
        group.Clear();
        var bytes = 0;
        while (group.Count < MostInGroup && bytes < MostBytesInGroup && waiting.Reader.TryRead(out var write))
        {
            if (!write.DropIfCancelled())
            {
                group.Add(write);
                bytes += write.Size;
            }
        }
    }

    /// <summary>
    /// Commits the group and answers its callers. If one of the writes fails, each is done again alone, so that no other is affected.
    /// </summary>
    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "Whatever goes wrong reaches the callers; the writer must live on.")]
    private void Commit(List<SqliteWrite> group)
    {
        SqliteWrite? running = null;
        try
        {
            Begin();
            foreach (var write in group)
            {
                running = write;
                write.Run(session!);
            }

            running = null;
            session!.Prepare("COMMIT").Execute();
        }
        catch (Exception exception)
        {
            RollBack();
            if (running is not null && group.Count > 1)
            {
                group.ForEach(write => Commit([write]));
            }
            else
            {
                group.ForEach(write => write.Fail(Wrap(exception)));
            }

            return;
        }

        group.ForEach(write => write.Succeed());
    }

    private void Begin()
    {
        session ??= SqliteSession.OpenWriter(file);
        session.Prepare("BEGIN IMMEDIATE").Execute();
    }

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "The callers hear of the first fault; the writer must live on.")]
    private void RollBack()
    {
        try
        {
            session?.Prepare("ROLLBACK").Execute();
        }
        catch (Exception)
        {
            // SQLite may have rolled back itself; closing ensures that no transaction stays open. The next write opens a new session.
            session?.Dispose();
            session = null;
        }
    }

    private Exception Wrap(Exception exception) =>
        exception is SqliteException ? file.Unavailable("The database could not be written.", exception) : exception;
}
