using System.Text;
using Microsoft.Data.Sqlite;

namespace Divoc.Functions.Tests.Storage;

/// <summary>A data directory for one test, gone with it.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("divoc-test-").FullName;

    /// <summary>A copy of what lies on the disk now, as a killed process would leave it.</summary>
    public DataFolder CopyAsLeftByAKill()
    {
        var copy = new DataFolder();
        // Not the -shm file: it is an index in memory that is made anew. Nor the lock, which ends with the process.
        foreach (var file in Directory.EnumerateFiles(Path)
            .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal) && !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Copy(file, System.IO.Path.Combine(copy.Path, System.IO.Path.GetFileName(file)));
        }

        return copy;
    }

    /// <summary>The bytes of all files as they lie there, as ASCII.</summary>
    public string ReadFiles() => string.Concat(Directory.EnumerateFiles(Path).Order(StringComparer.Ordinal).Select(ReadFile));

    private static string ReadFile(string file)
    {
        using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[open.Length];
        return Encoding.ASCII.GetString(bytes, 0, open.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    /// <summary>Runs one statement against a file of the folder and returns its first value.</summary>
    public object? Ask(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={System.IO.Path.Combine(Path, file)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts stand in the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
