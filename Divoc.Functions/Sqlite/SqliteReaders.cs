using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Divoc.Functions.Sqlite;

/// <summary>
/// A few read-only connections, each opened at first use; a caller waits if all are in use. The one that was used last is used next: each
/// commit empties the page cache of a connection at its next read, so as few of them as possible should take turns.
/// </summary>
internal sealed class SqliteReaders : IDisposable
{
    private readonly SqliteFile file;
    private readonly Channel<bool> places;
    private readonly ConcurrentStack<SqliteSession> free = [];

    /// <summary>Allows this number of concurrent readers.</summary>
    public SqliteReaders(SqliteFile file, int count)
    {
        this.file = file;
        places = Channel.CreateBounded<bool>(count);
        for (var reader = 0; reader < count; reader++)
        {
            places.Writer.TryWrite(true);
        }
    }

    /// <summary>
    /// Reads. The work must be one short statement that is read to its end: an open reader would prevent the write-ahead log from starting
    /// over.
    /// </summary>
    [SuppressMessage(
        "Reliability",
        "CA2000:Dispose objects before losing scope",
        Justification = "The session goes back to the free ones or is disposed.")]
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        await TakePlaceAsync(cancellationToken);
        SqliteSession? session = null;
        try
        {
            session = free.TryPop(out var used) ? used : SqliteSession.OpenReader(file);
            return work(session);
        }
        catch (SqliteException exception)
        {
            session?.Dispose();
            session = null;
            throw file.Unavailable("The database could not be read.", exception);
        }
        finally
        {
            GiveBack(session);
        }
    }

    /// <summary>Closes the readers; one in use is closed when its read ends.</summary>
    public void Dispose()
    {
        places.Writer.TryComplete();
        while (places.Reader.TryRead(out _))
        {
            // Nobody begins to read any more.
        }

        CloseFree();
    }

    private async ValueTask TakePlaceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await places.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            throw file.Unavailable("The database is closed.", closed);
        }
    }

    private void GiveBack(SqliteSession? session)
    {
        if (session is not null)
        {
            free.Push(session);
        }

        if (!places.Writer.TryWrite(true))
        {
            // The readers were closed meanwhile.
            CloseFree();
        }
    }

    private void CloseFree()
    {
        while (free.TryPop(out var session))
        {
            session.Dispose();
        }
    }
}
