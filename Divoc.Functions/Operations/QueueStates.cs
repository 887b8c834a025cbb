using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Operations;

/// <summary>Reads the state of the queues. This costs calls of the queues, so the result is cached for ten seconds.</summary>
/// <param name="find">
/// Finds the queue with a name; null if the host does not have it: a host that can dead-letter itself has no failures queues.
/// </param>
/// <param name="time">The clock.</param>
public sealed class QueueStates(Func<string, IMessageQueue?> find, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    /// <summary>Messages are roughly in order, so the oldest one is among the first.</summary>
    private const int MostPeeked = 100;

    private readonly Lock gate = new();
    private Task<IReadOnlyList<QueueState>>? look;
    private long lookedAt;

    /// <summary>The state of each queue now, or at most ten seconds ago.</summary>
    /// <exception cref="QueueUnavailableException">A queue can't be reached.</exception>
    public Task<IReadOnlyList<QueueState>> LookAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (look is null || (look.IsCompleted && time.GetElapsedTime(lookedAt) >= Lifetime))
            {
                // Not cancelled with the caller, because others wait for the same answer.
                look = Task.Run(LookAtAllAsync, CancellationToken.None);
                lookedAt = time.GetTimestamp();
            }

            return look.WaitAsync(cancellationToken);
        }
    }

    private async Task<IReadOnlyList<QueueState>> LookAtAllAsync() =>
        await Task.WhenAll(QueueNames.All.Select(queue => LookAtAsync(queue.Name)));

    private async Task<QueueState> LookAtAsync(string name)
    {
        var queue = find(name) ?? throw new InvalidOperationException($"The queue {name} is not registered.");
        var counts = await queue.CountAsync(CancellationToken.None);
        var failed = counts.DeadLettered;
        if (find(FailuresQueue.NameOf(name)) is { } failures)
        {
            var moved = await failures.CountAsync(CancellationToken.None);
            failed += moved.Active + moved.DeadLettered;
        }

        var isOfChanges = name == QueueNames.CertificateChanges;
        var first = isOfChanges
            ? await queue.PeekAsync(0, MostPeeked, CancellationToken.None)
            : await queue.PeekHeadersAsync(0, MostPeeked, CancellationToken.None);
        var oldest = AgeOf(first.Select(DueTimeOf));
        return new QueueState(
            name, counts.Active, counts.Scheduled, failed, oldest, isOfChanges ? AgeOf(first.Select(AnnouncedSince)) : null);
    }

    private TimeSpan AgeOf(IEnumerable<DateTimeOffset> times)
    {
        var now = time.GetUtcNow();
        return now - times.Append(now).Min();
    }

    private static DateTimeOffset DueTimeOf(ReceivedMessage message) =>
        message.Message.ScheduledFor is { } scheduled && scheduled > message.EnqueuedAt ? scheduled : message.EnqueuedAt;

    /// <summary>
    /// A change that waits for its write, or that a subscriber failed to handle, is sent again and again: its message says since when.
    /// </summary>
    private static DateTimeOffset AnnouncedSince(ReceivedMessage message)
    {
        try
        {
            return CertificateChange.Parse(message.Message.Body)?.Since ?? DueTimeOf(message);
        }
        catch (NewerFormException)
        {
            return DueTimeOf(message);
        }
    }
}
