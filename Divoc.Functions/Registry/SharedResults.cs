using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace Divoc.Functions.Registry;

/// <summary>
/// Caches results from the registry for many callers: each is returned for ten seconds and then made again, once for all callers. A caller
/// that leaves does not cancel the work, because others wait for it too.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="sizeOf">The size of a result in bytes.</param>
/// <param name="lifetimeOf">How long a result is returned, if not ten seconds.</param>
internal sealed class SharedResults<T>(TimeProvider time, Func<T, long> sizeOf, Func<T, TimeSpan>? lifetimeOf = null) : IDisposable
    where T : class
{
    private const int LargestCache = 64 * 1024 * 1024;
    private const int LeastSize = 1024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = LargestCache });
    private readonly ConcurrentDictionary<string, Lazy<Task<T?>>> underWay = new(StringComparer.Ordinal);

    /// <summary>The cached result with a name, and whether it is still fresh; null if nothing is cached any more.</summary>
    public (T? Known, bool IsFresh) Find(string name)
    {
        return cache.Get<Look>(name) is var (known, at) && time.GetUtcNow() - at is var age
            ? (known, age >= TimeSpan.Zero && age < (lifetimeOf?.Invoke(known) ?? Lifetime))
            : default;
    }

    /// <summary>The cached result, or a new one.</summary>
    /// <param name="name">Its name in the cache.</param>
    /// <param name="make">Makes it; null is not cached.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<T?> GetAsync(string name, Func<Task<T?>> make, CancellationToken cancellationToken)
    {
        return Find(name) is (var known, true) ? known : await MakeAsync(name, make).WaitAsync(cancellationToken);
    }

    /// <summary>Makes it again, unless that is already in progress.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<T?> MakeAsync(string name, Func<Task<T?>> make) =>
        underWay.GetOrAdd(name, _ => new Lazy<Task<T?>>(() => LookAsync(name, make))).Value;

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();

    private async Task<T?> LookAsync(string name, Func<Task<T?>> make)
    {
        // Continues only after the entry was added, so that it is removed after that.
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
