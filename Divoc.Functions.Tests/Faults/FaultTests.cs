using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Divoc.Functions.Tests.Faults;

/// <summary>
/// The fault harness: many histories, each drawn from its seed, in which everything fails that can. FAULT_SCHEDULES says how many are run,
/// FAULT_SEED the first one's seed; a failure prints its own, and is the same each time.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int Usual = 500;
    private const int FirstSeed = 20_260_101;
    private const int MostFailures = 3;

    [Fact]
    public async Task Every_guarantee_is_kept_in_every_schedule_of_faults()
    {
        var schedules = FromEnvironment("FAULT_SCHEDULES", Usual);
        var firstSeed = FromEnvironment("FAULT_SEED", FirstSeed);
        var began = Stopwatch.GetTimestamp();
        var tally = new Tally();
        var failures = new ConcurrentQueue<string>();
        using var rooms = new SharedRooms();
        using var names = new WriteNameObserver();
        using var folder = new WorkFolder();
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 1, 4),
            CancellationToken = TestContext.Current.CancellationToken,
        };
        await Parallel.ForAsync(firstSeed, firstSeed + schedules, options, async (seed, _) =>
        {
            if (failures.Count < MostFailures && await FailureOfAsync(seed, rooms, tally, folder) is { } failure)
            {
                failures.Enqueue(failure);
            }
        });

        output.WriteLine($"{schedules} schedules from seed {firstSeed} in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        output.WriteLine(tally.ToString());
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
        if (schedules >= Usual)
        {
            Assert.All(Temper.Names, name => Assert.True(tally.StopsAfter(name) > 0, $"No schedule stopped after {name}."));
        }
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_schedule()
    {
        using var rooms = new SharedRooms();
        using var names = new WriteNameObserver();
        using var folder = new WorkFolder();
        List<string[]> runs = [];
        for (var run = 0; run < 2; run++)
        {
            var schedule = new Schedule(FirstSeed, rooms, new Tally(), folder.Path);
            await schedule.RunAsync();
            runs.Add([.. schedule.Steps]);
        }

        Assert.True(runs[0].Length > 20, "Nothing happened.");
        Assert.Equal(runs[0], runs[1]);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever goes wrong is told with its seed.")]
    private static async Task<string?> FailureOfAsync(int seed, SharedRooms rooms, Tally tally, WorkFolder folder)
    {
        try
        {
            await new Schedule(seed, rooms, tally, folder.Path).RunAsync();
            return null;
        }
        catch (Exception failure)
        {
            return failure is ScheduleFailedException ? failure.Message : $"Seed {seed}: {failure}";
        }
    }

    private static int FromEnvironment(string name, int usual)
    {
        return Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
    }
}
