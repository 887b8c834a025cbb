namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// Limits the concurrent calls to one vault. There is no limit until a call gets no answer in time. A slow vault continues to work on calls
/// for which nobody waits any more, so the same number of new calls would get no answer in time either, for ever. Therefore a time-out
/// halves the number, down to a single call, and a call that was given up keeps its place for as long again as its wait. Answers raise the
/// number one by one.
/// </summary>
/// <param name="tryTimeout">The time limit of a call.</param>
/// <param name="time">The clock.</param>
internal sealed class VaultPlaces(TimeSpan tryTimeout, TimeProvider time)
{
    /// <summary>
    /// While answers take more than half of the time limit, the number is raised by one in this time: the number may not be the reason for
    /// slow answers.
    /// </summary>
    private static readonly TimeSpan SlowRaise = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly LaneQueue waiting = new();
    private double bound = double.PositiveInfinity;
    private long boundSetAt;
    private int taken;
    private int underWay;
    private long sent;
    private long sentWhenHalved;
    private TimeSpan lastDuration;

    /// <summary>The maximum of concurrent calls; null for no limit.</summary>
    public int? Bound
    {
        get
        {
            lock (gate)
            {
                return double.IsPositiveInfinity(bound) ? null : (int)bound;
            }
        }
    }

    /// <summary>The expected wait for a place, by the last wait.</summary>
    public TimeSpan Wait()
    {
        lock (gate)
        {
            return HasFree ? TimeSpan.Zero : lastDuration * ((waiting.Count + 1) / bound);
        }
    }

    /// <summary>Waits for a place. Disposing frees it.</summary>
    /// <param name="lane">The priority.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<VaultPlace> TakeAsync(SigningLane lane, CancellationToken cancellationToken)
    {
        if (TakeOrEnqueue(lane) is { } waiter)
        {
            await waiter.WaitAsync(Leave, cancellationToken);
        }

        return new VaultPlace(this, time);
    }

    /// <summary>A call is sent. Returns its number.</summary>
    internal long Send()
    {
        lock (gate)
        {
            underWay++;
            return ++sent;
        }
    }

    /// <summary>A call was answered, with success or with a refusal; a refusal does not change the number.</summary>
    internal void Answer(TimeSpan duration, bool succeeded)
    {
        lock (gate)
        {
            underWay--;
            if (!succeeded)
            {
                return;
            }

            lastDuration = duration;
            if (waiting.Count == 0)
            {
                // Nobody waits because of the limit, so it is not known whether more would work.
                return;
            }

            if (duration <= tryTimeout / 2)
            {
                // By one for each round of as many answers.
                SetBound(bound + (1 / bound));
            }
            else if (time.GetElapsedTime(boundSetAt) >= SlowRaise)
            {
                SetBound(bound + 1);
            }
        }
    }

    /// <summary>A call got no answer in time. Calls that were sent before the last halving do not count again.</summary>
    internal void TimeOut(long number)
    {
        lock (gate)
        {
            var together = underWay--;
            lastDuration = tryTimeout * 2;
            if (number > sentWhenHalved)
            {
                SetBound(Math.Max(1, Math.Floor(Math.Min(bound, together) / 2)));
                sentWhenHalved = sent;
            }
        }

        _ = ReleaseLaterAsync();
    }

    /// <summary>Frees a place.</summary>
    internal void Release()
    {
        lock (gate)
        {
            taken--;
            while (HasFree && waiting.TakeNext() is { } next)
            {
                taken++;
                next.Grant();
            }
        }
    }

    private bool HasFree => taken < Math.Floor(bound);

    private LaneWaiter? TakeOrEnqueue(SigningLane lane)
    {
        lock (gate)
        {
            if (!HasFree)
            {
                return waiting.Add(lane, work: 1);
            }

            taken++;
            return null;
        }
    }

    private bool Leave(LaneWaiter waiter)
    {
        lock (gate)
        {
            return waiting.Remove(waiter);
        }
    }

    private void SetBound(double value)
    {
        bound = value;
        boundSetAt = time.GetTimestamp();
    }

    private async Task ReleaseLaterAsync()
    {
        await Task.Delay(tryTimeout, time);
        Release();
    }
}

/// <summary>A place among the calls to a vault, for one call.</summary>
internal sealed class VaultPlace(VaultPlaces places, TimeProvider time) : IDisposable
{
    private long number;
    private long sentAt;
    private bool isUnderWay;
    private bool isGivenUp;

    /// <summary>The call is sent now.</summary>
    public void Send()
    {
        number = places.Send();
        sentAt = time.GetTimestamp();
        isUnderWay = true;
    }

    /// <summary>The vault carried out the call. Returns how long that took.</summary>
    public TimeSpan Succeed()
    {
        var duration = time.GetElapsedTime(sentAt);
        isUnderWay = false;
        places.Answer(duration, succeeded: true);
        return duration;
    }

    /// <summary>The vault did not answer in time.</summary>
    public void TimeOut()
    {
        isUnderWay = false;
        isGivenUp = true;
        places.TimeOut(number);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isUnderWay)
        {
            places.Answer(TimeSpan.Zero, succeeded: false);
        }

        if (!isGivenUp)
        {
            places.Release();
        }
    }
}
