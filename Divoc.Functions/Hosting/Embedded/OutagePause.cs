namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Keeps a pump from receiving while the store, the key or the queue is out: each outage that follows another doubles the pause, up to
/// a longest one; the first success ends it.
/// </summary>
internal sealed class OutagePause(TimeProvider clock, TimeSpan longest) : IDisposable
{
    private readonly Lock gate = new();
    private CancellationTokenSource ended = new();
    private DateTimeOffset until;
    private int outages;

    /// <summary>Until when nothing is received; null if there is no outage.</summary>
    public DateTimeOffset? Until
    {
        get
        {
            lock (gate)
            {
                return outages == 0 ? null : until;
            }
        }
    }

    /// <summary>Something was out. What is told during a pause belongs to the same outage and does not lengthen it.</summary>
    public void Report(TimeSpan delay)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (outages > 0 && now < until)
            {
                return;
            }

            // More doublings than that exceed any longest pause.
            var factor = 1L << Math.Min(outages, 10);
            outages++;
            var pause = TimeSpan.FromTicks(Math.Max(delay.Ticks, 0)) * factor;
            until = now + (pause < longest ? pause : longest);
        }
    }

    /// <summary>Something worked: the pause is over.</summary>
    public void End()
    {
        CancellationTokenSource waiting;
        lock (gate)
        {
            if (outages == 0)
            {
                return;
            }

            outages = 0;
            waiting = ended;
            ended = new CancellationTokenSource();
        }

        waiting.Cancel();
        waiting.Dispose();
    }

    /// <summary>Waits until there is no pause.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (NextWait() is { } wait)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, wait.Ended);
            await Task.Delay(wait.Remaining, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ended.Dispose();
    }

    private (TimeSpan Remaining, CancellationToken Ended)? NextWait()
    {
        lock (gate)
        {
            var rest = until - clock.GetUtcNow();
            return outages > 0 && rest > TimeSpan.Zero ? (rest, ended.Token) : null;
        }
    }
}
