using System.Collections.Concurrent;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>
/// Bounds the events that a partner sends within ten minutes, over all instances. A process counts in memory, exactly what it lets in itself, and adds its counts to
/// a document of the registry while calls come, at most every five seconds; so long others may not know of them, and so much may be lost with the process.
/// </summary>
public sealed class PartnerLimit(PartnerUsageRegistry usages, IOptions<IntakeOptions> options, TimeProvider time)
{
    /// <summary>Ten minutes, and one slot more since the first of them is cut off by the clock.</summary>
    private const int Slots = 61;
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SharePeriod = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Usage> ofPartners = new(StringComparer.Ordinal);

    /// <summary>Counts events that a caller sends now.</summary>
    /// <returns>Null if they may come; else, with nothing counted, after which time they may.</returns>
    public async Task<TimeSpan?> TakeAsync(Caller caller, int count, CancellationToken cancellationToken)
    {
        var usage = ofPartners.GetOrAdd(caller.Name, static _ => new Usage());
        if (!usage.IsToBeShared(time))
        {
            return usage.Take(time.GetUtcNow(), count, options.Value.EventsPerTenMinutes);
        }

        var read = await usages.ReadAsync(caller.Name, cancellationToken);
        usage.Learn(read?.Usage.Slots ?? []);
        var wait = usage.Take(time.GetUtcNow(), count, options.Value.EventsPerTenMinutes);
        await ShareAsync(caller.Name, usage, read?.ETag, cancellationToken);
        return wait;
    }

    /// <summary>Adds what only this process knows. If another one writes at the same time, it is added with the next call after five seconds.</summary>
    private async Task ShareAsync(string partner, Usage usage, string? ifMatch, CancellationToken cancellationToken)
    {
        var (own, all) = usage.Counts();
        if (own.Count == 0)
        {
            return;
        }

        var sum = new PartnerUsage { WriteId = RandomId.New(), Slots = all };
        if (await usages.TryWriteAsync(partner, sum, ifMatch, cancellationToken))
        {
            usage.Shared(all, own);
            ProtocolWrites.Done(ProtocolWrite.UsageShared, partner);
        }
    }

    /// <summary>What one partner has sent, as this process knows it.</summary>
    private sealed class Usage
    {
        private readonly Lock gate = new();
        private readonly SlidingCount own = new(Slot, Slots);
        private readonly SlidingCount shared = new(Slot, Slots);
        private long? sharedAt;

        /// <summary>Whether it is time to share; whoever is told so does it.</summary>
        public bool IsToBeShared(TimeProvider time)
        {
            lock (gate)
            {
                if (sharedAt is { } last && time.GetElapsedTime(last) < SharePeriod)
                {
                    return false;
                }

                sharedAt = time.GetTimestamp();
                return true;
            }
        }

        /// <summary>All instances together have shared so much.</summary>
        public void Learn(Dictionary<long, int> slots)
        {
            lock (gate)
            {
                shared.Replace(slots);
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

        /// <summary>What is not shared yet, and the sum with what is.</summary>
        public (Dictionary<long, int> Own, Dictionary<long, int> All) Counts()
        {
            lock (gate)
            {
                return (new(own.Counts), new(Sum().Counts));
            }
        }

        /// <summary>The document holds <paramref name="all"/>, and of that came from this process now <paramref name="added"/>.</summary>
        public void Shared(Dictionary<long, int> all, Dictionary<long, int> added)
        {
            lock (gate)
            {
                shared.Replace(all);
                own.Subtract(added);
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
}
