using Divoc.Functions.Messaging.Sqlite;
using Divoc.Functions.Sqlite;

namespace Divoc.Functions.Messaging;

/// <summary>
/// All queues in one SQLite file, <c>queue.db</c> in the data directory. One process owns it, so opening it ends all locks of the process
/// before. All sends, claims and completions go through one writer and share its commits.
/// </summary>
public sealed class SqliteQueueFile : IDisposable
{
    /// <summary>The name of the file in the data directory.</summary>
    public const string FileName = "queue.db";

    private readonly SqliteDatabase database;
    private readonly Dictionary<string, SqliteMessageQueue> queues;

    /// <summary>Opens the queues, and creates their file if it is missing.</summary>
    /// <param name="dataDirectory">The folder.</param>
    /// <param name="options">The settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="emptiesLog">See <see cref="SqliteFile.EmptiesLog"/>; false if a test copies the files while they are open.</param>
    /// <exception cref="QueueUnavailableException">The file can't be opened.</exception>
    public SqliteQueueFile(string dataDirectory, QueueOptions options, TimeProvider time, bool emptiesLog = true)
    {
        var tables = QueueNames.All.Select(definition => new MessageTable(definition, time, options)).ToList();
        database = new SqliteDatabase(new SqliteFile
        {
            Path = Path.Combine(Path.GetFullPath(dataDirectory), FileName),
            Schema = MessageTable.Schema,
            SchemaVersion = MessageTable.SchemaVersion,
            IncrementalVacuum = true,
            OverwritesDeleted = true,
            EmptiesLog = emptiesLog,
            Unavailable = (message, inner) => new QueueUnavailableException(message, inner),
            Opening = session => Open(session, tables),
        });
        queues = tables.ToDictionary(
            table => table.QueueName, table => new SqliteMessageQueue(database, table, options.LockDuration, time));
    }

    /// <summary>The queue with a name; always the same instance.</summary>
    /// <exception cref="ArgumentException">The program has no such queue.</exception>
    public SqliteMessageQueue this[string name] =>
        queues.TryGetValue(name, out var queue) ? queue : throw new ArgumentException($"The program has no queue {name}.", nameof(name));

    /// <summary>The file, for copying.</summary>
    internal SqliteDatabase Database => database;

    /// <summary>Finishes pending writes and closes the file. Open locks end when it is opened again.</summary>
    public void Dispose() => database.Dispose();

    private static void Open(SqliteSession session, List<MessageTable> tables)
    {
        tables.ForEach(table => table.TakeOver(session));
        MessageTable.GiveBackFreePages(session);
    }
}
