using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Divoc.Functions.Sqlite;

/// <summary>
/// A database file in write-ahead mode with one writer and a few readers. Every write is synced to the disk when its task has completed.
/// Any error of the database is thrown as the file's unavailable exception.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>How many may read at a time.</summary>
    internal static readonly int MostReaders = Math.Clamp(Environment.ProcessorCount, 2, 16);

    private readonly SqliteWriter writer;
    private readonly SqliteReaders readers;
    private readonly SqliteFile file;

    /// <summary>Opens the file, and creates it if it is missing.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The writer owns the session.")]
    public SqliteDatabase(SqliteFile file)
    {
        this.file = file;
        writer = new SqliteWriter(file, Open(file));
        readers = new SqliteReaders(file, MostReaders);
    }

    /// <summary>
    /// Does a write in the next transaction; the task completes after its commit. A write that is cancelled before its turn is not done.
    /// </summary>
    /// <param name="work">
    /// The statements. It may change only the session, because it is run again if another write of its group fails.
    /// </param>
    /// <param name="size">The approximate number of bytes that it writes.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, int size, CancellationToken cancellationToken) =>
        writer.WriteAsync(work, size, cancellationToken);

    /// <summary>Opens a separate reader, which the caller must dispose.</summary>
    public SqliteSession OpenReader() => SqliteSession.OpenReader(file);

    /// <summary>Reads committed data.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        readers.ReadAsync(work, cancellationToken);

    /// <summary>Finishes pending writes, empties the write-ahead log and closes the file.</summary>
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
