using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Benchmarks.Service;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>
/// Drives the program over doubles of Service Bus, Key Vault and Blob storage, where the vault's limit is what holds it back.
/// </summary>
internal static class AzureDoublesRun
{
    private const string RequestPuts = "registry/requests";

    /// <summary>One a request too, for its partner's list.</summary>
    private const string ListPuts = "registry/byOwner";

    /// <summary>
    /// Written every few seconds or minutes, however many certificates there are: lists, what partners have sent, what this process has
    /// done, and that it signs.
    /// </summary>
    private static readonly string[] TimedPuts = ["registry/revocations.json", "registry/usage", "registry/activity", "registry/signers"];

    /// <summary>
    /// Events come a fifth faster than they can be signed: the queue is never empty, and taking them in leaves room for issuing.
    /// </summary>
    private const double Pressure = 1.2;

    /// <summary>A short warm-up: the vault's limit makes it long.</summary>
    private const int MostWarmUp = 500;

    /// <summary>Runs with one event a call, for as long as the run without doubles.</summary>
    /// <param name="options">How long, or how many events.</param>
    /// <param name="issuedPerSecond">What was issued without doubles in the same run.</param>
    public static async Task<AzureDoublesReport> MeasureAsync(ThroughputOptions options, double issuedPerSecond)
    {
        var limit = Math.Clamp((int)(issuedPerSecond / 2), 1, options.VaultLimit);
        Console.WriteLine($"Against doubles of Azure, with a vault that signs {limit} times a second:");
        await using var azure = await AzureDoubles.StartAsync(limit);
        await using var service = await ServiceUnderLoad.StartAsync(
            new ServiceOptions { Settings = azure.Environment }, Partners.None, announces: false);
        var load = LoadArguments.LoadOf(1) with
        {
            Events = options.Load.Events,
            Duration = options.Load.Duration,
            EventsPerSecond = limit * Pressure,
            Backlog = int.MaxValue,
        };
        var run = new MeasuredLoad(service, load);
        await run.WarmUpAsync(Math.Min(MostWarmUp, options.WarmUp));
        var (puts, throttled) = (azure.Puts, azure.Throttled);
        var figures = await run.MeasureAsync();
        var putsAfter = azure.Puts;
        return new AzureDoublesReport(
            limit,
            figures.AcceptedPerSecond,
            figures.IssuedPerSecond,
            figures.IssuedPerSecond / limit,
            azure.Throttled - throttled,
            PerEvent(putsAfter.Sum(OfCertificates) - puts.Sum(OfCertificates)),
            PerEvent(putsAfter[RequestPuts].Count() - puts[RequestPuts].Count()),
            figures.ServiceCpuMs,
            figures.Verified);

        double PerEvent(int count) => (double)count / figures.Events;
    }

    private static int OfCertificates(IGrouping<string, string> puts) =>
        puts.Key is RequestPuts or ListPuts || TimedPuts.Contains(puts.Key) ? 0 : puts.Count();
}
