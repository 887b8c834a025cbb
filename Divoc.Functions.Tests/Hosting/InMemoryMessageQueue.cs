using Divoc.Functions.Messaging;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>
/// A queue in memory that keeps the promises of the port: locks that run out, delivery counts, schedules, duplicate detection, dead
/// letters. It can be made to fail and to lose its locks.
/// </summary>
internal sealed class InMemoryMessageQueue(TimeProvider clock, bool detectsDuplicates = true) : IMessageQueue
{
    public static readonly TimeSpan LockDuration = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan DuplicateDetectionWindow = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly List<ReceivedMessage> active = [];
    private readonly List<ReceivedMessage> deadLetters = [];
    private readonly Dictionary<string, DateTimeOffset> seenIds = new(StringComparer.Ordinal);
    private long lastSequenceNumber;

    /// <summary>What every call throws while it is set.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What every completion waits for while it is set.</summary>
    public Task? BeforeCompletion { get; set; }

    /// <summary>How often messages were asked for.</summary>
    public int Receives { get; private set; }

    /// <summary>How often a lock was renewed.</summary>
    public int Renewals { get; private set; }

    /// <summary>How often something was done to a message without its lock.</summary>
    public int RefusedWithoutLock { get; private set; }

    /// <summary>The most messages that one look brought with their bodies.</summary>
    public int MostBodiesPeeked { get; private set; }

    /// <summary>How many messages were looked at with their bodies.</summary>
    public int BodiesPeeked { get; private set; }

