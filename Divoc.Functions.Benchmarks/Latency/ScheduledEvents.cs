using System.Collections.Concurrent;
using System.Diagnostics;
using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Benchmarks.Service;

namespace Divoc.Functions.Benchmarks.Latency;

/// <summary>
/// Sends events by a schedule. When a certificate is listed is told twice: by the time that the certificate itself tells (afterwards, of
/// every call), and by some callers who ask every few milliseconds whether it is there; so few that the service hardly notices.
/// </summary>
internal sealed class ScheduledEvents(ServiceUnderLoad service, LatencyOptions options)
{
    /// <summary>Calls a second whose last certificate is asked for.</summary>
    private const int AskedPerSecond = 5;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan BeforeOutcomes = TimeSpan.FromSeconds(2);

    private readonly CertifyClient client = new(service.Client, service.Partners);
    private readonly ConcurrentBag<(PostedRequest Request, DateTimeOffset Sent)> posted = [];
    private readonly ConcurrentBag<Task<double>> asked = [];

    private double CallsPerSecond => (double)options.EventsPerSecond / options.Batch;

    /// <summary>Sends them.</summary>
    public async Task<ScheduledFigures> RunAsync()
    {
        var oneIn = Math.Max(1, (int)(CallsPerSecond / AskedPerSecond));
        var accept = await new OpenLoad(CallsPerSecond, TimeSpan.FromSeconds(options.Seconds))
            .RunAsync((number, meant) => CallAsync(number, meant, number % oneIn == 0));
        var seen = (await Task.WhenAll(asked)).Order().ToList();
        await Task.Delay(BeforeOutcomes);
        var issued = new ConcurrentBag<Issued>();
        var listed = new ConcurrentBag<double>();
        await Parallel.ForEachAsync(posted, async (one, _) =>
        {
            var outcome = await client.AskAsync(one.Request)
                ?? throw new BenchmarkException(
                    "Events were still queued seconds after the last call: the rate is too high for this machine.");
            listed.Add((outcome.Max(certificate => certificate.IssuedAt) - one.Sent).TotalMilliseconds);
            issued.Add(outcome[^1]);
        });
        return new ScheduledFigures(
            LatencyFigures.Of(CallsPerSecond, accept), LatencyFigures.Of(CallsPerSecond, [.. listed.Order()]),
            LatencyFigures.Of(CallsPerSecond / oneIn, seen), [.. issued]);
    }

    private async Task CallAsync(int number, long meant, bool isAsked)
    {
        var sent = DateTimeOffset.UtcNow - Stopwatch.GetElapsedTime(meant);
        var request = await client.PostAsync(number, Enumerable.Range(number * options.Batch, options.Batch));
        posted.Add((request, sent));
        if (isAsked)
        {
            asked.Add(Task.Run(() => AskAsync(request, meant)));
        }
    }

    private async Task<double> AskAsync(PostedRequest request, long meant)
    {
        while (!await client.IsLastListedAsync(request))
        {
            await Task.Delay(BetweenLooks);
        }

        return Stopwatch.GetElapsedTime(meant).TotalMilliseconds;
    }
}

/// <summary>What events that were sent by a schedule showed.</summary>
/// <param name="Accept">From sending to the answer.</param>
/// <param name="Listed">From sending to the listing of the call's last certificate.</param>
/// <param name="Seen">The same as a caller sees it.</param>
/// <param name="Issued">The last certificate of each call.</param>
internal sealed record ScheduledFigures(LatencyFigures Accept, LatencyFigures Listed, LatencyFigures Seen, IReadOnlyList<Issued> Issued);
