using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Divoc.Functions.Sqlite;

/// <summary>A connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    /// <summary>8 MiB, so that a long copy can be cancelled.</summary>
    private const int PagesAStep = 1024;

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteStatement> statements = new(StringComparer.Ordinal);

    private SqliteSession(SqliteFile file)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = file.Path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = (int)file.BusyTimeout.TotalSeconds,
        };
        connection = new SqliteConnection(settings.ToString());
    }

    /// <summary>Opens the connection that writes.</summary>
    public static SqliteSession OpenWriter(SqliteFile file) => Open(file, session =>
    {
        // The page size and the vacuum mode have an effect only before the first page is written, which journal_mode does.
        session.Run($"PRAGMA page_size={SqliteFile.PageSize}");
        session.Run($"PRAGMA auto_vacuum={(file.IncrementalVacuum ? "INCREMENTAL" : "NONE")}");
        session.Run("PRAGMA journal_mode=WAL");
        // NORMAL would not sync at commit: after a power failure, acknowledged data could be lost.
        session.Run("PRAGMA synchronous=FULL");
        session.Run($"PRAGMA secure_delete={(file.OverwritesDeleted ? "ON" : "OFF")}");
        session.Run("PRAGMA journal_size_limit=67108864");
        session.Run("PRAGMA cache_size=-65536");
    });

    /// <summary>Opens a connection that only reads.</summary>
    public static SqliteSession OpenReader(SqliteFile file) => Open(file, session =>
    {
        session.Run("PRAGMA query_only=1");
        session.Run("PRAGMA cache_size=-8192");
    });

    /// <summary>
    /// Creates the tables if this file has none yet, or upgrades those of an earlier version, then runs the file's statements for each
    /// opening, in one transaction.
    /// </summary>
    /// <exception cref="Exception">
    /// The file's unavailable exception: the file is not a write-ahead database or was written by another version.
    /// </exception>
    public void Initialise(SqliteFile file)
    {
        if (Prepare("PRAGMA journal_mode").Scalar() is not "wal")
        {
            throw file.Unavailable($"{file.Path} can't be opened with a write-ahead log; put it on a local disk.", null);
        }

        Run("BEGIN IMMEDIATE");
        var version = Prepare("PRAGMA user_version").Scalar();
        if (version is 0L)
        {
            Run(file.Schema);
            Run($"PRAGMA user_version={file.SchemaVersion}");
        }
        else
        {
            Upgrade(file, (long)version!);
        }

        file.Opening?.Invoke(this);
        Run("COMMIT");
    }

    private void Upgrade(SqliteFile file, long version)
    {
        if (version > file.SchemaVersion)
        {
            throw file.Unavailable(
                $"{file.Path} was written by a newer version of the program: start that version, or restore a backup that this version or "
                    + "an older one made.", null);
        }

        for (var next = (int)version; next < file.SchemaVersion; next++)
        {
            if (!file.Upgrades.TryGetValue(next, out var upgrade))
            {
                throw file.Unavailable(
                    $"{file.Path} is from a version of the program that is too old to be read. Start a version between the two first; it "
                        + "converts the file.", null);
            }

            Run(upgrade);
            Run($"PRAGMA user_version={next + 1}");
        }
    }

    /// <summary>
    /// Moves the content of the write-ahead log into the file and truncates the log, without waiting for readers. Returns whether that was
    /// done.
    /// </summary>
    public bool TryEmptyLog(SqliteFile file)
    {
        Run("PRAGMA busy_timeout=0");
        try
        {
            return Prepare("PRAGMA wal_checkpoint(TRUNCATE)").Scalar() is 0L;
        }
        finally
        {
            Run(BusyTimeoutOf(file));
        }
    }

    private static string BusyTimeoutOf(SqliteFile file) =>
        string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout={(int)file.BusyTimeout.TotalMilliseconds}");

    /// <summary>The statement with this text, compiled at first use.</summary>
    [SuppressMessage(
        "Security",
        "CA2100:Review SQL queries for security vulnerabilities",
        Justification = "Every text is a constant of this program; values go in as parameters.")]
    [SuppressMessage(
        "Reliability",
        "CA2000:Dispose objects before losing scope",
        Justification = "The statement owns the command, the session the statement.")]
    public SqliteStatement Prepare(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            command.Prepare();
            statement = new SqliteStatement(command);
            statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>The id of the last inserted row.</summary>
    public long LastRowId => raw.sqlite3_last_insert_rowid(connection.Handle);

    /// <summary>Runs a text with one or more statements to its end, without caching it.</summary>
    [SuppressMessage(
        "Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "Every text is a constant of this program.")]
    public void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        do
        {
            while (reader.Read())
            {
                // Some pragmas do their work row by row.
            }
        }
        while (reader.NextResult());
    }

    /// <summary>Begins to read what is committed now; until the session is disposed it sees nothing later.</summary>
    public void BeginReading()
    {
        Run("BEGIN");
        Run("SELECT count(*) FROM sqlite_schema");
    }

    /// <summary>Copies everything that the session sees into a new file.</summary>
    public void CopyTo(string path, CancellationToken cancellationToken)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false };
        using var target = new SqliteConnection(settings.ToString());
        target.Open();
        using var copying = raw.sqlite3_backup_init(target.Handle, "main", connection.Handle, "main");
        int result;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            result = raw.sqlite3_backup_step(copying, PagesAStep);
        }
        while (result == raw.SQLITE_OK);

        if (result != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(result, target.Handle);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    private static SqliteSession Open(SqliteFile file, Action<SqliteSession> settle)
    {
        var session = new SqliteSession(file);
        try
        {
            session.connection.Open();
            session.Run(BusyTimeoutOf(file));
            session.Run("PRAGMA temp_store=MEMORY");
            settle(session);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
