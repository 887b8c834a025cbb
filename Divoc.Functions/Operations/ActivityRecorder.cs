using Divoc.Functions.Domain;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Operations;

/// <summary>Writes down, once a minute in which anything was done, what this instance has done in the minutes of the last hour, so that every instance can tell of all.</summary>
public sealed class ActivityRecorder(ActivityRegistry registry, CertificateMetrics metrics, TimeProvider time) : BackgroundService
{
    /// <summary>How many minutes are told of.</summary>
    public const int Minutes = 60;

    /// <summary>A document that tells of nothing later is deleted.</summary>
    private static readonly TimeSpan KeptAfterwards = TimeSpan.FromHours(2);

    /// <summary>A timer may end a moment before the minute does: then its counts would be told of the minute before.</summary>
    private static readonly TimeSpan EarlyBy = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly SortedDictionary<DateTimeOffset, ActivityTotals> minutes = [];
    private ActivityTotals last;
    private volatile bool isUnwritten;
    private DateTimeOffset sweptAt;

    /// <summary>The name of this instance: of its process, for as long as it runs.</summary>
    public string Instance { get; } = RandomId.New();

    /// <summary>What this instance has done by now, the present minute included.</summary>
    public IReadOnlyList<ActivityMinute> Own()
    {
        Count(MinuteOf(time.GetUtcNow()));
        lock (gate)
        {
            return [.. minutes.Select(minute => new ActivityMinute(minute.Key, minute.Value.Accepted, minute.Value.Issued, minute.Value.Duplicate, minute.Value.Failed))];
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            await Task.Delay(MinuteOf(now).AddMinutes(1) - now, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested)
            {
                await RecordAsync(stoppingToken);
            }
        }
    }

    /// <summary>Counts for the minute that has just ended, and writes if there is anything new to tell.</summary>
    internal async Task RecordAsync(CancellationToken cancellationToken)
    {
        var ended = MinuteOf(time.GetUtcNow() + EarlyBy).AddMinutes(-1);
        Count(ended);
        if (!isUnwritten || Own() is not { Count: > 0 } done)
        {
            return;
        }

        // Before the write: what is counted while it is under way is for the next one.
        isUnwritten = false;
        try
        {
            await registry.WriteAsync(new ActivityRecord { Instance = Instance, Minutes = done }, cancellationToken);
            if (ended - sweptAt >= BetweenSweeps)
            {
                await registry.SweepAsync(ended - KeptAfterwards, cancellationToken);
                sweptAt = ended;
            }
        }
        catch (Exception fault) when (fault is StoreUnavailableException or OperationCanceledException)
        {
            // The store's fault is counted as such; the next minute writes all.
            isUnwritten = true;
        }
    }

    private void Count(DateTimeOffset minute)
    {
        lock (gate)
        {
            var totals = metrics.Totals;
            var done = totals.Since(last);
            last = totals;
            if (done != default)
            {
                minutes[minute] = minutes.GetValueOrDefault(minute).And(done);
                isUnwritten = true;
            }

            foreach (var old in minutes.Keys.Where(old => old <= minute.AddMinutes(-Minutes)).ToList())
            {
                minutes.Remove(old);
            }

            if (minutes.Count == 0)
            {
                isUnwritten = false;
            }
        }
    }

    private static DateTimeOffset MinuteOf(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
