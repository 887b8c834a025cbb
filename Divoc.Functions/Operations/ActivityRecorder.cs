using Divoc.Functions.Domain;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Operations;

/// <summary>
/// Writes once a minute, if there is something new, what this instance has done in the minutes of the last hour, so that every instance can
/// report on all.
/// </summary>
public sealed class ActivityRecorder(ActivityRegistry registry, CertificateMetrics metrics, TimeProvider time) : BackgroundService
{
    /// <summary>The number of reported minutes.</summary>
    public const int Minutes = 60;

    /// <summary>A document is deleted this long after its last minute.</summary>
    private static readonly TimeSpan KeptAfterwards = TimeSpan.FromHours(2);

    /// <summary>A timer may fire a moment before the minute ends: then its counts would be reported for the minute before.</summary>
    private static readonly TimeSpan EarlyBy = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly SortedDictionary<DateTimeOffset, ActivityTotals> minutes = [];
    private ActivityTotals last;
    private volatile bool isUnwritten;
    private DateTimeOffset sweptAt;

    /// <summary>The name of this instance, which lasts as long as its process.</summary>
    public string Instance { get; } = RandomId.New();

    /// <summary>What this instance has done so far, the current minute included.</summary>
    public IReadOnlyList<ActivityMinute> Own()
    {
        Count(MinuteOf(time.GetUtcNow()));
        lock (gate)
        {
            return [.. minutes.Select(minute => new ActivityMinute(
                minute.Key, minute.Value.Accepted, minute.Value.Issued, minute.Value.Duplicate, minute.Value.Failed))];
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

    /// <summary>Counts for the minute that has just ended, and writes if there is anything new.</summary>
    internal async Task RecordAsync(CancellationToken cancellationToken)
    {
        var ended = MinuteOf(time.GetUtcNow() + EarlyBy).AddMinutes(-1);
        Count(ended);
        if (!isUnwritten || Own() is not { Count: > 0 } done)
        {
            return;
        }

        // Before the write: what is counted during the write is written next time.
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
            // The error of the store is counted as such; the next minute writes everything.
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

    private static DateTimeOffset MinuteOf(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
