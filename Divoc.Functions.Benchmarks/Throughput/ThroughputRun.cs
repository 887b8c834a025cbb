using System.Globalization;
using System.Text.Json;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>Drives the program through HTTP in its default configuration, and if told so over doubles of Azure too, and reports how fast it accepts and issues.</summary>
internal static class ThroughputRun
{
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
        if (options.AzureDoubles)
        {
            report = report with { AzureDoubles = await AzureDoublesRun.MeasureAsync(options, report.IssuedPerSecond) };
            Print(report.AzureDoubles);
        }

        if (options.JsonFile is not null)
        {
            await File.WriteAllTextAsync(options.JsonFile, JsonSerializer.Serialize(report, ReportJson.Default.ThroughputReport));
        }

        return 0;
    }

    private static async Task<ThroughputReport> MeasureAsync(ThroughputOptions options)
    {
        await using var server = await ServerProcess.StartAsync(new Dictionary<string, string>());
        using var client = new HttpClient { BaseAddress = server.Address };
        var load = new MeasuredLoad(server, client, options);
        await load.WarmUpAsync();
        var figures = await load.MeasureAsync();
        return new ThroughputReport(
            options.Events,
            figures.AcceptedPerSecond,
            figures.IssuedPerSecond,
            Percentile(figures.LatenciesMs, 0.50),
            Percentile(figures.LatenciesMs, 0.95),
            Percentile(figures.LatenciesMs, 0.99),
            figures.PeakMemoryMiB,
            figures.ServiceCpuMs,
            await StageCosts.MeasureAsync(),
            figures.Verified);
    }

    private static double Percentile(IReadOnlyList<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];

    private static void Print(ThroughputReport report) => Print(
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
    ]);

    private static void Print(AzureDoublesReport report) => Print(
    [
        ("limit of the vault", report.VaultLimit, "/s"),
        ("accepted", report.AcceptedPerSecond, "/s"),
        ("issued", report.IssuedPerSecond, "/s"),
        ("part of the limit", report.PartOfLimit * 100, $"%, goal {Verdict(report.ReachesLimit)}"),
        ("calls that the vault refused (429)", report.Throttled, $"goal {Verdict(report.AvoidsThrottling)}"),
        ("puts a certificate", report.PutsPerCertificate, $"goal {Verdict(report.WritesLittle)}"),
        ("puts a request", report.PutsPerRequest, ""),
        ("CPU of the service a certificate", report.ServiceCpuMs, "ms"),
        ("verified", report.Verified, "certificates"),
    ]);

    private static string Verdict(bool met) => met ? "met" : "not met";

    private static void Print(IEnumerable<(string Name, double Value, string Unit)> lines)
    {
        foreach (var (name, value, unit) in lines)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-36}{value,12:F2} {unit}"));
        }
    }
}
