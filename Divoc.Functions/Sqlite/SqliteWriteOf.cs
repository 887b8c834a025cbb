namespace Divoc.Functions.Sqlite;

/// <summary>A write with a result.</summary>
/// <typeparam name="T">The result.</typeparam>
internal sealed class SqliteWriteOf<T>(Func<SqliteSession, T> work, int size, CancellationToken cancellationToken) : SqliteWrite(size)
{
    // Callers go on elsewhere: the writer's thread has the next group to commit.
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    /// <summary>Ends with the commit.</summary>
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
