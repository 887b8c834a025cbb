namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>Drives the program over doubles of Service Bus, Key Vault and Blob storage, where the vault's limit is what holds it back.</summary>
internal static class AzureDoublesRun
{
    private const string RequestPuts = "registry/requests";

    /// <summary>One a request too, for its partner's list.</summary>
    private const string ListPuts = "registry/byOwner";

    /// <summary>Written by a timer, however many certificates there are.</summary>
    private const string RevocationPuts = "registry/revocations.json";

    /// <summary>Events come a fifth faster than they can be signed: the queue is never empty, and taking them in leaves room for issuing.</summary>
    private const double Pressure = 1.2;

    /// <summary>Runs with the same options as the run without doubles.</summary>
    /// <param name="options">How many events.</param>
    /// <param name="issuedPerSecond">What was issued without doubles in the same run.</param>
    public static async Task<AzureDoublesReport> MeasureAsync(ThroughputOptions options, double issuedPerSecond)
    {
        var limit = Math.Max(1, (int)(issuedPerSecond / 2));
        Console.WriteLine($"Against doubles of Azure, with a vault that signs {limit} times a second:");
        await using var azure = await AzureDoubles.StartAsync(limit);
        await using var server = await ServerProcess.StartAsync(azure.Environment);
        using var client = new HttpClient { BaseAddress = server.Address };
        var run = new MeasuredLoad(server, client, options with { CallsPerSecond = limit * Pressure });
        await run.WarmUpAsync();
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

        double PerEvent(int count) => (double)count / options.Events;
    }

    private static int OfCertificates(IGrouping<string, string> puts) => puts.Key is RequestPuts or ListPuts or RevocationPuts ? 0 : puts.Count();
}
