using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>Drives the program through HTTP in its default configuration and reports how fast it accepts and issues.</summary>
internal static class ThroughputRun
{
    private const int WarmUpEvents = 64;
    private const int OneInHundred = 100;

    /// <summary>Runs and prints. Returns the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (ThroughputOptions.Parse(arguments) is not { } options)
        {
            await Console.Error.WriteLineAsync($"Usage: {ThroughputOptions.Usage}");
            return 2;
        }

        var report = await MeasureAsync(options);
        Print(report);
        if (options.JsonFile is not null)
        {
            await File.WriteAllTextAsync(options.JsonFile, JsonSerializer.Serialize(report, ReportJson.Default.ThroughputReport));
        }

        return 0;
    }

    private static async Task<ThroughputReport> MeasureAsync(ThroughputOptions options)
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        Console.WriteLine("Warming up ...");
        await WarmUpAsync(client);
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
        var verified = await new Verification(client).VerifyAsync(issued.Where((_, index) => index % OneInHundred == 0));
        var peakMemory = server.PeakMemoryMiB;
        var latencies = issued.Select(certificate => (certificate.IssuedAt - certificate.AcceptedAt).TotalMilliseconds).Order().ToArray();
        var issuedIn = issued.Max(certificate => certificate.IssuedAt) - issued.Min(certificate => certificate.AcceptedAt);
        return new ThroughputReport(
            options.Events,
            options.Events / acceptedIn.TotalSeconds,
            options.Events / issuedIn.TotalSeconds,
            Percentile(latencies, 0.50),
            Percentile(latencies, 0.95),
            Percentile(latencies, 0.99),
            peakMemory,
            cpu.TotalMilliseconds / options.Events,
            await StageCosts.MeasureAsync(),
            verified);
    }

    private static async Task WarmUpAsync(HttpClient client)
    {
        var load = new Load(client, new ThroughputOptions(WarmUpEvents, 8, null), firstNumber: 90_000_000);
        await load.PostAsync();
        await load.WaitAsync();
    }

    private static double Percentile(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    private static void Print(ThroughputReport report)
    {
        (string Name, double Value, string Unit)[] lines =
        [
            ("accepted", report.AcceptedPerSecond, "/s"),
            ("issued", report.IssuedPerSecond, "/s"),
            ("accept to commit, p50", report.P50Ms, "ms"),
            ("accept to commit, p95", report.P95Ms, "ms"),
            ("accept to commit, p99", report.P99Ms, "ms"),
            ("peak memory", report.PeakMemoryMiB, "MiB"),
            ("CPU of the service a certificate", report.ServiceCpuMs, "ms"),
            .. report.StageCpuMs.Select(stage => ($"CPU of stage {stage.Key}", stage.Value, "ms")),
            ("verified", report.Verified, "certificates"),
        ];
        foreach (var (name, value, unit) in lines)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-36}{value,12:F2} {unit}"));
        }
    }
}
