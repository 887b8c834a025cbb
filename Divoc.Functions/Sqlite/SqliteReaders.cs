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
    private readonly Lock gate = new();
    private readonly Stack<SqliteSession> free = [];
    private bool isClosed;

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
            session = Take();
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
        lock (gate)
        {
            isClosed = true;
            while (free.TryPop(out var session))
            {
                session.Dispose();
            }
        }
    }

    private async ValueTask TakePlaceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await places.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            throw Closed(closed);
        }
    }

    /// <summary>Opens none any more after the readers were closed, so that nobody opens the file behind its owner.</summary>
    private SqliteSession Take()
    {
        lock (gate)
        {
            if (isClosed)
            {
                throw Closed(null);
            }

            return free.TryPop(out var used) ? used : SqliteSession.OpenReader(file);
        }
    }

    private void GiveBack(SqliteSession? session)
    {
        lock (gate)
        {
            if (isClosed)
            {
                session?.Dispose();
            }
            else if (session is not null)
            {
                free.Push(session);
            }
        }

        places.Writer.TryWrite(true);
    }

    private Exception Closed(Exception? inner) => file.Unavailable("The database is closed.", inner);
}
