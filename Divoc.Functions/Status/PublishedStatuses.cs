using System.Collections.Concurrent;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace Divoc.Functions.Status;

/// <summary>
/// Hands out what is published of the status. Whatever was looked at within ten seconds is handed out as it is, within one where it could not be made anew; else it is looked at once, however many ask, and whoever would wait too long
/// gets what was published before, as long as that may be used.
/// </summary>
public sealed partial class PublishedStatuses(StatusPublisher publisher, TimeProvider time, ILogger<PublishedStatuses> logger) : IDisposable
{
    private const int LargestCache = 64 * 1024 * 1024;
    private const string Root = "";

    private static readonly TimeSpan LookedAtAgainAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan OutdatedLookedAtAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = LargestCache });
    private readonly ConcurrentDictionary<string, Lazy<Task<PublishedStatus?>>> underWay = new(StringComparer.Ordinal);

    /// <summary>The list of all, or the index once there are shards.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be asked, and nothing that may be used is known.</exception>
    /// <exception cref="SigningKeyUnavailableException">It can't be signed, and nothing that may be used is known.</exception>
    public async Task<PublishedStatus> GetAsync(CancellationToken cancellationToken) => (await GetAsync(Root, cancellationToken))!;

    /// <summary>A shard; null where there is none of this prefix.</summary>
    /// <param name="prefix">What the caller asks for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <inheritdoc cref="GetAsync(CancellationToken)" path="/exception"/>
    public async Task<PublishedStatus?> GetShardAsync(string prefix, CancellationToken cancellationToken)
    {
        var isPrefix = prefix.Length is > 0 and <= StatusLengths.Longest && prefix.All(char.IsAsciiHexDigitLower);
        return isPrefix ? await GetAsync(prefix, cancellationToken) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();

    private async Task<PublishedStatus?> GetAsync(string prefix, CancellationToken cancellationToken)
    {
        var known = cache.Get<Looked>(prefix);
        if (known is not null && time.GetElapsedTime(known.At) < (known.Status.IsOutdated ? OutdatedLookedAtAgainAfter : LookedAtAgainAfter))
        {
            return known.Status;
        }

        var work = underWay.GetOrAdd(prefix, _ => new Lazy<Task<PublishedStatus?>>(() => LookAsync(prefix, known?.Status))).Value;
        if (known?.Status is not { } before || before.NextUpdate <= time.GetUtcNow())
        {
            return await work.WaitAsync(cancellationToken);
        }

        try
        {
            return await work.WaitAsync(LongestWait, time, cancellationToken);
        }
        catch (Exception fault) when (fault is TimeoutException or StoreUnavailableException or SigningKeyUnavailableException or NewerFormException)
        {
            Log.Outdated(logger, before.Name, fault.Message);
            return before;
        }
    }

    /// <summary>No caller that goes away ends it, since others wait for it too.</summary>
    private async Task<PublishedStatus?> LookAsync(string prefix, PublishedStatus? known)
    {
        // Goes on only when it is under way for the others, so that it is taken away after it was put there.
        await Task.Yield();
        try
        {
            var began = time.GetTimestamp();
            var status = prefix.Length == 0
                ? await publisher.PublishAsync(known, CancellationToken.None)
                : await publisher.PublishShardAsync(prefix, known, CancellationToken.None);
            if (status is not null)
            {
                cache.Set(prefix, new Looked(status, began), new MemoryCacheEntryOptions { Size = status.Bytes.Length + 1024 });
            }

            return status;
        }
        finally
        {
            underWay.TryRemove(prefix, out _);
        }
    }

    private sealed record Looked(PublishedStatus Status, long At);

    private static partial class Log
    {
        [LoggerMessage(EventId = 1021, Level = LogLevel.Warning, Message = "{Name} is handed out as it was: {Reason}")]
        public static partial void Outdated(ILogger logger, string name, string reason);
    }
}
