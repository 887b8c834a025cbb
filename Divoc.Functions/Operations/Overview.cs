using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Status;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Operations;

/// <summary>
/// Shows an operator the state of the service. A part whose store or queue can't be reached is left out and named: an overview is most
/// useful during an outage.
/// </summary>
public sealed class Overview(
    QueueStates queues, ActivityRecorder own, ActivityRegistry activities, DeadLetterPlaces deadLetters, RememberedKeyList keys,
    StatusAges shards, TimeProvider time)
{
    /// <summary>The maximum of failed messages that are counted; if there are more, the overview only says so.</summary>
    public const int MostFailures = 1000;

    private const int PageSize = 200;

    /// <summary>Collects everything.</summary>
    public async Task<OverviewReport> TellAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        List<OverviewPart> unavailable = [];
        var lying = await TryAsync(OverviewPart.Queues, queues.LookAsync, unavailable, cancellationToken);
        var published = await TryAsync(OverviewPart.Shards, AgesOfShardsAsync, unavailable, cancellationToken);
        var activity = await TryAsync(OverviewPart.Activity, token => SumAsync(now, token), unavailable, cancellationToken);
        return new OverviewReport(
            now,
            ProgramVersion.Text,
            lying?.Select(queue => new QueueOverview(queue.Name, queue.Active, queue.Scheduled, queue.Failed, Seconds(queue.OldestAge)))
                .ToList(),
            lying?.Select(queue => queue.OldestAnnouncement)
                .OfType<TimeSpan>()
                .Select(age => new AgeOverview(Seconds(age)))
                .FirstOrDefault(),
            published is [var oldest, ..] ? oldest : null,
            activity,
            await TryAsync(OverviewPart.Failures, CountFailuresAsync, unavailable, cancellationToken),
            await TryAsync(OverviewPart.Keys, token => KeysAsync(now, token), unavailable, cancellationToken),
            unavailable);
    }

    /// <summary>The age of the oldest one; empty if nothing was published yet.</summary>
    private async Task<IReadOnlyList<AgeOverview>> AgesOfShardsAsync(CancellationToken cancellationToken)
    {
        return await shards.OldestAsync(cancellationToken) is { } age ? [new AgeOverview(Seconds(age))] : [];
    }

    private static async Task<T?> TryAsync<T>(
        OverviewPart part, Func<CancellationToken, Task<T>> find, List<OverviewPart> unavailable, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await find(cancellationToken);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or QueueUnavailableException or NewerFormException)
        {
            unavailable.Add(part);
            return null;
        }
    }

    /// <summary>For this instance, its own counts; for the others, what they wrote at the end of their last minute.</summary>
    private async Task<ActivityOverview> SumAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now.AddMinutes(-ActivityRecorder.Minutes);
        var (written, more) = await activities.ReadAsync(since, cancellationToken);
        var others = written.Where(activity => activity.Instance != own.Instance).ToList();
        var minutes = others.SelectMany(other => other.Minutes).Concat(own.Own())
            .Where(minute => minute.Minute > since && minute.Minute <= now)
            .GroupBy(minute => minute.Minute)
            .OrderBy(same => same.Key)
            .Select(same => new ActivityMinute(
                same.Key,
                same.Sum(one => one.Accepted),
                same.Sum(one => one.Issued),
                same.Sum(one => one.Duplicate),
                same.Sum(one => one.Failed)));
        return new ActivityOverview(others.Count + 1, more, [.. minutes]);
    }

    private async Task<FailuresOverview> CountFailuresAsync(CancellationToken cancellationToken)
    {
        var reasons = new Dictionary<string, int>(StringComparer.Ordinal);
        var looked = 0;
        foreach (var place in deadLetters.Places)
        {
            var (from, isLast) = (0L, false);
            while (!isLast && looked < MostFailures)
            {
                var page = await place.PeekHeadersAsync(from, PageSize, cancellationToken);
                foreach (var message in page)
                {
                    var reason = DeadLetterPlaces.ReasonOf(message);
                    reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
                }

                looked += page.Count;
                isLast = page.Count < PageSize;
                from = page.Count > 0 ? page[^1].SequenceNumber + 1 : from;
            }
        }

        return new FailuresOverview(
            [.. reasons.OrderByDescending(reason => reason.Value)
                .ThenBy(reason => reason.Key, StringComparer.Ordinal)
                .Select(reason => new FailureCount(reason.Key, reason.Value))],
            looked >= MostFailures);
    }

    private async Task<IReadOnlyList<KeyOverview>> KeysAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = await keys.ReadForVerifyingAsync(cancellationToken);
        return [.. known.OrderBy(key => key.RememberedAt).Select(key => new KeyOverview(
            key.Kid, key.Algorithm.ToString(), key.Purposes, key.RememberedAt, (int)Math.Max(0, (now - key.RememberedAt).TotalDays),
            key.RetiredAt, key.CertificateUntil()))];
    }

    private static double Seconds(TimeSpan age) => Math.Round(Math.Max(0, age.TotalSeconds), 1);
}
