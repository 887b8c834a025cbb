namespace Divoc.Functions.Sqlite;

/// <summary>A write that waits for its turn, and the caller who waits for it.</summary>
/// <param name="size">About how many bytes it writes.</param>
internal abstract class SqliteWrite(int size)
{
    /// <summary>About how many bytes it writes.</summary>
    public int Size { get; } = size;

    /// <summary>Ends the caller's wait if it was called off before it began; a write that has begun is always answered with what it did.</summary>
    public abstract bool DropIfCancelled();

    /// <summary>Does the write within the open transaction and keeps its result. May be run again after a rollback.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>Hands the result to the caller; called after the commit.</summary>
    public abstract void Succeed();

    /// <summary>Hands a fault to the caller.</summary>
    public abstract void Fail(Exception exception);
}
