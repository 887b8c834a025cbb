using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace Divoc.Functions.Registry;

/// <summary>
/// What was made of the registry for many callers: handed out as it is for ten seconds, then made anew, once however many ask. No caller that goes away ends the work, since others wait for it too.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="sizeOf">How many bytes something takes.</param>
/// <param name="lifetimeOf">How long something is handed out, where that is not ten seconds.</param>
internal sealed class SharedLooks<T>(TimeProvider time, Func<T, long> sizeOf, Func<T, TimeSpan>? lifetimeOf = null) : IDisposable
    where T : class
{
    private const int LargestCache = 64 * 1024 * 1024;
    private const int LeastSize = 1024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = LargestCache });
    private readonly ConcurrentDictionary<string, Lazy<Task<T?>>> underWay = new(StringComparer.Ordinal);

    /// <summary>What is known under a name, and whether it may be handed out as it is; null where nothing is known any more.</summary>
    public (T? Known, bool IsFresh) Find(string name)
    {
        return cache.Get<Look>(name) is var (known, at) && time.GetUtcNow() - at is var age ? (known, age >= TimeSpan.Zero && age < (lifetimeOf?.Invoke(known) ?? Lifetime)) : default;
    }

    /// <summary>What is known, or made now.</summary>
    /// <param name="name">What it is known by.</param>
    /// <param name="make">Makes it; null for what is not to be kept.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<T?> GetAsync(string name, Func<Task<T?>> make, CancellationToken cancellationToken)
    {
        return Find(name) is (var known, true) ? known : await MakeAsync(name, make).WaitAsync(cancellationToken);
    }

    /// <summary>Makes it anew, unless that is under way.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<T?> MakeAsync(string name, Func<Task<T?>> make) => underWay.GetOrAdd(name, _ => new Lazy<Task<T?>>(() => LookAsync(name, make))).Value;

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();

    private async Task<T?> LookAsync(string name, Func<Task<T?>> make)
    {
        // Goes on only when it is under way for the others, so that it is taken away after it was put there.
        await Task.Yield();
        try
        {
            var began = time.GetUtcNow();
            var made = await make();
            if (made is not null)
            {
                cache.Set(name, new Look(made, began), new MemoryCacheEntryOptions { Size = sizeOf(made) + LeastSize });
            }

            return made;
        }
        finally
        {
            underWay.TryRemove(name, out _);
        }
    }

    private sealed record Look(T Made, DateTimeOffset At);
}
