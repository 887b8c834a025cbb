namespace Divoc.Functions.Sqlite;

/// <summary>A write that waits for its turn, and the caller that waits for it.</summary>
/// <param name="size">The approximate number of bytes that it writes.</param>
internal abstract class SqliteWrite(int size)
{
    /// <summary>The approximate number of bytes that it writes.</summary>
    public int Size { get; } = size;

    /// <summary>
    /// Ends the caller's wait if it was cancelled before the write began; a write that has begun always returns its result.
    /// </summary>
    public abstract bool DropIfCancelled();

    /// <summary>Does the write in the open transaction and keeps its result. May be run again after a rollback.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>Returns the result to the caller; called after the commit.</summary>
    public abstract void Succeed();

    /// <summary>Returns an error to the caller.</summary>
    public abstract void Fail(Exception exception);
}
