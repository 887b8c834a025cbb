using Divoc.Functions.Messaging;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>A queue in memory that keeps the promises of the port: locks that run out, delivery counts, schedules, duplicate detection, dead letters. It can be made to fail and to lose its locks.</summary>
internal sealed class InMemoryEventQueue(TimeProvider clock) : IEventQueue
{
    private const int DeliveryLimit = 10;
    public static readonly TimeSpan LockDuration = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly List<ReceivedMessage> active = [];
    private readonly List<ReceivedMessage> deadLetters = [];
    private readonly HashSet<string> seenIds = new(StringComparer.Ordinal);
    private long lastSequenceNumber;

    /// <summary>What every call throws while it is set.</summary>
    public Exception? Fault { get; set; }

    /// <summary>How often messages were asked for.</summary>
    public int Receives { get; private set; }

    /// <summary>How often a lock was renewed.</summary>
    public int Renewals { get; private set; }

    /// <summary>How often something was done to a message without its lock.</summary>
    public int RefusedWithoutLock { get; private set; }

    /// <summary>Every message that was ever sent and not dropped as a double.</summary>
    public List<QueueMessage> Sent { get; } = [];

    /// <summary>What lies in the queue, locked or not.</summary>
    public IReadOnlyList<ReceivedMessage> Active => Locked<IReadOnlyList<ReceivedMessage>>(() => [.. active]);

    /// <summary>What was set aside.</summary>
    public IReadOnlyList<ReceivedMessage> DeadLetters => Locked<IReadOnlyList<ReceivedMessage>>(() => [.. deadLetters]);

    /// <summary>All locks end, as if they had run out.</summary>
    public void LoseLocks() => Locked(() =>
    {
        for (var index = 0; index < active.Count; index++)
        {
            active[index] = active[index] with { LockToken = null, LockedUntil = null };
        }

        return 0;
    });

    public Task SendAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken) => Try(() =>
    {
        foreach (var message in messages.Where(message => seenIds.Add(message.MessageId)))
        {
            Sent.Add(message);
            active.Add(new ReceivedMessage { Message = message, SequenceNumber = ++lastSequenceNumber, DeliveryCount = 0, EnqueuedAt = clock.GetUtcNow() });
        }

        return 0;
    });

    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count, TimeSpan wait, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + wait;
        Locked(() => Receives++);
        while (true)
        {
            var taken = await Try(() => Take(count));
            if (taken.Count > 0 || clock.GetUtcNow() >= until)
            {
                return taken;
            }

            await Task.Delay(2, cancellationToken);
        }
    }

    public Task<ReceivedMessage> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken) => Try(() =>
    {
        var index = IndexOfLocked(message);
        Renewals++;
        return active[index] = active[index] with { LockedUntil = clock.GetUtcNow() + LockDuration };
    });

    public Task CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken) => Try(() =>
    {
        active.RemoveAt(IndexOfLocked(message));
        return 0;
    });

    public Task AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken) => Try(() =>
    {
        var index = IndexOfLocked(message);
        active[index] = active[index] with { LockToken = null, LockedUntil = null };
        return 0;
    });

    public Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken) => Try(() =>
    {
        var index = IndexOfLocked(message);
        SetAside(index, reason, description);
        return 0;
    });

    public Task<IReadOnlyList<ReceivedMessage>> PeekAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        Try<IReadOnlyList<ReceivedMessage>>(() => [.. active.Where(message => message.SequenceNumber >= fromSequenceNumber).Take(count)]);

    public Task<IReadOnlyList<ReceivedMessage>> PeekDeadLettersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        Try<IReadOnlyList<ReceivedMessage>>(() => [.. deadLetters.Where(message => message.SequenceNumber >= fromSequenceNumber).Take(count)]);

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveDeadLettersAsync(int count, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The pump never receives dead letters.");

    public Task CheckWritableAsync(CancellationToken cancellationToken) => CountAsync(cancellationToken);

    public Task<QueueCounts> CountAsync(CancellationToken cancellationToken) => Try(() =>
    {
        var scheduled = active.Count(message => message.Message.ScheduledFor > clock.GetUtcNow());
        return new QueueCounts(active.Count - scheduled, scheduled, deadLetters.Count);
    });

    private List<ReceivedMessage> Take(int count)
    {
        var now = clock.GetUtcNow();
        var taken = new List<ReceivedMessage>();
        for (var index = 0; index < active.Count && taken.Count < count; index++)
        {
            var message = active[index];
            if (message.Message.ScheduledFor > now || message.LockedUntil > now)
            {
                continue;
            }

            if (message.DeliveryCount == DeliveryLimit)
            {
                SetAside(index--, "MaxDeliveryCountExceeded", "");
                continue;
            }

            active[index] = message with { DeliveryCount = message.DeliveryCount + 1, LockToken = Guid.NewGuid().ToString(), LockedUntil = now + LockDuration };
            taken.Add(active[index]);
        }

        return taken;
    }

    private void SetAside(int index, string reason, string description)
    {
        deadLetters.Add(active[index] with { DeadLetterReason = reason, DeadLetterDescription = description, LockToken = null, LockedUntil = null });
        active.RemoveAt(index);
    }

    private int IndexOfLocked(ReceivedMessage message)
    {
        var index = active.FindIndex(other => other.SequenceNumber == message.SequenceNumber && other.LockToken == message.LockToken && other.LockedUntil > clock.GetUtcNow());
        if (index < 0)
        {
            RefusedWithoutLock++;
            throw new LockLostException("The lock is gone.");
        }

        return index;
    }

    private T Locked<T>(Func<T> action)
    {
        lock (gate)
        {
            return action();
        }
    }

    private Task<T> Try<T>(Func<T> action)
    {
        try
        {
            return Fault is null ? Task.FromResult(Locked(action)) : Task.FromException<T>(Fault);
        }
        catch (LockLostException exception)
        {
            return Task.FromException<T>(exception);
        }
    }
}
