using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Benchmarks.Reports;

namespace Divoc.Functions.Benchmarks.Soak;

/// <summary>
/// Drives the program for a long time, and judges its memory and what became of each event: over doubles of Service Bus and Blob storage
/// that are out for a second now and then, or on SQLite.
/// </summary>
internal sealed class SoakRun(SoakPlace place, SoakOptions options)
{
    private const int WarmUp = 1_000;
    private const int OneInHundred = 100;
    private const int SamplesALine = 15;
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(2);
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly RandomOutages? outages = place.Azure is { } azure ? new(azure) : null;
    private readonly SoakCalls calls = new(place.Service.Client, place.Service.Partners, options, Clock);
    private readonly long began = Clock.GetTimestamp();
    private readonly List<double> memory = [];
    private int mostQueued;

    /// <summary>The command. Its exit code is 0 when the soak passes, else 1.</summary>
    public static Command Create() => SoakOptions.Command(RunAsync);

    private static async Task<int> RunAsync(SoakOptions options)
    {
        var machine = MachineFacts.Now();
        Console.WriteLine(machine);
        await using var place = await SoakPlace.StartAsync(options);
        place.Service.Client.Timeout = TimeSpan.FromSeconds(30);
        await new MeasuredLoad(place.Service, LoadArguments.LoadOf(1)).WarmUpAsync(WarmUp);
        place.RequireRoom(WarmUp, (long)options.Calls * SoakOptions.EventsPerCall);
        var run = new SoakRun(place, options);
        var report = await run.MeasureAsync(machine);
        Print(report);
        var memory = LineChart.Draw(
            "Memory of the service",
            "MiB",
            [("resident memory", [.. run.memory.Select((mib, number) => (number * Sampling.TotalSeconds, mib))])]);
        await ReportFolder.WriteAsync(
            options.IsEmbedded ? "soak-embedded" : "soak", options.JsonFile, report, ReportJson.Default.SoakReport, ("memory", memory));
        Console.WriteLine(report.Passes ? "PASS" : "FAIL");
        return report.Passes ? 0 : 1;
    }

    private async Task<SoakReport> MeasureAsync(MachineFacts machine)
    {
        Say($"posting {options.EventsPerSecond} events a second for {options.Minutes} minutes");
        var posted = await PostAsync();
        Say("asking for every event what has become of it");
        var outcomes = new SoakOutcomes(place.Service.Client, place.Service.Partners, calls.StatusPaths, Clock);
        await outcomes.AskAsync(open => Say($"{open} calls have events that are queued"));
        var issued = outcomes.Issued;
        Say("reading again and verifying one certificate in a hundred");
        var verified = await new Load.Verification(new CertifyClient(place.Service.Client, place.Service.Partners), place.Service.Client)
            .VerifyAsync(issued.Where((_, index) => index % OneInHundred == 0));
        var accepted = calls.Accepted * SoakOptions.EventsPerCall;
        return new SoakReport(
            machine,
            options.Minutes,
            accepted / posted.TotalSeconds,
            accepted,
            calls.Repeated,
            outages?.OfStore ?? 0,
            outages?.OfQueue ?? 0,
            issued.Count,
            outcomes.Duplicates,
            outcomes.Lost,
            verified,
            MemoryByQuarter(),
            mostQueued,
            options.JudgesMemory);
    }

    /// <summary>Posts while outages come and the memory is watched. Returns how long that took.</summary>
    [SuppressMessage(
        "Reliability",
        "CA2025:Ensure tasks using 'IDisposable' instances complete before the instances are disposed",
        Justification = "Both tasks are waited for here.")]
    private async Task<TimeSpan> PostAsync()
    {
        var start = Clock.GetTimestamp();
        using var end = new CancellationTokenSource();
        using var ended = new CancellationTokenSource();
        var disturbing = outages?.RunAsync(end.Token) ?? Task.CompletedTask;
        var watching = WatchAsync(ended, end.Token);
        try
        {
            await calls.PostAsync(ended.Token);
            return Clock.GetElapsedTime(start);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(disturbing, watching);
        }
    }

    private async Task WatchAsync(CancellationTokenSource ended, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            if (place.Service.Server.HasEnded)
            {
                Say("the program has ended by itself");
                await ended.CancelAsync();
                return;
            }

            memory.Add(place.Service.Server.Figures.ResidentMiB);
            var queued = place.Azure is { } azure ? await azure.CountQueuedAsync() : 0;
            mostQueued = Math.Max(mostQueued, queued);
            if (memory.Count % SamplesALine == 0)
            {
                Say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{calls.Accepted * SoakOptions.EventsPerCall} events accepted, {queued} queued, {calls.Repeated} calls repeated, "
                    + $"{outages?.OfStore ?? 0} + {outages?.OfQueue ?? 0} outages, {memory[^1]:F0} MiB"));
            }

            await Task.Delay(Sampling, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private double[] MemoryByQuarter()
    {
        var quarter = Math.Max(1, memory.Count / 4);
        return [.. Enumerable.Range(0, 4)
            .Select(number => memory.Skip(number * quarter).Take(quarter).DefaultIfEmpty(memory[^1]).Average())];
    }

    private void Say(string what) => Console.WriteLine($"{Clock.GetElapsedTime(began):hh\\:mm\\:ss} {what}");

    private static void Print(SoakReport report)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            accepted      {report.Accepted} events, {report.EventsPerSecond:F1} a second, {report.RepeatedCalls} calls repeated
            outages       {report.OutagesOfStore} of the store, {report.OutagesOfQueue} of the queue
            ended as      {report.Issued} issued, {report.Duplicates} duplicates; lost: {report.Lost}; most messages waiting: {report.MostQueued}
            verified      {report.Verified} certificates
            memory        {string.Join(", ", report.MemoryMiB.Select(mib => mib.ToString("F0", CultureInfo.InvariantCulture)))} MiB by quarters: {report.MemoryGrowth:+0.0%;-0.0%} from the second to the last{(report.JudgesMemory ? "" : ", not judged in so short a time")}
            """));
    }
}
