using System.Diagnostics;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>A load on a running service, and what it shows.</summary>
internal sealed class MeasuredLoad(ServerProcess server, HttpClient client, ThroughputOptions options)
{
    private const int WarmUpEvents = 64;
    private const int OneInHundred = 100;

    /// <summary>Has some certificates issued, so that all code is compiled and all connections are open.</summary>
    public async Task WarmUpAsync()
    {
        Console.WriteLine("Warming up ...");
        var load = new Load(client, options with { Events = Math.Min(WarmUpEvents, options.Events), Callers = 8 }, firstNumber: 90_000_000);
        await load.PostAsync();
        await load.WaitAsync();
    }

    /// <summary>Posts all events and follows each to its certificate.</summary>
    public async Task<LoadFigures> MeasureAsync()
    {
        var cpuBefore = server.ProcessorTime;
        Console.WriteLine($"Posting {options.Events} events, {options.Callers} calls at once ...");
        var load = new Load(client, options);
        var clock = Stopwatch.StartNew();
        await load.PostAsync();
        var acceptedIn = clock.Elapsed;
        Console.WriteLine("Waiting for the certificates ...");
        var issued = await load.WaitAsync();
        var cpu = server.ProcessorTime - cpuBefore;

        Console.WriteLine("Reading again and verifying one certificate in a hundred ...");
        var verified = await new Verification(client).VerifyAsync(issued.Where((_, index) => index % OneInHundred == 0).Select(certificate => certificate.CertificateId));
        var issuedIn = issued.Max(certificate => certificate.IssuedAt) - issued.Min(certificate => certificate.AcceptedAt);
        return new LoadFigures(
            options.Events / acceptedIn.TotalSeconds,
            options.Events / issuedIn.TotalSeconds,
            [.. issued.Select(certificate => (certificate.IssuedAt - certificate.AcceptedAt).TotalMilliseconds).Order()],
            server.PeakMemoryMiB,
            cpu.TotalMilliseconds / options.Events,
            verified);
    }
}
