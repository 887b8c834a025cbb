using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// Maintains this process's part of a vault's limit while it signs: reports its use, reads the reports of the others, and calculates its
/// part from both. A process is considered dead if its report is unchanged in several readings, so that no clocks are compared. While the
/// reports can't be read, the part does not change.
/// </summary>
/// <param name="vault">The vault's name among the reports.</param>
/// <param name="throttle">Keeps the process below its part.</param>
/// <param name="reports">The reports of the processes.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class VaultLease(string vault, VaultThrottle throttle, ISignerReports reports, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Consecutive readings with an unchanged report; about 20 seconds. Readings are counted and not time, because during an outage of the
    /// reports no process should count as dead.
    /// </summary>
    private const int DeadAfter = 4;

    /// <summary>About a minute.</summary>
    private const int DeletedAfter = 12;

    /// <summary>The maximum after one reading, so that the own report is not late.</summary>
    private const int MostDeleted = 10;

    /// <summary>A shorter measurement is not meaningful.</summary>
    private static readonly TimeSpan ShortestMeasure = TimeSpan.FromSeconds(1);

    /// <summary>A process that has not signed for this time deletes its report, until it signs again.</summary>
    private static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(1);

    private readonly string instance = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly Dictionary<string, (long Number, int Unchanged)> seen = new(StringComparer.Ordinal);
    private List<LaneReport> before = [];
    private long usedAt;
    private long measuredAt;
    private long number;
    private int isKept;
    private bool isOut;

    /// <summary>Called before the process signs. From now on its part is maintained, as long as it signs.</summary>
    public void Use()
    {
        Volatile.Write(ref usedAt, time.GetTimestamp());
        if (Interlocked.CompareExchange(ref isKept, 1, 0) == 0)
        {
            // Not in the context of the event that came first; otherwise the log lines would have its id for ever.
            using var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
            _ = KeepAsync();
        }
    }

    private async Task KeepAsync()
    {
        try
        {
            throttle.Portion = VaultShares.Smallest;
            throttle.TakeUse();
            before = [];
            measuredAt = time.GetTimestamp();
            while (time.GetElapsedTime(Volatile.Read(ref usedAt)) < IdleAfter)
            {
                await TryAsync(ExchangeAsync);
                await Task.Delay(Interval * (0.9 + (RandomNumberGenerator.GetInt32(1000) / 5000.0)), time);
            }

            await TryAsync(() => reports.DeleteAsync(vault, instance, CancellationToken.None));
        }
        finally
        {
            Volatile.Write(ref isKept, 0);
        }
    }

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "Whatever the store throws, the part stays as it is; it is logged.")]
    private async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            isOut = false;
        }
        catch (Exception fault)
        {
            if (!isOut)
            {
                Log.NotExchanged(logger, vault, fault.Message);
            }

            isOut = true;
        }
    }

    private async Task ExchangeAsync()
    {
        var own = new SignerReport(instance, ++number, Measure());
        await reports.WriteAsync(vault, own, CancellationToken.None);
        var others = await reports.ReadAsync(vault, CancellationToken.None);
        var unchanged = others.Where(report => report.Instance != instance).ToDictionary(report => report, CountUnchanged);
        throttle.Portion = VaultShares.PortionOf(
            instance, [own, .. others.Where(report => unchanged.TryGetValue(report, out var count) && count < DeadAfter)]);
        foreach (var dead in unchanged.Where(report => report.Value >= DeletedAfter).Take(MostDeleted))
        {
            await TryAsync(() => reports.DeleteAsync(vault, dead.Key.Instance, CancellationToken.None));
        }

        foreach (var gone in seen.Keys.Except(unchanged.Keys.Select(report => report.Instance)).ToList())
        {
            seen.Remove(gone);
        }
    }

    /// <summary>How many consecutive readings have found a report unchanged.</summary>
    private int CountUnchanged(SignerReport other)
    {
        var count = seen.TryGetValue(other.Instance, out var last) && last.Number == other.Number ? last.Unchanged + 1 : 0;
        seen[other.Instance] = (other.Number, count);
        return count;
    }

    /// <summary>The larger of the last two uses, so that a part that is used only now and then is not given away in between.</summary>
    private List<LaneReport> Measure()
    {
        var elapsed = time.GetElapsedTime(measuredAt);
        measuredAt = time.GetTimestamp();
        var now = throttle.TakeUse()
            .Select(
                use => elapsed >= ShortestMeasure
                    ? new LaneReport(Math.Min(1, use.Work / elapsed.TotalSeconds), use.Waited >= elapsed / 2)
                    : default)
            .ToList();
        var report = before.Count == 0 ? now : [.. now.Zip(before, (one, other) => one with { Use = Math.Max(one.Use, other.Use) })];
        before = now;
        return report;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1807, Level = LogLevel.Warning, Message = "Can't read how much other processes use the vault {Vault}. "
            + "This process keeps its share of the limit: {Reason}")]
        public static partial void NotExchanged(ILogger logger, string vault, string reason);
    }
}
