using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Divoc.Functions.Sqlite;

/// <summary>
/// The random id of the installation of a database file, the only row of its own table, so that a copy of the file (<c>VACUUM INTO</c>) has
/// it too. It is read before the file is opened for work, because opening creates a missing file, and it is written afterwards.
/// </summary>
internal static class InstallationId
{
    private const string CountTables = "SELECT count(*), coalesce(sum(name = 'installation'), 0) FROM sqlite_schema WHERE type = 'table'";
    private const string Select = "SELECT id FROM installation";

    private const string InsertOnce =
        """
        PRAGMA synchronous=FULL;
        BEGIN IMMEDIATE;
        CREATE TABLE IF NOT EXISTS installation(id TEXT NOT NULL);
        INSERT INTO installation(id) SELECT $id WHERE NOT EXISTS (SELECT 1 FROM installation);
        COMMIT;
        """;

    /// <summary>Reads the id without changes.</summary>
    /// <returns>The content of the file; null if it can't be read as a database.</returns>
    public static DatabaseFile? Look(string path)
    {
        if (!File.Exists(path))
        {
            return new DatabaseFile(false, null);
        }

        try
        {
            using var connection = Open(path);
            using var tables = Command(connection, CountTables);
            using var counts = tables.ExecuteReader();
            counts.Read();
            if (counts.GetInt64(1) == 0)
            {
                return new DatabaseFile(counts.GetInt64(0) > 0, null);
            }

            using var select = Command(connection, Select);
            return new DatabaseFile(true, (string?)select.ExecuteScalar());
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    /// <summary>Writes the id, unless there is one.</summary>
    /// <exception cref="SqliteException">It can't be written.</exception>
    public static void Write(string path, string id)
    {
        using var connection = Open(path);
        using var insert = Command(connection, InsertOnce);
        insert.Parameters.AddWithValue("$id", id);
        insert.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string path)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    [SuppressMessage(
        "Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "Every text is a constant of this class.")]
    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}

/// <summary>The state of a database file.</summary>
/// <param name="Exists">
/// Whether it has tables. A missing file has none, and neither has one that a start left behind before it was filled.
/// </param>
/// <param name="InstallationId">The id; null if there is none yet.</param>
internal sealed record DatabaseFile(bool Exists, string? InstallationId);
