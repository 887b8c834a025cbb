using System.Diagnostics.CodeAnalysis;

namespace Divoc.Functions.Sqlite;

/// <summary>
/// One moment of several databases, to be copied. All their writers are held between two commits while a reader of each begins; then they go on, and the readers still see what was
/// committed at that moment. Meanwhile what is written stays in the write-ahead logs, so a moment is to be disposed soon.
/// </summary>
internal sealed class SqliteMoment : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly List<SqliteSession> readers;

    private SqliteMoment(List<SqliteSession> readers) => this.readers = readers;

    /// <summary>Takes the moment.</summary>
    /// <exception cref="TimeoutException">A writer did not come to a commit in time.</exception>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The moment owns the readers.")]
    public static async Task<SqliteMoment> TakeAsync(IReadOnlyList<SqliteDatabase> databases, CancellationToken cancellationToken)
    {
        using var goOn = new ManualResetEventSlim();
        var holds = databases.Select(database => Hold.Begin(database, goOn, cancellationToken)).ToList();
        var readers = new List<SqliteSession>();
        try
        {
            await Task.WhenAll(holds.Select(hold => hold.Held)).WaitAsync(LongestWait, cancellationToken);
            foreach (var database in databases)
            {
                var reader = database.OpenReader();
                readers.Add(reader);
                reader.BeginReading();
            }

            return new SqliteMoment(readers);
        }
        catch
        {
            readers.ForEach(reader => reader.Dispose());
            throw;
        }
        finally
        {
            goOn.Set();
            await Task.WhenAll(holds.Select(hold => hold.Ended)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Copies one of the databases into a new file. Takes as long as its size asks for.</summary>
    public void CopyTo(int database, string path, CancellationToken cancellationToken) => readers[database].CopyTo(path, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => readers.ForEach(reader => reader.Dispose());

    /// <summary>A writer that is held: within a transaction that writes nothing, so that all before it is committed or not to be seen.</summary>
    /// <param name="Held">Ends when it is held, or can't be.</param>
    /// <param name="Ended">Ends when it goes on.</param>
    private sealed record Hold(Task Held, Task Ended)
    {
        public static Hold Begin(SqliteDatabase database, ManualResetEventSlim goOn, CancellationToken cancellationToken)
        {
            var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task ended = database.WriteAsync(
                _ =>
                {
                    held.TrySetResult();
                    goOn.Wait(CancellationToken.None);
                    return true;
                },
                size: 0,
                cancellationToken);
            return new Hold(Task.WhenAny(held.Task, ended).Unwrap(), ended);
        }
    }
}
