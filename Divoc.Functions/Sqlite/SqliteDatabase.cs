using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Divoc.Functions.Sqlite;

/// <summary>
/// A database file in write-ahead mode with one writer and a few readers. Every write is synced to the disk when its task has
/// completed. Any fault of the database comes as the file's unavailable exception.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly SqliteWriter writer;
    private readonly SqliteReaders readers;
    private readonly SqliteFile file;

    /// <summary>Opens the file, and creates it where it is missing.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The writer owns the session.")]
    public SqliteDatabase(SqliteFile file)
    {
        this.file = file;
        writer = new SqliteWriter(file, Open(file));
        readers = new SqliteReaders(file, Math.Clamp(Environment.ProcessorCount, 2, 16));
    }

    /// <summary>Does a write in the next transaction; the task ends with its commit. A write that is called off before its turn is not done.</summary>
    /// <param name="work">The statements. Touches nothing but the session, since it is run again if another write of its group fails.</param>
    /// <param name="size">About how many bytes it writes.</param>
    /// <param name="cancellationToken">Calls the write off.</param>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, int size, CancellationToken cancellationToken) =>
        writer.WriteAsync(work, size, cancellationToken);

    /// <summary>Opens a reader of its own, which whoever asked for it disposes.</summary>
    public SqliteSession OpenReader() => SqliteSession.OpenReader(file);

    /// <summary>Reads what is committed.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) => readers.ReadAsync(work, cancellationToken);

    /// <summary>Finishes the writes that wait, empties the write-ahead log and closes the file.</summary>
    public void Dispose()
    {
        writer.Finish();
        readers.Dispose();
        writer.Dispose();
    }

    private static SqliteSession Open(SqliteFile file)
    {
        SqliteSession? session = null;
        try
        {
            file.Secure();
            session = SqliteSession.OpenWriter(file);
            session.Initialise(file);
            return session;
        }
        catch (Exception exception)
        {
            session?.Dispose();
            if (exception is SqliteException or IOException or UnauthorizedAccessException)
            {
                throw file.Unavailable($"{file.Path} can't be opened: {exception.Message}", exception);
            }

            throw;
        }
    }
}
