using Divoc.Functions.Registry;

namespace Divoc.Functions.Status;

/// <summary>
/// How many hex digits of its hash name the shard of a certificate. While there are few entries it is none, and there is one list of all. It grows by itself so that a shard has at most some thousand
/// entries, and never becomes less.
/// </summary>
public sealed partial class StatusLengths(
    RegistryDocuments documents,
    StatusEntries entries,
    IOptions<RevocationOptions> revocations,
    TimeProvider time,
    ILogger<StatusLengths> logger)
{
    /// <summary>Shards have more hex digits once they have more entries than this on average.</summary>
    public const int LongestMean = 4096;

    /// <summary>The most hex digits: enough for 68 billion entries.</summary>
    public const int Longest = 6;

    /// <summary>A shard with more entries, which only a former length has, is not made, that its making stays bounded: verifiers load the index anew.</summary>
    public const int LargestShard = 4 * LongestMean;

    private const string Name = "status-length.json";

    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EstimatedAgainAfter = TimeSpan.FromMinutes(1);
    private static readonly StatusLengthDocument None = new() { Length = 0 };

    // Replaced as a whole, so that several calls may do it at once.
    private (StatusLengthDocument Document, long At)? known;
    private long? estimatedAt;

    /// <summary>The length now, and the former ones that are still answered. What another instance changed is known within a second.</summary>
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

    /// <summary>The list of all, or a shard of the present length, has become too long to be made: from now on there are more digits. Returns the new length.</summary>
    public Task<StatusLengthDocument> GrowAsync(int from, CancellationToken cancellationToken) => GrowAsync(from, from + 1, cancellationToken);

    /// <summary>A shard of the present length has more entries than there should be on average. Where that is so for others too, shards have more digits from now on.</summary>
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
                Former = stored.Length == 0 ? [] : [.. former, new FormerStatusLength(stored.Length, now + (2 * revocations.Value.Lifetime))],
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
        return await documents.ReadAsync(Name, StatusJson.Compact.StatusLengthDocument, cancellationToken) is { } read ? (read.Document, read.ETag) : (None, null);
    }

    /// <summary>
    /// About how many entries there are in all. The hashes are spread evenly, so one part tells it within two or three parts in a hundred: the smallest with some thousand entries.
    /// </summary>
    /// <param name="shortest">The fewest hex digits of a sampled part.</param>
    /// <param name="cancellationToken">Ends the work.</param>
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
        [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "The names of status shards now have {Length} hex digits, "
            + "before {Former}: there are about {Entries} entries.")]
        public static partial void Lengthened(ILogger logger, int former, int length, long entries);
    }
}
