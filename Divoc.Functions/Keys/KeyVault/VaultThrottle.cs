namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// Keeps this process below its part of a vault's limit: a token bucket from which every operation takes by its own rate. A turn is given
/// when it is due, to the next caller by lane at that time. If the vault still refuses, nothing is sent for the time that it requests, the
/// rate is halved, and then slowly raised again.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class VaultThrottle(TimeProvider time)
{
    /// <summary>The used part of the limit; the rest is for the edges of the vault's windows.</summary>
    private const double UsedPart = 0.98;

    private const double SmallestShare = 1.0 / 64;

    /// <summary>From half of the rate to the full rate in 25 seconds: two and a half windows of the vault.</summary>
    private const double RaisePerSecond = 0.02;

    /// <summary>Unused turns of this time may be used later.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Turns that were due in this time while somebody waited are given later. This compensates for timers that fire late on a busy
    /// machine, and equals the unused part of a window.
    /// </summary>
    private static readonly TimeSpan LongestLateness = TimeSpan.FromMilliseconds(200);

    /// <summary>Refusals within this time are for calls that were sent before the rate was halved.</summary>
    private static readonly TimeSpan OneRefusal = TimeSpan.FromSeconds(1);

    /// <summary>The pause if a vault refuses and names no time.</summary>
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>In milliseconds.</summary>
    private const double LongestSleep = 250;

    private readonly Lock gate = new();
    private readonly LaneQueue queue = new();
    private readonly LaneMeter meter = new();
    private readonly long origin = time.GetTimestamp();
    private double portion = 1;
    private double shareWhenHalved = 1;
    private TimeSpan? halvedAt;
    private TimeSpan next = -Burst;
    private TimeSpan openAt = TimeSpan.MinValue;
    private bool isGiving;

    private TimeSpan Now => time.GetElapsedTime(origin);

    /// <summary>
    /// This process's part of the vault's limit, more than 0 and at most about 1; the rest is for other processes that use the vault.
    /// Default 1.
    /// </summary>
    public double Portion
    {
        get
        {
            lock (gate)
            {
                return portion;
            }
        }

        set
        {
            lock (gate)
            {
                // A wait that was calculated with the former portion would be too long for a much larger one.
                var from = openAt > Now ? openAt : Now;
                next = next > from ? from + ((next - from) * (portion / value)) : next;
                portion = value;
            }
        }
    }

    /// <summary>The part of its rate that this process uses at present, more than 0 and at most 1.</summary>
    public double Share
    {
        get
        {
            lock (gate)
            {
                return ShareAt(Now);
            }
        }
    }

    /// <summary>How long an operation would have to wait for its turn.</summary>
    public TimeSpan Wait()
    {
        lock (gate)
        {
            var now = Now;
            return WaitAt(now) + IntervalAt(now, queue.Work);
        }
    }

    /// <summary>Waits for the turn of one operation.</summary>
    /// <param name="lane">The priority.</param>
    /// <param name="perSecond">How many operations of this kind the whole vault accepts in a second.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task WaitAsync(SigningLane lane, double perSecond, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TakeOrEnqueue(lane, 1 / perSecond, out var mustGive) is { } waiter)
        {
            if (mustGive)
            {
                _ = GiveTurnsAsync();
            }

            await waiter.WaitAsync(Leave, cancellationToken);
        }
    }

    /// <summary>The vault refused an operation for its rate (429).</summary>
    /// <param name="pause">The requested pause.</param>
    public void Refuse(TimeSpan? pause)
    {
        lock (gate)
        {
            var now = Now;
            if (halvedAt is not { } last || now - last >= OneRefusal)
            {
                shareWhenHalved = Math.Max(ShareAt(now) / 2, SmallestShare);
                halvedAt = now;
            }

            CloseUntil(now + (pause ?? DefaultPause), now);
        }
    }

    /// <summary>The vault requested a pause.</summary>
    public void Close(TimeSpan pause)
    {
        lock (gate)
        {
            var now = Now;
            CloseUntil(now + pause, now);
        }
    }

    /// <summary>The use since the last call of this method, by lane.</summary>
    public IReadOnlyList<LaneUse> TakeUse()
    {
        lock (gate)
        {
            return meter.Take(Now, queue);
        }
    }

    private void CloseUntil(TimeSpan end, TimeSpan now)
    {
        var latest = now + LongestPause;
        end = end < latest ? end : latest;
        openAt = end > openAt ? end : openAt;
        next = openAt > next ? openAt : next;
    }

    /// <summary>
    /// Takes a turn that is due now, if nobody else waits, and returns null. Else enqueues, and says whether turns must be given from now
    /// on.
    /// </summary>
    private LaneWaiter? TakeOrEnqueue(SigningLane lane, double work, out bool mustGive)
    {
        lock (gate)
        {
            var now = Now;
            mustGive = false;
            if (queue.Count == 0 && next <= now)
            {
                Spend(now, Burst, lane, work);
                return null;
            }

            mustGive = !isGiving;
            isGiving = true;
            meter.Began(lane, now, queue);
            return queue.Add(lane, work);
        }
    }

    private async Task GiveTurnsAsync()
    {
        while (GiveDueTurns() is { } wait)
        {
            await Task.Delay(wait, time);
        }
    }

    /// <summary>Gives the turns that are due. Returns the wait for the next one; null if nobody waits any more.</summary>
    private TimeSpan? GiveDueTurns()
    {
        lock (gate)
        {
            var now = Now;
            while (next <= now && queue.TakeNext() is { } waiter)
            {
                meter.Ended(waiter.Lane, now, queue);
                Spend(now, LongestLateness, waiter.Lane, waiter.Work);
                waiter.Grant();
            }

            isGiving = queue.Count > 0;

            // Timers have whole milliseconds; the lateness of a turn by a part of one is compensated. Checked again soon, because a larger
            // portion makes turns due earlier.
            return isGiving ? TimeSpan.FromMilliseconds(Math.Min(LongestSleep, Math.Ceiling(WaitAt(now).TotalMilliseconds))) : null;
        }
    }

    private bool Leave(LaneWaiter waiter)
    {
        lock (gate)
        {
            var waited = queue.Remove(waiter);
            if (waited)
            {
                meter.Ended(waiter.Lane, Now, queue);
            }

            return waited;
        }
    }

    private void Spend(TimeSpan now, TimeSpan arrears, SigningLane lane, double work)
    {
        var turn = next > now - arrears ? next : now - arrears;
        next = turn + IntervalAt(now, work);
        meter.Spent(lane, work);
    }

    private TimeSpan IntervalAt(TimeSpan now, double work) => TimeSpan.FromSeconds(work / (UsedPart * portion * ShareAt(now)));

    private TimeSpan WaitAt(TimeSpan now) => next > now ? next - now : TimeSpan.Zero;

    private double ShareAt(TimeSpan now)
    {
        return halvedAt is { } since ? Math.Min(1, shareWhenHalved + ((now - since).TotalSeconds * RaisePerSecond)) : 1;
    }
}
