namespace Divoc.Functions.Messaging.Sqlite;

/// <summary>Wakes receivers that wait for a message.</summary>
internal sealed class Doorbell
{
    private TaskCompletionSource next = Create();

    /// <summary>
    /// Completes at the next ring. A receiver must take this first, then check for messages, then wait for this: so it misses none.
    /// </summary>
    public Task Next => Volatile.Read(ref next).Task;

    /// <summary>Wakes all that wait.</summary>
    public void Ring() => Interlocked.Exchange(ref next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
