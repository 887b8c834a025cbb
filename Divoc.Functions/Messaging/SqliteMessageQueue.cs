using Divoc.Functions.Messaging.Sqlite;
using Divoc.Functions.Sqlite;

namespace Divoc.Functions.Messaging;

/// <summary>
/// A queue of a <see cref="SqliteQueueFile"/>. New messages are delivered in turns of their senders, others in the order in which they
/// became due.
/// </summary>
public sealed class SqliteMessageQueue : IMessageQueue
{
    /// <summary>The size of a row and its index entries besides the message.</summary>
    private const int RowOverhead = 512;

    private readonly SqliteDatabase database;
    private readonly MessageTable table;
    private readonly Doorbell doorbell = new();
    private readonly TimeSpan lockDuration;
    private readonly TimeProvider time;

    internal SqliteMessageQueue(SqliteDatabase database, MessageTable table, TimeSpan lockDuration, TimeProvider time)
    {
        this.database = database;
        this.table = table;
        this.lockDuration = lockDuration;
        this.time = time;
    }

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        QueueLimits.Check(messages);
        if (messages.Count == 0)
        {
            return;
        }

        await WriteAsync(
            session =>
            {
                table.Insert(session, messages);
                return true;
            },
            (int)Math.Min(int.MaxValue, messages.Sum(message => (long)QueueLimits.SizeOf(message) + RowOverhead)),
            cancellationToken);
        doorbell.Ring();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count, TimeSpan wait, CancellationToken cancellationToken)
    {
        QueueLimits.CheckCount(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wait, QueueLimits.MaxWait);
        var began = time.GetTimestamp();
        while (true)
        {
            var rung = doorbell.Next;
            var claim = await WriteAsync(session => table.Claim(session, dead: false, count), RowOverhead, cancellationToken);
            var left = wait - time.GetElapsedTime(began);
            if (claim.Messages.Count > 0 || left <= TimeSpan.Zero)
            {
                return claim.Messages;
            }

            await WaitAsync(rung, left, claim.NextDue, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<ReceivedMessage> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        CheckLocked(message);
        return await WriteAsync(session => table.RenewLock(session, message), RowOverhead, cancellationToken) ?? throw Lost();
    }

    /// <inheritdoc/>
    public Task CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        SettleAsync(message, session => table.Complete(session, message), cancellationToken);

    /// <inheritdoc/>
    public async Task AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        await SettleAsync(message, session => table.Abandon(session, message), cancellationToken);
        doorbell.Ring();
    }

    /// <inheritdoc/>
    public Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken)
    {
        QueueLimits.CheckDeadLetter(reason, description);
        return SettleAsync(message, session => table.DeadLetter(session, message, reason, description), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReceivedMessage>> PeekAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken)
    {
        QueueLimits.CheckCount(count);
        return database.ReadAsync(session => table.Peek(session, fromSequenceNumber, count), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReceivedMessage>> PeekDeadLettersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken)
    {
        QueueLimits.CheckCount(count);
        return database.ReadAsync(session => table.PeekDead(session, fromSequenceNumber, count), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReceivedMessage>> PeekHeadersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken)
    {
        QueueLimits.CheckCount(count);
        return database.ReadAsync(session => table.PeekHeaders(session, fromSequenceNumber, count), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReceivedMessage>> PeekDeadLetterHeadersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken)
    {
        QueueLimits.CheckCount(count);
        return database.ReadAsync(session => table.PeekDeadHeaders(session, fromSequenceNumber, count), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveDeadLettersAsync(int count, CancellationToken cancellationToken)
    {
        QueueLimits.CheckCount(count);
        return (await WriteAsync(session => table.Claim(session, dead: true, count), RowOverhead, cancellationToken)).Messages;
    }

    /// <inheritdoc/>
    public Task CheckWritableAsync(CancellationToken cancellationToken) => WriteAsync(table.Touch, RowOverhead, cancellationToken);

    /// <inheritdoc/>
    public Task<QueueCounts> CountAsync(CancellationToken cancellationToken) => database.ReadAsync(table.Count, cancellationToken);

    private static LockLostException Lost() => new("The lock of the message ran out or the message was settled.");

    private static void CheckLocked(ReceivedMessage message)
    {
        if (message.LockToken is null)
        {
            throw new ArgumentException("The message was peeked, not received.", nameof(message));
        }
    }

    private async Task SettleAsync(ReceivedMessage message, Func<SqliteSession, bool> settle, CancellationToken cancellationToken)
    {
        CheckLocked(message);
        if (!await WriteAsync(settle, RowOverhead, cancellationToken))
        {
            throw Lost();
        }
    }

    private Task<T> WriteAsync<T>(Func<SqliteSession, T> work, int size, CancellationToken cancellationToken) =>
        database.WriteAsync(work, size, cancellationToken);

    /// <summary>
    /// Waits until the doorbell rings, the time is over, or a message becomes due. A lock that another receiver takes meanwhile lasts at
    /// least one lock duration from now, so the next check misses none.
    /// </summary>
    private async Task WaitAsync(Task rung, TimeSpan left, DateTimeOffset? nextDue, CancellationToken cancellationToken)
    {
        var delay = left < lockDuration ? left : lockDuration;
        if (nextDue - time.GetUtcNow() is { } untilDue && untilDue < delay)
        {
            delay = untilDue;
        }

        // Timers count whole milliseconds and may fire early by a part of one.
        delay = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(delay.TotalMilliseconds)));
        await rung.WaitAsync(delay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
