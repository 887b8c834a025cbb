using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Divoc.Functions.Sqlite;

/// <summary>
/// A prepared statement that is run repeatedly. Its parameters are named <c>$1</c>, <c>$2</c> and so on: texts, integers,
/// <see cref="ReadOnlyMemory{T}"/> of bytes.
/// </summary>
internal sealed class SqliteStatement(SqliteCommand command) : IDisposable
{
    /// <summary>Runs the statement; returns the number of changed rows.</summary>
    public int Execute(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs the statement and returns the first column of the first row; null if there is no row or the value is NULL.</summary>
    public object? Scalar(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        var value = command.ExecuteScalar();
        return value is DBNull ? null : value;
    }

    /// <summary>Runs the statement; the reader must be disposed before anything else is done with this statement.</summary>
    public SqliteDataReader Query(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteReader();
    }

    /// <inheritdoc/>
    public void Dispose() => command.Dispose();

    /// <summary>The array of the bytes, if they are all of it: SQLite copies them anyway.</summary>
    private static byte[] ToArray(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment is { Offset: 0, Array: { } array } && array.Length == segment.Count
            ? array
            : bytes.ToArray();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            var value = values[index] is ReadOnlyMemory<byte> bytes ? ToArray(bytes) : values[index] ?? DBNull.Value;
            if (index < command.Parameters.Count)
            {
                command.Parameters[index].Value = value;
            }
            else
            {
                command.Parameters.AddWithValue($"${index + 1}", value);
            }
        }
    }
}
