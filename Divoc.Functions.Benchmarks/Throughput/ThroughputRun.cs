using System.CommandLine;
using System.Globalization;
using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Benchmarks.Reports;
using Divoc.Functions.Benchmarks.Service;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>
/// Drives the program through HTTP in its default configuration, and if told so over doubles of Azure too, and reports how fast it accepts
/// and issues.
/// </summary>
internal static class ThroughputRun
{
    /// <summary>The command.</summary>
    public static Command Create() => ThroughputOptions.Command(RunAsync);

    private static async Task<int> RunAsync(ThroughputOptions options)
    {
        var machine = MachineFacts.Now();
        Console.WriteLine(machine);
        var report = await MeasureAsync(machine, options);
        Print(report);
        if (options.AzureDoubles)
        {
            report = report with { AzureDoubles = await AzureDoublesRun.MeasureAsync(options, report.IssuedPerSecond) };
            Print(report.AzureDoubles);
        }

        await ReportFolder.WriteAsync(
            NameOf(options),
            options.JsonFile,
            report,
            ReportJson.Default.ThroughputReport,
            ("rates", ThroughputPictures.Rates(report)),
            ("processors", ThroughputPictures.Processors(report)),
            ("stages", ThroughputPictures.Stages(report)));
        return 0;
    }

    private static string NameOf(ThroughputOptions options)
    {
        var (status, silent) = (options.Load.AsksStatus ? "-status" : "", options.Announces ? "" : "-silent");
        var delay = options.FsyncDelay > TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $"-fsync{options.FsyncDelay.TotalMilliseconds:0.###}ms")
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"throughput-batch{options.Load.Batch}{status}{silent}{delay}");
    }

    private static async Task<ThroughputReport> MeasureAsync(MachineFacts machine, ThroughputOptions options)
    {
        if (options.FsyncDelay > TimeSpan.Zero)
        {
            var (plain, delayed) = await SlowDisk.CheckAsync(options.FsyncDelay);
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"An fsync takes {plain:F2} ms here, and {delayed:F2} ms with the delay."));
        }

        await using var service = await ServiceUnderLoad.StartAsync(
            new ServiceOptions { FsyncDelay = options.FsyncDelay }, new Partners(Partners.Usual), options.Announces);
        var load = new MeasuredLoad(service, options.Load);
        await load.WarmUpAsync(options.WarmUp);
        var figures = await load.MeasureAsync();
        return new ThroughputReport(
            machine,
            options.Load.Batch,
            options.Load.AsksStatus,
            options.Announces,
            GcSettings.Describe(service.Options.Settings),
            options.FsyncDelay.TotalMilliseconds,
            figures.Events,
            figures.Seconds,
            figures.AcceptedPerSecond,
            figures.IssuedPerSecond,
            figures.AnnouncedPerSecond,
            Figures.Percentile(figures.LatenciesMs, 0.50),
            Figures.Percentile(figures.LatenciesMs, 0.95),
            Figures.Percentile(figures.LatenciesMs, 0.99),
            figures.PeakMemoryMiB,
            figures.MemoryMiB,
            figures.ServiceCpuMs,
            figures.LoadCpuMs,
            figures.WrittenBytes,
            figures.StatusCalls,
            await StageCosts.MeasureAsync(),
            figures.Verified)
        {
            Samples = figures.Samples,
            ListedBySecond = figures.ListedBySecond,
        };
    }

    private static void Print(ThroughputReport report)
    {
        Console.WriteLine($"{report.Events} events in {report.Seconds:F0} s; garbage collection of the service: {report.Gc}");
        Figures.Print(
        [
            ("accepted", report.AcceptedPerSecond, "/s"),
            ("issued", report.IssuedPerSecond, "/s"),
            .. report.Announces ? [("announced by webhook", report.AnnouncedPerSecond, "/s")] : (IEnumerable<(string, double, string)>)[],
            ("accept to commit, p50", report.P50Ms, "ms"),
            ("accept to commit, p99", report.P99Ms, "ms"),
            ("peak memory of the service", report.PeakMemoryMiB, "MiB"),
            ("CPU of the service a certificate", report.ServiceCpuMs, "ms"),
            ("CPU of the load generator a certificate", report.LoadCpuMs, "ms"),
            ("written to the disk a certificate", report.WrittenBytes / 1024, "KiB"),
            ("calls for the status a certificate", report.StatusCalls, ""),
            .. report.StageCpuMs.Select(stage => ($"CPU of stage {stage.Key}", stage.Value, "ms")),
            ("read again, decoded, verified", report.Verified, "certificates"),
        ]);
    }

    private static void Print(AzureDoublesReport report) => Figures.Print(
    [
        ("limit of the vault", report.VaultLimit, "/s"),
        ("accepted", report.AcceptedPerSecond, "/s"),
        ("issued", report.IssuedPerSecond, "/s"),
        ("part of the limit", report.PartOfLimit * 100, $"%, goal {Figures.Goal(report.ReachesLimit)}"),
        ("calls that the vault refused (429)", report.Throttled, $"goal {Figures.Goal(report.AvoidsThrottling)}"),
        ("puts a certificate", report.PutsPerCertificate, $"goal {Figures.Goal(report.WritesLittle)}"),
        ("puts a request", report.PutsPerRequest, ""),
        ("CPU of the service a certificate", report.ServiceCpuMs, "ms"),
        ("verified", report.Verified, "certificates"),
    ]);
}
