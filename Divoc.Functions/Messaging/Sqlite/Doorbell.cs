namespace Divoc.Functions.Messaging.Sqlite;

/// <summary>Wakes those who wait for a message.</summary>
internal sealed class Doorbell
{
    private TaskCompletionSource next = Create();

    /// <summary>Ends at the next ring. Who takes it, then looks for messages, then waits for it misses none.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    /// <summary>Wakes all who wait.</summary>
    public void Ring() => Interlocked.Exchange(ref next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
