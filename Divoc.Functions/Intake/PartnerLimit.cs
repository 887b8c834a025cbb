using System.Collections.Concurrent;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Intake;

/// <summary>
/// Limits the events that a partner sends, and the signatures of its fetches, within ten minutes over all instances; callers that are not
/// partners count together. A process counts exactly what it accepts itself, in memory. At the first call, and then at most every five
/// seconds while there are calls, it reads a document of the registry with the counts of all instances, and adds its own.
/// </summary>
public sealed partial class PartnerLimit(
    PartnerUsageRegistry usages, IOptions<IntakeOptions> options, TimeProvider time, ILogger<PartnerLimit> logger)
{
    /// <summary>Ten minutes, and one more slot because the clock has already used a part of the current one.</summary>
    private const int Slots = 61;
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SharePeriod = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Usage> ofPartners = new(StringComparer.Ordinal);

    /// <summary>Counts events that a caller sends now.</summary>
    /// <returns>Null if they are accepted; else the time to wait, and nothing is counted.</returns>
    public async Task<TimeSpan?> TakeAsync(Caller caller, int count, CancellationToken cancellationToken)
    {
        var partner = caller.Partner ?? "";
        var usage = ofPartners.GetOrAdd(partner, static _ => new Usage());
        // One call shares at a time; concurrent calls continue with the known counts.
        if (!usage.IsToBeShared(time) || !await usage.Sharing.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return Take(usage, count);
        }

        try
        {
            return await TakeAndShareAsync(partner, usage, count);
        }
        finally
        {
            usage.Sharing.Release();
        }
    }

    private TimeSpan? Take(Usage usage, int count) => usage.Take(time.GetUtcNow(), count, options.Value.EventsPerTenMinutes);

    private async Task<TimeSpan?> TakeAndShareAsync(string partner, Usage usage, int count)
    {
        (PartnerUsage Usage, string ETag)? read = null;
        var isKnown = await TryAsync(async () => read = await usages.ReadAsync(partner, CancellationToken.None));
        if (isKnown)
        {
            usage.Learn(read?.Usage);
        }

        var wait = Take(usage, count);
        if (isKnown)
        {
            await TryAsync(() => ShareAsync(partner, usage, read?.ETag));
        }

        usage.EndSharing(time);
        return wait;
    }

    /// <summary>
    /// An error of the document refuses nobody: the process continues with its own count. A caller that disconnects does not interrupt it.
    /// </summary>
    private async Task<bool> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception fault) when (fault is StoreUnavailableException or NewerFormException or InvalidDataException or JsonException)
        {
            Log.NotShared(logger, fault);
            return false;
        }
    }

    /// <summary>
    /// Adds the counts that only this process knows. If another process writes at the same time, they are added with the next call after
    /// five seconds.
    /// </summary>
    private async Task ShareAsync(string partner, Usage usage, string? ifMatch)
    {
        if (usage.Sum(RandomId.New()) is not { } sum)
        {
            return;
        }

        if (await usages.TryWriteAsync(partner, sum, ifMatch, CancellationToken.None))
        {
            usage.Learn(sum);
            ProtocolWrites.Done(ProtocolWrite.UsageShared, partner);
        }
    }

    /// <summary>The events of one partner, as this process knows them.</summary>
    private sealed class Usage
    {
        private readonly Lock gate = new();
        private readonly SlidingCount own = new(Slot, Slots);
        private readonly SlidingCount shared = new(Slot, Slots);
        private long? sharedAt;

        /// <summary>The last write. The next read shows whether it succeeded, even if the answer was lost.</summary>
        private (string WriteId, Dictionary<long, int> Own)? written;

        /// <summary>Taken by the call that shares.</summary>
        public SemaphoreSlim Sharing { get; } = new(1);

        /// <summary>Whether it is time to share.</summary>
        public bool IsToBeShared(TimeProvider time)
        {
            lock (gate)
            {
                return sharedAt is not { } last || time.GetElapsedTime(last) >= SharePeriod;
            }
        }

        public void EndSharing(TimeProvider time)
        {
            lock (gate)
            {
                sharedAt = time.GetTimestamp();
            }
        }

        /// <summary>Takes over the counts of all instances from the document.</summary>
        public void Learn(PartnerUsage? document)
        {
            lock (gate)
            {
                shared.Replace(document?.Slots ?? []);
                if (written is { } last && last.WriteId == document?.WriteId)
                {
                    own.Subtract(last.Own);
                    written = null;
                }
            }
        }

        public TimeSpan? Take(DateTimeOffset now, int count, int limit)
        {
            lock (gate)
            {
                var tooMany = own.Total(now) + shared.Total(now) + count - limit;
                if (tooMany <= 0)
                {
                    own.Add(now, count);
                    return null;
                }

                return Sum().UntilLeft(now, tooMany);
            }
        }

        /// <summary>The document to be written, with the counts that it does not have yet; null if there are none.</summary>
        public PartnerUsage? Sum(string writeId)
        {
            lock (gate)
            {
                if (own.Counts.Count == 0)
                {
                    return null;
                }

                written = (writeId, new(own.Counts));
                return new PartnerUsage { WriteId = writeId, Slots = new(Sum().Counts) };
            }
        }

        private SlidingCount Sum()
        {
            var sum = new SlidingCount(Slot, Slots);
            sum.Add(own.Counts);
            sum.Add(shared.Counts);
            return sum;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 602, Level = LogLevel.Warning, Message = "The number of events that a partner has sent could not be "
            + "shared with other instances. This instance continues with its own count.")]
        public static partial void NotShared(ILogger logger, Exception fault);
    }
}
