using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Divoc.Functions.Benchmarks.Throughput;

namespace Divoc.Functions.Benchmarks.Soak;

/// <summary>Drives the program for a long time over doubles of Service Bus and Blob storage that are out for a second now and then, and judges its memory and what became of each event.</summary>
internal sealed class SoakRun(AzureDoubles azure, ServerProcess server, HttpClient client, SoakOptions options)
{
    private const int SignaturesPerSecond = 400;
    private const int OneInHundred = 100;
    private const int SamplesALine = 15;
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(2);
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly RandomOutages outages = new(azure);
    private readonly SoakCalls calls = new(client, options, Clock);
    private readonly long began = Clock.GetTimestamp();
    private readonly List<double> memory = [];
    private int mostQueued;

    /// <summary>Runs and prints. Returns the exit code: 0 when it passes, 1 when it does not, 2 when the command line can't be understood.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "They are disposed here.")]
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (SoakOptions.Parse(arguments) is not { } options)
        {
            await Console.Error.WriteLineAsync($"Usage: {SoakOptions.Usage}");
            return 2;
        }

        await using var azure = await AzureDoubles.StartAsync(SignaturesPerSecond, keepsBlobsOnDisk: true);
        await using var server = await ServerProcess.StartAsync(azure.Environment);
        using var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(30) };
        await new MeasuredLoad(server, client, new ThroughputOptions(int.MaxValue, 8, null)).WarmUpAsync();
        var report = await new SoakRun(azure, server, client, options).MeasureAsync();
        Print(report);
        if (options.JsonFile is not null)
        {
            await File.WriteAllTextAsync(options.JsonFile, JsonSerializer.Serialize(report, ReportJson.Default.SoakReport));
        }

        Console.WriteLine(report.Passes ? "PASS" : "FAIL");
        return report.Passes ? 0 : 1;
    }

    private async Task<SoakReport> MeasureAsync()
    {
        Say($"posting {options.EventsPerSecond} events a second for {options.Minutes} minutes");
        var posted = await PostAsync();
        Say("asking for every event what has become of it");
        var outcomes = new SoakOutcomes(client, calls.StatusPaths, Clock);
        await outcomes.AskAsync(open => Say($"{open} calls have events that are queued"));
        var issued = outcomes.Issued;
        Say("reading again and verifying one certificate in a hundred");
        var verified = await new Throughput.Verification(client).VerifyAsync(issued.Where((_, index) => index % OneInHundred == 0));
        var accepted = calls.Accepted * SoakOptions.EventsPerCall;
        return new SoakReport(
            options.Minutes,
            accepted / posted.TotalSeconds,
            accepted,
            calls.Repeated,
            outages.OfStore,
            outages.OfQueue,
            issued.Count,
            outcomes.Duplicates,
            outcomes.Lost,
            verified,
            MemoryByQuarter(),
            mostQueued,
            options.JudgesMemory);
    }

    /// <summary>Posts while outages come and the memory is watched. Returns how long that took.</summary>
    [SuppressMessage("Reliability", "CA2025:Ensure tasks using 'IDisposable' instances complete before the instances are disposed", Justification = "Both tasks are waited for here.")]
    private async Task<TimeSpan> PostAsync()
    {
        var start = Clock.GetTimestamp();
        using var end = new CancellationTokenSource();
        using var ended = new CancellationTokenSource();
        var disturbing = outages.RunAsync(end.Token);
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
            if (server.HasEnded)
            {
                Say("the program has ended by itself");
                await ended.CancelAsync();
                return;
            }

            memory.Add(server.MemoryMiB);
            var queued = await azure.CountQueuedAsync();
            mostQueued = Math.Max(mostQueued, queued);
            if (memory.Count % SamplesALine == 0)
            {
                Say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{calls.Accepted * SoakOptions.EventsPerCall} events accepted, {queued} queued, {calls.Repeated} calls repeated, {outages.OfStore} + {outages.OfQueue} outages, {memory[^1]:F0} MiB"));
            }

            await Task.Delay(Sampling, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private double[] MemoryByQuarter()
    {
        var quarter = Math.Max(1, memory.Count / 4);
        return [.. Enumerable.Range(0, 4).Select(number => memory.Skip(number * quarter).Take(quarter).DefaultIfEmpty(memory[^1]).Average())];
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