    /// <summary>How many messages were looked at without their bodies.</summary>
    public int HeadersPeeked { get; private set; }

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
            active[index] = Unlocked(active[index]);
        }

        return 0;
    });

    public Task SendAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken) => Try(() =>
    {
        QueueLimits.Check(messages);
        foreach (var message in messages.Where(IsNew))
        {
            Sent.Add(message);
            active.Add(new ReceivedMessage
            {
                Message = message,
                SequenceNumber = ++lastSequenceNumber,
                DeliveryCount = 0,
                EnqueuedAt = clock.GetUtcNow(),
            });
        }

        return 0;
    });

    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count, TimeSpan wait, CancellationToken cancellationToken)
    {
        QueueLimits.CheckCount(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero);
        var until = clock.GetUtcNow() + wait;
        Locked(() => Receives++);
        while (true)
        {
            var taken = await Try(() => Take(active, count));
            if (taken.Count > 0 || clock.GetUtcNow() >= until)
            {
                return taken;
            }

            await Task.Delay(2, cancellationToken);
        }
    }

    public Task<ReceivedMessage> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken) => Try(() =>
    {
        var (list, index) = Find(message);
        Renewals++;
        return list[index] = list[index] with { LockedUntil = clock.GetUtcNow() + LockDuration };
    });

    public async Task CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        if (BeforeCompletion is { } held)
        {
            await held.WaitAsync(cancellationToken);
        }

        await Try(() =>
        {
            var (list, index) = Find(message);
            list.RemoveAt(index);
            return 0;
        });
    }

    public Task AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken) => Try(() =>
    {
        var (list, index) = Find(message);
        if (list == active && list[index].DeliveryCount == QueueLimits.MaxDeliveryCount)
        {
            SetAside(index, QueueLimits.MaxDeliveryCountExceeded, "");
        }
        else
        {
            list[index] = Unlocked(list[index]);
        }

        return 0;
    });

    public Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken) =>
        Try(() =>
        {
            QueueLimits.CheckDeadLetter(reason, description);
            SetAside(Find(message).Index, reason, description);
            return 0;
        });

    public Task<IReadOnlyList<ReceivedMessage>> PeekAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        Try(() => Peek(active, fromSequenceNumber, count));

    public Task<IReadOnlyList<ReceivedMessage>> PeekDeadLettersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        Try(() => Peek(deadLetters, fromSequenceNumber, count));

    public Task<IReadOnlyList<ReceivedMessage>> PeekHeadersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        Try(() => PeekHeaders(active, fromSequenceNumber, count));

    public Task<IReadOnlyList<ReceivedMessage>> PeekDeadLetterHeadersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        Try(() => PeekHeaders(deadLetters, fromSequenceNumber, count));

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveDeadLettersAsync(int count, CancellationToken cancellationToken) =>
        Try<IReadOnlyList<ReceivedMessage>>(() => Take(deadLetters, count));

    public Task CheckWritableAsync(CancellationToken cancellationToken) => CountAsync(cancellationToken);

    public Task<QueueCounts> CountAsync(CancellationToken cancellationToken) => Try(() =>
    {
        var scheduled = active.Count(message => message.Message.ScheduledFor > clock.GetUtcNow());
        return new QueueCounts(active.Count - scheduled, scheduled, deadLetters.Count);
    });

    private static ReceivedMessage Unlocked(ReceivedMessage message) => message with { LockToken = null, LockedUntil = null };

    private static IReadOnlyList<ReceivedMessage> Look(List<ReceivedMessage> list, long from, int count)
    {
        QueueLimits.CheckCount(count);
        return [.. list.Where(message => message.SequenceNumber >= from)
            .OrderBy(message => message.SequenceNumber)
            .Take(count)
            .Select(Unlocked)];
    }

    private IReadOnlyList<ReceivedMessage> Peek(List<ReceivedMessage> list, long from, int count)
    {
        var found = Look(list, from, count);
        BodiesPeeked += found.Count;
        MostBodiesPeeked = Math.Max(MostBodiesPeeked, found.Count);
        return found;
    }

    private IReadOnlyList<ReceivedMessage> PeekHeaders(List<ReceivedMessage> list, long from, int count)
    {
        var found = Look(list, from, count);
        HeadersPeeked += found.Count;
        return [.. found.Select(message => message with { Message = message.Message with { Body = ReadOnlyMemory<byte>.Empty } })];
    }

    private bool IsNew(QueueMessage message)
    {
        var now = clock.GetUtcNow();
        if (detectsDuplicates && seenIds.TryGetValue(message.MessageId, out var until) && until > now)
        {
            return false;
        }

        seenIds[message.MessageId] = now + DuplicateDetectionWindow;
        return true;
    }

    private List<ReceivedMessage> Take(List<ReceivedMessage> list, int count)
    {
        QueueLimits.CheckCount(count);
        var now = clock.GetUtcNow();
        var due = list.Where(message => !(message.Message.ScheduledFor > now) && !(message.LockedUntil > now))
            .OrderBy(message => message.LockedUntil ?? message.Message.ScheduledFor ?? message.EnqueuedAt)
            .ThenBy(message => message.SequenceNumber)
            .ToList();
        var taken = new List<ReceivedMessage>();
        foreach (var message in due.TakeWhile(_ => taken.Count < count))
        {
            var index = list.IndexOf(message);
            if (list == active && message.DeliveryCount == QueueLimits.MaxDeliveryCount)
            {
                SetAside(index, QueueLimits.MaxDeliveryCountExceeded, "");
                continue;
            }

            list[index] = message with
            {
                DeliveryCount = message.DeliveryCount + 1,
                LockToken = Guid.NewGuid().ToString(),
                LockedUntil = now + LockDuration,
            };
            taken.Add(list[index]);
        }

        return taken;
    }

    private void SetAside(int index, string reason, string description)
    {
        deadLetters.Add(Unlocked(active[index]) with { DeadLetterReason = reason, DeadLetterDescription = description });
        active.RemoveAt(index);
    }

    private (List<ReceivedMessage> List, int Index) Find(ReceivedMessage message)
    {
        if (message.LockToken is null)
        {
            throw new ArgumentException("The message was peeked, not received.", nameof(message));
        }

        var list = message.DeadLetterReason is null ? active : deadLetters;
        var index = list.FindIndex(
            other => other.SequenceNumber == message.SequenceNumber
                && other.LockToken == message.LockToken
                && other.LockedUntil > clock.GetUtcNow());
        if (index < 0)
        {
            RefusedWithoutLock++;
            throw new LockLostException("The lock is gone.");
        }

        return (list, index);
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
        catch (Exception exception) when (exception is LockLostException or MessageTooLargeException or ArgumentException)
        {
            return Task.FromException<T>(exception);
        }
    }
}
