using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Divoc.Functions.Sqlite;

/// <summary>A few read-only connections, each opened at first use; a caller waits if none is free.</summary>
internal sealed class SqliteReaders : IDisposable
{
    private readonly SqliteFile file;
    private readonly Channel<SqliteSession?> free;

    /// <summary>Allows this number of concurrent readers.</summary>
    public SqliteReaders(SqliteFile file, int count)
    {
        this.file = file;
        free = Channel.CreateBounded<SqliteSession?>(count);
        for (var reader = 0; reader < count; reader++)
        {
            free.Writer.TryWrite(null);
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
        var session = await TakeAsync(cancellationToken);
        try
        {
            session ??= SqliteSession.OpenReader(file);
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
            if (!free.Writer.TryWrite(session))
            {
                session?.Dispose();
            }
        }
    }

    /// <summary>Closes the readers; one in use is closed when its read ends.</summary>
    public void Dispose()
    {
        free.Writer.TryComplete();
        while (free.Reader.TryRead(out var session))
        {
            session?.Dispose();
        }
    }

    private async ValueTask<SqliteSession?> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await free.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            throw file.Unavailable("The database is closed.", closed);
        }
    }
}
