namespace Divoc.Functions.Sqlite;

/// <summary>A write with a result.</summary>
/// <typeparam name="T">The result.</typeparam>
internal sealed class SqliteWriteOf<T>(Func<SqliteSession, T> work, int size, CancellationToken cancellationToken) : SqliteWrite(size)
{
    // Callers continue on another thread: the writer's thread must commit the next group.
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    /// <summary>Completes after the commit.</summary>
    public Task<T> Task => completion.Task;

    /// <inheritdoc/>
    public override bool DropIfCancelled() => cancellationToken.IsCancellationRequested && completion.TrySetCanceled(cancellationToken);

    /// <inheritdoc/>
    public override void Run(SqliteSession session) => result = work(session);

    /// <inheritdoc/>
    public override void Succeed() => completion.TrySetResult(result!);

    /// <inheritdoc/>
    public override void Fail(Exception exception) => completion.TrySetException(exception);
}
