namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Stops a pump from receiving while the store, the key or the queue is not available: each outage after another doubles the pause, up to a
/// maximum; the first success ends it.
/// </summary>
internal sealed class OutagePause(TimeProvider clock, TimeSpan longest) : IDisposable
{
    private readonly Lock gate = new();
    private CancellationTokenSource ended = new();
    private TimeSpan first;
    private TimeSpan length;
    private long began;
    private int outages;

    /// <summary>The remaining time of the pause; zero or less if the pause is over, null if there is no outage.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            lock (gate)
            {
                return outages == 0 ? null : Rest();
            }
        }
    }

    /// <summary>
    /// Reports that something was not available. Reports during a pause belong to the same outage and do not lengthen it.
    /// </summary>
    /// <param name="delay">
    /// The first pause of an outage. Later pauses double that one and ignore the parameter, because a message that met the outage before
    /// has its own longer delay.
    /// </param>
    public void Report(TimeSpan delay)
    {
        lock (gate)
        {
            if (outages > 0 && Rest() > TimeSpan.Zero)
            {
                return;
            }

            // More doublings exceed any longest pause anyway.
            var factor = 1L << Math.Min(outages, 10);
            first = outages == 0 ? TimeSpan.FromTicks(Math.Max(delay.Ticks, 0)) : first;
            outages++;
            var pause = first * factor;
            length = pause < longest ? pause : longest;
            began = clock.GetTimestamp();
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
            var rest = Rest();
            return outages > 0 && rest > TimeSpan.Zero ? (rest, ended.Token) : null;
        }
    }

    /// <summary>
    /// Measured by the timestamp, which setting the clock does not change: a clock that is set back must not lengthen a pause.
    /// </summary>
    private TimeSpan Rest() => length - clock.GetElapsedTime(began);
}
