using Divoc.Functions.Registry;

namespace Divoc.Functions.Status;

/// <summary>
/// The number of hex digits of a certificate's hash that name its shard. While there are few entries it is zero, and there is one full
/// list. It grows automatically so that a shard has at most some thousand entries, and never becomes smaller.
/// </summary>
public sealed partial class StatusLengths(
    RegistryDocuments documents,
    StatusEntries entries,
    IOptions<RevocationOptions> revocations,
    TimeProvider time,
    ILogger<StatusLengths> logger)
{
    /// <summary>If shards have more entries than this on average, they get more hex digits.</summary>
    public const int LongestMean = 4096;

    /// <summary>The maximum of hex digits: enough for 68 billion entries.</summary>
    public const int Longest = 6;

    /// <summary>
    /// A shard with more entries, which can exist only for a former length, is not made, to limit the work: verifiers load the index again.
    /// </summary>
    public const int LargestShard = 4 * LongestMean;

    private const string Name = "status-length.json";

    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EstimatedAgainAfter = TimeSpan.FromMinutes(1);
    private static readonly StatusLengthDocument None = new() { Length = 0 };

    // Replaced as a whole, so that concurrent calls may do it.
    private (StatusLengthDocument Document, long At)? known;
    private long? estimatedAt;

    /// <summary>
    /// The present length, and the former ones that are still answered. A change of another instance is known within a second.
    /// </summary>
    public async Task<StatusLengthDocument> GetAsync(CancellationToken cancellationToken)
    {
        if (known is { } last && time.GetElapsedTime(last.At) < ReadAgainAfter)
        {
            return Present(last.Document);
        }

        return await ReadAgainAsync(cancellationToken);
    }

    /// <summary>The same, read now.</summary>
    public async Task<StatusLengthDocument> ReadAgainAsync(CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp();
        var (document, _) = await ReadAsync(cancellationToken);
        known = (document, at);
        return Present(document);
    }

    /// <summary>
    /// Called when the full list, or a shard with the present length, has become too long: from now on there are more digits. Returns the
    /// new length.
    /// </summary>
    public Task<StatusLengthDocument> GrowAsync(int from, CancellationToken cancellationToken) =>
        GrowAsync(from, from + 1, cancellationToken);

    /// <summary>
    /// Called when a shard with the present length has more entries than the intended average. If that is so for others too, shards have
    /// more digits from now on.
    /// </summary>
    public async Task GrowWhereTooLongAsync(int length, CancellationToken cancellationToken)
    {
        if (length >= Longest || (estimatedAt is { } last && time.GetElapsedTime(last) < EstimatedAgainAfter))
        {
            return;
        }

        estimatedAt = time.GetTimestamp();
        if (await EstimateAsync(length, cancellationToken) > LongestMean * Math.Pow(16, length))
        {
            await GrowAsync(length, length + 1, cancellationToken);
        }
    }

    /// <summary>Writes a longer length, unless another instance has done it.</summary>
    private async Task<StatusLengthDocument> GrowAsync(int from, int atLeast, CancellationToken cancellationToken)
    {
        var total = await EstimateAsync(from, cancellationToken);
        var length = atLeast;
        while (length < Longest && total > LongestMean * Math.Pow(16, length))
        {
            length++;
        }

        while (true)
        {
            var (stored, tag) = await ReadAsync(cancellationToken);
            if (stored.Length >= length)
            {
                return Present(stored);
            }

            var now = time.GetUtcNow();
            var former = Present(stored).Former;
            var grown = new StatusLengthDocument
            {
                Length = length,
                Former =
                    stored.Length == 0 ? [] : [.. former, new FormerStatusLength(stored.Length, now + (2 * revocations.Value.Lifetime))],
            };
            if (await documents.TryWriteAsync(Name, grown, tag, StatusJson.Compact.StatusLengthDocument, cancellationToken))
            {
                ProtocolWrites.Done(ProtocolWrite.StatusLengthened, Name);
                Log.Lengthened(logger, stored.Length, length, (long)total);
                known = (grown, time.GetTimestamp());
                return grown;
            }
        }
    }

    private StatusLengthDocument Present(StatusLengthDocument document)
    {
        var now = time.GetUtcNow();
        return document with { Former = [.. document.Former.Where(former => former.Until > now)] };
    }

    private async Task<(StatusLengthDocument Document, string? ETag)> ReadAsync(CancellationToken cancellationToken)
    {
        return await documents.ReadAsync(Name, StatusJson.Compact.StatusLengthDocument, cancellationToken) is { } read
            ? (read.Document, read.ETag)
            : (None, null);
    }

    /// <summary>
    /// The approximate number of all entries. The hashes are evenly distributed, so one part shows it with an error of two or three per
    /// cent: the smallest part with some thousand entries.
    /// </summary>
    /// <param name="shortest">The minimum of hex digits of a sampled part.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    private async Task<double> EstimateAsync(int shortest, CancellationToken cancellationToken)
    {
        for (var digits = Longest; ; digits--)
        {
            var counted = await entries.CountAsync(new string('0', digits), cancellationToken);
            if (counted >= LongestMean || digits <= Math.Max(1, shortest))
            {
                return counted * Math.Pow(16, digits);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "The names of status shards now have {Length} hex digits "
            + "instead of {Former}, because there are about {Entries} entries.")]
        public static partial void Lengthened(ILogger logger, int former, int length, long entries);
    }
}
