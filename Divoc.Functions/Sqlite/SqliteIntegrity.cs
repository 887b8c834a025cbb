using Microsoft.Data.Sqlite;

namespace Divoc.Functions.Sqlite;

/// <summary>Looks through a database file that nobody has open.</summary>
internal static class SqliteIntegrity
{
    /// <summary>What is wrong with the file; null when nothing is.</summary>
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
