using Microsoft.Data.Sqlite;

namespace Divoc.Functions.Sqlite;

/// <summary>Checks a database file that no process has opened.</summary>
internal static class SqliteIntegrity
{
    /// <summary>What is wrong with the file; null if nothing is.</summary>
    public static string? ProblemOf(string path)
    {
        try
        {
            var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false };
            using var connection = new SqliteConnection(settings.ToString());
            connection.Open();
            using var check = connection.CreateCommand();
            check.CommandText = "PRAGMA integrity_check(1)";
            var found = (string?)check.ExecuteScalar();
            return found == "ok" ? null : found ?? "it can't be checked";
        }
        catch (SqliteException exception)
        {
            return exception.Message;
        }
    }
}
