namespace Divoc.Functions.Triggers;

/// <summary>
/// Limits the bytes of request bodies in memory, over all requests. Callers without a key get half of it, so that they never lock out those
/// with one.
/// </summary>
/// <param name="most">The limit in bytes.</param>
internal sealed class BodyBudget(long most)
{
    private long taken;

    /// <summary>The bytes in use now.</summary>
    public long Taken => Interlocked.Read(ref taken);

    /// <summary>For the request of a caller with a key.</summary>
    public BodyAllowance Allow() => new(this, most);

    /// <summary>For the request of a caller without a key.</summary>
    /// <param name="time">The time limit for its body.</param>
    /// <param name="clock">Measures the time.</param>
    public BodyAllowance AllowAnonymous(TimeSpan time, TimeProvider clock) => new(this, most / 2, time, clock);

    /// <summary>Takes bytes unless the limit would be exceeded.</summary>
    internal bool TryTake(int bytes, long bound)
    {
        if (Interlocked.Add(ref taken, bytes) <= bound)
        {
            return true;
        }

        Give(bytes);
        return false;
    }

    internal void Give(long bytes) => Interlocked.Add(ref taken, -bytes);
}

/// <summary>
/// The bytes that the body of one request may use of the <see cref="BodyBudget"/>, and its time limit. A feature of the request; without
/// it, a body takes what it needs. Disposing returns the taken bytes.
/// </summary>
internal sealed class BodyAllowance(BodyBudget budget, long bound, TimeSpan? time = null, TimeProvider? clock = null) : IDisposable
{
    private long taken;

    /// <summary>Takes bytes before they are stored.</summary>
    /// <exception cref="BodiesFullException">Too many are in use.</exception>
    public void Take(int bytes)
    {
        if (!budget.TryTake(bytes, bound))
        {
            throw new BodiesFullException();
        }

        taken += bytes;
    }

    /// <summary>Cancelled when the body takes too long; must be called once, when reading begins.</summary>
    public CancellationTokenSource StartTime() =>
        time is { } limit ? new CancellationTokenSource(limit, clock!) : new CancellationTokenSource();

    /// <inheritdoc/>
    public void Dispose()
    {
        budget.Give(taken);
        taken = 0;
    }
}

/// <summary>The limit of bytes of bodies in memory is reached.</summary>
internal sealed class BodiesFullException() : Exception("As many bytes of request bodies are in memory as may be.");

/// <summary>The body of a caller without a key took too long.</summary>
internal sealed class BodyLateException() : Exception(
    "The body of this request took too long to arrive: send it again. If the connection is slow, send less in one call.");
