namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// The concurrent calls that the interactive and the bulk lane share. A quarter of them, and at least one if there are several, never take
/// bulk. The others take interactive messages first, but if both wait, each tenth place goes to bulk, so that it is never blocked.
/// </summary>
/// <param name="count">The number of concurrent calls.</param>
internal sealed class LaneWorkers(int count)
{
    private const int BulkEvery = 10;

    private readonly int mostBulk = Math.Max(1, count - ((count + 3) / 4));
    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> interactive = [];
    private readonly Queue<TaskCompletionSource> bulk = [];
    private int running;
    private int runningBulk;
    private int interactiveInARow;

    /// <summary>Waits for a place; the caller must dispose it.</summary>
    public async Task<IDisposable> TakeAsync(bool isBulk, CancellationToken cancellationToken)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            (isBulk ? bulk : interactive).Enqueue(waiting);
            GiveOut();
        }

        using (cancellationToken.Register(() => waiting.TrySetCanceled(cancellationToken)))
        {
            await waiting.Task;
        }

        return new Place(this, isBulk);
    }

    private void GiveBack(bool isBulk)
    {
        lock (gate)
        {
            running--;
            runningBulk -= isBulk ? 1 : 0;
            GiveOut();
        }
    }

    private void GiveOut()
    {
        while (running < count && NextLane() is { } isBulk)
        {
            if (!(isBulk ? bulk : interactive).Dequeue().TrySetResult())
            {
                continue;
            }

            running++;
            runningBulk += isBulk ? 1 : 0;
            interactiveInARow = isBulk ? 0 : interactiveInARow + 1;
        }
    }

    /// <summary>Whether the next place is for bulk; null if there is none.</summary>
    private bool? NextLane()
    {
        var mayBulk = bulk.Count > 0 && runningBulk < mostBulk;
        if (interactive.Count == 0)
        {
            return mayBulk ? true : null;
        }

        return mayBulk && interactiveInARow >= BulkEvery - 1;
    }

    private sealed class Place(LaneWorkers workers, bool isBulk) : IDisposable
    {
        private bool isGivenBack;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref isGivenBack, true))
            {
                workers.GiveBack(isBulk);
            }
        }
    }
}

/// <summary>One lane of the concurrent calls.</summary>
/// <param name="Workers">The calls that it shares.</param>
/// <param name="IsBulk">Whether it is the bulk lane.</param>
internal sealed record WorkerLane(LaneWorkers Workers, bool IsBulk);
