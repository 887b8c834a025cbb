using System.CommandLine;
using System.Globalization;
using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Benchmarks.Reports;
using Divoc.Functions.Benchmarks.Service;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Benchmarks.Latency;

/// <summary>Drives the program at half load by a schedule, first with events, then with fetches, and reports how long calls take.</summary>
internal static class LatencyRun
{
    /// <summary>The command.</summary>
    public static Command Create() => LatencyOptions.Command(RunAsync);

    private static async Task<int> RunAsync(LatencyOptions options)
    {
        var machine = MachineFacts.Now();
        Console.WriteLine(machine);
        await using var service = await ServiceUnderLoad.StartAsync(new ServiceOptions(), new Partners(Partners.Usual), options.Announces);
        await new MeasuredLoad(service, LoadArguments.LoadOf(options.Batch)).WarmUpAsync(options.WarmUp);
        Console.WriteLine($"Sending {options.EventsPerSecond} events a second for {options.Seconds} s, {options.Batch} a call ...");
        var events = await new ScheduledEvents(service, options).RunAsync();
        var json = await FetchAsync(service, events.Issued, "credential.json", options.JsonPerSecond, options.Seconds);
        var pdf = await FetchAsync(service, events.Issued, CertificateArtifacts.PdfFile, options.PdfPerSecond, options.Seconds);
        var report = new LatencyReport(
            machine, options.EventsPerSecond, options.Batch, options.Announces, events.Accept, events.Listed, events.Seen, json, pdf);
        Print(report);
        await ReportFolder.WriteAsync(
            options.Batch > 1 ? $"latency-batch{options.Batch}" : "latency", options.JsonFile, report, ReportJson.Default.LatencyReport);
        return 0;
    }

    private static async Task<LatencyFigures> FetchAsync(
        ServiceUnderLoad service, IReadOnlyList<Issued> issued, string part, int perSecond, int seconds)
    {
        const int warmUpSeconds = 5;
        Console.WriteLine($"Fetching {part} {perSecond} times a second for {seconds} s ...");
        var client = new CertifyClient(service.Client, service.Partners);
        await new OpenLoad(perSecond / 2.0, TimeSpan.FromSeconds(Math.Min(warmUpSeconds, seconds))).RunAsync(CallAsync);
        return LatencyFigures.Of(perSecond, await new OpenLoad(perSecond, TimeSpan.FromSeconds(seconds)).RunAsync(CallAsync));

        Task CallAsync(int number, long meant)
        {
            var one = issued[number % issued.Count];
            return client.FetchAsync(one.CertificateId, one.Partner, part);
        }
    }

    private static void Print(LatencyReport report)
    {
        foreach (var (name, figures) in (IEnumerable<(string, LatencyFigures)>)
            [
                ("accept", report.Accept),
                ("accept to listed", report.Listed),
                ("accept to listed, as seen", report.Seen),
                ("fetch JSON", report.Json),
                ("fetch PDF", report.Pdf),
            ])
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-28}{figures.PerSecond,8:F1}/s {figures.Count,8} calls   p50 {figures.P50Ms,8:F2} ms   p99 {figures.P99Ms,8:F2} ms "
                + $"  longest {figures.MostMs,8:F1} ms"));
        }

        Console.WriteLine($"goals {Figures.Goal(report.MeetsGoals)}");
    }
}
