using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Benchmarks.Reports;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>What a throughput run draws.</summary>
internal static class ThroughputPictures
{
    /// <summary>Certificates a second over time.</summary>
    public static string Rates(ThroughputReport report) => LineChart.Draw(
        "Certificates a second",
        "a second",
        [
            ("accepted", Slopes(report.Samples, sample => sample.Accepted)),
            ("listed", [.. report.ListedBySecond.Select((count, second) => (second + 0.5, (double)count))]),
            .. report.Announces
                ? [("announced", Slopes(report.Samples, sample => sample.Announced))]
                : (IEnumerable<(string, IReadOnlyList<(double, double)>)>)[],
        ]);

    /// <summary>What service and load generator use, over time.</summary>
    public static string Processors(ThroughputReport report) => LineChart.Draw(
        "Processors in use",
        "processors",
        [
            ("service", Slopes(report.Samples, sample => sample.Service.Cpu.TotalSeconds)),
            ("load generator", Slopes(report.Samples, sample => sample.LoadCpu.TotalSeconds)),
        ]);

    /// <summary>Processor time by stage: each alone, and what is left of the whole service's.</summary>
    public static string Stages(ThroughputReport report)
    {
        var rest = report.ServiceCpuMs - report.StageCpuMs.Values.Sum();
        return BarChart.Draw(
            "Processor time a certificate",
            "milliseconds",
            [
                .. report.StageCpuMs.Select(stage => (stage.Key, stage.Value)),
                ("HTTP, queue, rest", Math.Max(0, rest)),
                ("whole service", report.ServiceCpuMs),
                ("load generator", report.LoadCpuMs),
            ]);
    }

    private static List<(double Seconds, double Value)> Slopes(IReadOnlyList<LoadSample> samples, Func<LoadSample, double> valueOf) =>
    [
        .. samples.Zip(samples.Skip(1))
            .Where(pair => pair.Second.Seconds - pair.First.Seconds > 0.1)
            .Select(
                pair => (
                    (pair.First.Seconds + pair.Second.Seconds) / 2,
                    (valueOf(pair.Second) - valueOf(pair.First)) / (pair.Second.Seconds - pair.First.Seconds))),
    ];
}
