namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// Keeps this process below its part of a vault's limit: a token bucket that every operation takes from by its own rate. When the vault refuses all the same,
/// nothing is sent for as long as it says, the rate is halved, and then slowly raised again.
/// </summary>
/// <param name="instances">How many processes share the vault.</param>
/// <param name="time">The clock.</param>
internal sealed class VaultThrottle(int instances, TimeProvider time)
{
    /// <summary>The part of the limit that is used; the rest is for the edges of the vault's windows.</summary>
    private const double UsedPart = 0.98;

    private const double SmallestShare = 1.0 / 64;

    /// <summary>From half of the rate back to the whole in 25 seconds: two windows of the vault and a half.</summary>
    private const double RaisePerSecond = 0.02;

    /// <summary>What was not taken in this time may be taken later; it makes up for timers that fire late.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(50);

    /// <summary>What is refused within this time was sent before the rate was halved.</summary>
    private static readonly TimeSpan OneRefusal = TimeSpan.FromSeconds(1);

    /// <summary>When a vault refuses and names no time.</summary>
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Turns are given away for this time ahead, and no farther: whoever gives up before its turn has taken it from others. Were turns given away for longer
    /// than callers wait, nobody would ever come to sign while many wait.
    /// </summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly long origin = time.GetTimestamp();
    private double shareWhenHalved = 1;
    private TimeSpan? halvedAt;
    private TimeSpan next = -Burst;
    private TimeSpan openAt = TimeSpan.MinValue;

    private TimeSpan Now => time.GetElapsedTime(origin);

    /// <summary>The part of its rate that this process takes at present, more than 0 and at most 1.</summary>
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
            return WaitAt(Now);
        }
    }

    /// <summary>Waits for the turn of one operation.</summary>
    /// <param name="perSecond">How many operations of this kind the whole vault takes in a second.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(double perSecond, CancellationToken cancellationToken)
    {
        while (Take(perSecond, out var isTaken) is { } wait)
        {
            try
            {
                await Task.Delay(wait, time, cancellationToken);
            }
            catch (OperationCanceledException) when (isTaken)
            {
                GiveBack(perSecond);
                throw;
            }

            lock (gate)
            {
                // Whoever waited while the vault refused another one waits on.
                if (isTaken && openAt <= Now)
                {
                    return;
                }
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The vault refused an operation for its rate (429).</summary>
    /// <param name="pause">What it says of when to come again.</param>
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

    /// <summary>The vault asked to be left alone for a time.</summary>
    public void Close(TimeSpan pause)
    {
        lock (gate)
        {
            var now = Now;
            CloseUntil(now + pause, now);
        }
    }

    private void CloseUntil(TimeSpan end, TimeSpan now)
    {
        var latest = now + LongestPause;
        end = end < latest ? end : latest;
        openAt = end > openAt ? end : openAt;
        next = openAt > next ? openAt : next;
    }

    /// <summary>Takes the next turn, if it is not too far ahead. Returns how long to wait until then, or until it is worth asking again; null for not at all.</summary>
    private TimeSpan? Take(double perSecond, out bool isTaken)
    {
        lock (gate)
        {
            var now = Now;
            var wait = WaitAt(now);
            isTaken = wait <= Horizon;
            if (!isTaken)
            {
                return wait - Horizon;
            }

            var turn = next > now - Burst ? next : now - Burst;
            next = turn + IntervalAt(now, perSecond);
            return wait > TimeSpan.Zero ? wait : null;
        }
    }

    /// <summary>A turn that nobody needs any more; those that are given away after it keep their time.</summary>
    private void GiveBack(double perSecond)
    {
        lock (gate)
        {
            var now = Now;
            var earlier = next - IntervalAt(now, perSecond);
            next = earlier > openAt ? earlier : openAt;
        }
    }

    private TimeSpan IntervalAt(TimeSpan now, double perSecond) => TimeSpan.FromSeconds(instances / (perSecond * UsedPart * ShareAt(now)));

    private TimeSpan WaitAt(TimeSpan now) => next > now ? next - now : TimeSpan.Zero;

    private double ShareAt(TimeSpan now)
    {
        return halvedAt is { } since ? Math.Min(1, shareWhenHalved + ((now - since).TotalSeconds * RaisePerSecond)) : 1;
    }
}
