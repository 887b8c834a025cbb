using System.Diagnostics.CodeAnalysis;

namespace Divoc.Functions.Sqlite;

/// <summary>
/// A common moment of several databases, for copying. All their writers are paused between two commits while a reader of each begins; then
/// they continue, and the readers still see what was committed at that moment. New data stay in the write-ahead logs meanwhile, so a moment
/// should be disposed soon.
/// </summary>
internal sealed class SqliteMoment : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly List<SqliteSession> readers;

    private SqliteMoment(List<SqliteSession> readers) => this.readers = readers;

    /// <summary>Takes the moment.</summary>
    /// <exception cref="TimeoutException">A writer did not reach a commit in time.</exception>
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

    /// <summary>Copies one of the databases into a new file. The time depends on its size.</summary>
    public void CopyTo(int database, string path, CancellationToken cancellationToken) => readers[database].CopyTo(path, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => readers.ForEach(reader => reader.Dispose());

    /// <summary>A paused writer: in a transaction that writes nothing, so that everything before it is committed or invisible.</summary>
    /// <param name="Held">Completes when it is paused, or can't be.</param>
    /// <param name="Ended">Completes when it continues.</param>
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
