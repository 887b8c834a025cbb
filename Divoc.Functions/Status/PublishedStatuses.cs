using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Status;

/// <summary>
/// Hands out what is published of the status. Whatever was looked at within ten seconds is handed out as it is, within one where it could not be made anew; else it is looked at once, however many ask, and whoever would wait too long
/// gets what was published before, as long as that may be used.
/// </summary>
public sealed partial class PublishedStatuses(StatusPublisher publisher, TimeProvider time, ILogger<PublishedStatuses> logger) : IDisposable
{
    private const string Root = "";

    private static readonly TimeSpan LookedAtAgainAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan OutdatedLookedAtAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private readonly SharedLooks<PublishedStatus> looks = new(
        time, status => status.Bytes.Length, status => status.IsOutdated ? OutdatedLookedAtAgainAfter : LookedAtAgainAfter);

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
    public void Dispose() => looks.Dispose();

    private async Task<PublishedStatus?> GetAsync(string prefix, CancellationToken cancellationToken)
    {
        var (known, isFresh) = looks.Find(prefix);
        if (isFresh)
        {
            return known;
        }

        var work = looks.MakeAsync(prefix, () => LookAsync(prefix, known));
        if (known is not { } before || before.NextUpdate <= time.GetUtcNow())
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

    private async Task<PublishedStatus?> LookAsync(string prefix, PublishedStatus? known)
    {
        return prefix.Length == 0
            ? await publisher.PublishAsync(known, CancellationToken.None)
            : await publisher.PublishShardAsync(prefix, known, CancellationToken.None);
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1021, Level = LogLevel.Warning,
            Message = "{Name} can't be brought up to date. Callers get the previous one: {Reason}")]
        public static partial void Outdated(ILogger logger, string name, string reason);
    }
}
