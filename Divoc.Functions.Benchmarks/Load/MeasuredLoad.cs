using System.Diagnostics;
using Divoc.Functions.Benchmarks.Service;

namespace Divoc.Functions.Benchmarks.Load;

/// <summary>A load on a running service, and what it shows.</summary>
internal sealed class MeasuredLoad(ServiceUnderLoad service, LoadOptions options)
{
    private const int OneInHundred = 100;

    /// <summary>Persons of the warm-up, far from those of any load.</summary>
    private const int FirstOfWarmUp = 90_000_000;

    private static readonly TimeSpan LongestAnnouncing = TimeSpan.FromMinutes(5);

    private readonly CertifyClient client = new(service.Client, service.Partners);

    /// <summary>Has certificates issued, so that all code is compiled and all connections are open.</summary>
    public async Task WarmUpAsync(int events)
    {
        Console.WriteLine($"Warming up with {events} certificates ...");
        await new ClosedLoad(client, options with { Events = events, Duration = TimeSpan.MaxValue, FirstNumber = FirstOfWarmUp })
            .RunAsync();
        await WaitForWebhooksAsync(events);
    }

    /// <summary>Posts events, follows each to its certificate, and verifies one in a hundred.</summary>
    public async Task<LoadFigures> MeasureAsync()
    {
        var (before, loadBefore, told) = (service.Server.Figures, Environment.CpuUsage.TotalTime, service.Webhooks?.Received ?? 0);
        Console.WriteLine($"Posting {Goal()}, {options.Batch} a call, {options.Callers} calls at once ...");
        var load = new ClosedLoad(client, options);
        using var end = new CancellationTokenSource();
        var sampling = new LoadSampler(service, () => load.Accepted).RunAsync(end.Token);
        var began = DateTimeOffset.UtcNow;
        var clock = Stopwatch.GetTimestamp();
        var posting = await load.RunAsync();
        await WaitForWebhooksAsync(told + load.Accepted);
        var (after, loadAfter) = (service.Server.Figures, Environment.CpuUsage.TotalTime);
        var peak = service.Server.PeakMemoryMiB;
        await end.CancelAsync();

        var calls = load.StatusCalls;
        var issued = await load.OutcomesAsync();
        Console.WriteLine("Reading again, decoding and verifying one certificate in a hundred ...");
        var verified = await new Verification(client, service.Client).VerifyAsync(issued.Where((_, index) => index % OneInHundred == 0));
        var issuedIn = issued.Max(certificate => certificate.IssuedAt) - issued.Min(certificate => certificate.AcceptedAt);
        return new LoadFigures(
            issued.Count,
            posting.TotalSeconds,
            issued.Count / posting.TotalSeconds,
            issued.Count / issuedIn.TotalSeconds,
            service.Webhooks is { } webhooks ? issued.Count / Stopwatch.GetElapsedTime(clock, webhooks.Last).TotalSeconds : 0,
            [.. issued.Select(certificate => (certificate.IssuedAt - certificate.AcceptedAt).TotalMilliseconds).Order()],
            peak,
            after.ResidentMiB,
            Each((after.Cpu - before.Cpu).TotalMilliseconds),
            Each((loadAfter - loadBefore).TotalMilliseconds),
            Each(after.WrittenBytes - before.WrittenBytes),
            Each(calls),
            verified)
        {
            Samples = await sampling,
            ListedBySecond = BySecond(issued.Select(certificate => (certificate.IssuedAt - began).TotalSeconds)),
        };

        double Each(double all) => all / issued.Count;
    }

    private string Goal() => options.Events is { } events ? $"{events} events" : $"events for {options.Duration.TotalSeconds:F0} s";

    /// <summary>Each certificate is told to its partner once; a message that comes twice ends the wait a little early.</summary>
    private async Task WaitForWebhooksAsync(int count)
    {
        var started = Stopwatch.GetTimestamp();
        while (service.Webhooks is { } webhooks && webhooks.Received < count)
        {
            if (Stopwatch.GetElapsedTime(started) > LongestAnnouncing)
            {
                throw new BenchmarkException(
                    $"Only {webhooks.Received} of {count} certificates were announced within {LongestAnnouncing.TotalMinutes} minutes.");
            }

            await Task.Delay(10);
        }
    }

    private static int[] BySecond(IEnumerable<double> times)
    {
        var counts = times.CountBy(time => (int)Math.Max(0, time)).ToDictionary();
        return [.. Enumerable.Range(0, counts.Keys.DefaultIfEmpty(0).Max() + 1).Select(second => counts.GetValueOrDefault(second))];
    }
}
