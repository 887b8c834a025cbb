using Divoc.Functions.Keys;

namespace Divoc.Functions.Benchmarks.Scale;

/// <summary>Counts signatures.</summary>
internal sealed class CountingKeys(ISigningKeys inner) : ISigningKeys
{
    private long signatures;

    /// <summary>How many were made.</summary>
    public long Signatures => signatures;

    public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken) =>
        inner.GetPublishedKeysAsync(cancellationToken);

    public Task<T> SignAsync<T>(
        SigningUse use, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken)
    {
        return inner.SignAsync(
            use,
            lane,
            (key, ending) => sign(new ChosenKey(use, key.Published, (digest, cancel) => SignAsync(key, digest, cancel)), ending),
            cancellationToken);
    }

    private Task<byte[]> SignAsync(ChosenKey key, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref signatures);
        return key.SignAsync(digest, cancellationToken);
    }
}

/// <summary>A clock that can be put forward.</summary>
internal sealed class ForwardClock : TimeProvider
{
    private long ahead;

    /// <summary>Puts it forward.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));

    public override long GetTimestamp() =>
        base.GetTimestamp() + (Interlocked.Read(ref ahead) * TimestampFrequency / TimeSpan.TicksPerSecond);
}
