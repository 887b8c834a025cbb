using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Status;

/// <summary>
/// Returns the published status. A result is returned for ten seconds, or for one second if it could not be made again; then it is made
/// again once for all callers, and a caller who would wait too long gets the former one, while it may be used.
/// </summary>
public sealed partial class PublishedStatuses(StatusPublisher publisher, TimeProvider time, ILogger<PublishedStatuses> logger) : IDisposable
{
    private const string Root = "";

    private static readonly TimeSpan CheckedAgainAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan OutdatedCheckedAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private readonly SharedResults<PublishedStatus> looks = new(
        time, status => status.Bytes.Length, status => status.IsOutdated ? OutdatedCheckedAgainAfter : CheckedAgainAfter);

    /// <summary>The full list, or the index if there are shards.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read, and no usable result is known.</exception>
    /// <exception cref="SigningKeyUnavailableException">It can't be signed, and no usable result is known.</exception>
    public async Task<PublishedStatus> GetAsync(CancellationToken cancellationToken) => (await GetAsync(Root, cancellationToken))!;

    /// <summary>A shard; null if there is none with this prefix.</summary>
    /// <param name="prefix">The requested prefix.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
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
        catch (Exception fault)
            when (fault is TimeoutException or StoreUnavailableException or SigningKeyUnavailableException or NewerFormException)
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
