using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Benchmarks.Reports;
using Divoc.Functions.Benchmarks.Service;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Benchmarks.Growth;

/// <summary>
/// Drives the program over a store with very many ledgers and over an empty one, in turn, so that what else the machine does meets both.
/// </summary>
internal static class GrowthRun
{
    /// <summary>Persons of a round, apart from those of the others.</summary>
    private const int PersonsOfRound = 1_000_000;

    /// <summary>The command.</summary>
    public static Command Create() => GrowthOptions.Command(RunAsync);

    private static async Task<int> RunAsync(GrowthOptions options)
    {
        var machine = MachineFacts.Now();
        Console.WriteLine(machine);
        using var folder = new TemporaryFolder();
        var (seconds, mebibytes) = await FillAsync(folder.Path, options);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{options.Ledgers:N0} ledgers in {seconds:F0} s, {mebibytes:N0} MiB"));

        await using var filled = await StartAsync(folder.Path, options);
        await using var empty = await StartAsync(null, options);
        var load = LoadArguments.LoadOf(100) with { Duration = TimeSpan.FromSeconds(options.Seconds) };
        await new MeasuredLoad(empty, load).WarmUpAsync(options.WarmUp);
        await new MeasuredLoad(filled, load).WarmUpAsync(options.WarmUp);
        var rounds = new List<GrowthRound>();
        while (rounds.Count < options.Rounds)
        {
            var numbered = load with { FirstNumber = PersonsOfRound * rounds.Count };

            // Whoever is second finds the machine warmer, or busier: each is the first in turn.
            var filledFirst = rounds.Count % 2 == 1;
            var first = await new MeasuredLoad(filledFirst ? filled : empty, numbered).MeasureAsync();
            var second = await new MeasuredLoad(filledFirst ? empty : filled, numbered).MeasureAsync();
            var (ofEmpty, ofFilled) = filledFirst ? (second, first) : (first, second);
            rounds.Add(new GrowthRound(ofEmpty.IssuedPerSecond, ofFilled.IssuedPerSecond, ofEmpty.ServiceCpuMs, ofFilled.ServiceCpuMs));
            Print(rounds[^1]);
        }

        var report = new GrowthReport(machine, options.Ledgers, mebibytes, seconds, rounds);
        Figures.Print(
        [
            ("filled for each one of empty", report.Ratio, $"goal (0.9) {Figures.Goal(report.MeetsGoal)}"),
            ("processor time, filled by empty", report.CpuRatio, ""),
        ]);
        await ReportFolder.WriteAsync("growth", options.JsonFile, report, ReportJson.Default.GrowthReport);
        return 0;
    }

    /// <summary>The program makes its files itself, and has them back when they are filled.</summary>
    private static async Task<(double Seconds, double Mebibytes)> FillAsync(string folder, GrowthOptions options)
    {
        await using (var service = await StartAsync(folder, options))
        {
            await service.Server.StopAsync();
        }

        Console.WriteLine($"Filling a store with {options.Ledgers} ledgers ...");
        var began = Stopwatch.GetTimestamp();
        using (var store = new SqliteArtifactStore(folder, TimeProvider.System))
        {
            await new FilledStore(store, options.ArtifactBytes).FillAsync(options.Ledgers);
        }

        return (
            Stopwatch.GetElapsedTime(began).TotalSeconds,
            new FileInfo(Path.Combine(folder, SqliteArtifactStore.FileName)).Length / 1024.0 / 1024.0);
    }

    private static Task<ServiceUnderLoad> StartAsync(string? folder, GrowthOptions options) =>
        ServiceUnderLoad.StartAsync(new ServiceOptions { DataDirectory = folder }, new Partners(Partners.Usual), options.Announces);

    private static void Print(GrowthRound round) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"empty {round.EmptyPerSecond:F0}/s ({round.EmptyCpuMs:F2} ms each), filled {round.FilledPerSecond:F0}/s ({round.FilledCpuMs:F2} "
        + $"ms each): {round.FilledPerSecond / round.EmptyPerSecond:F2}"));
}
