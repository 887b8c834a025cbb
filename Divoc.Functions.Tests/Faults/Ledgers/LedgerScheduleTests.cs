using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Globalization;
using Divoc.Functions.Registry;
using Divoc.Functions.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Faults.Ledgers;

/// <summary>
/// How ledgers are changed and how that is announced, in many histories without certificates, each drawn from its seed. LEDGER_SCHEDULES
/// says how many are run, LEDGER_SEED the first one's seed; a failure prints its own, and is the same each time.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class LedgerScheduleTests(ITestOutputHelper output)
{
    private const int Usual = 10_000;
    private const int FirstSeed = 20_260_101;
    private const int MostFailures = 3;
    private const int AtOnce = 32;

    [Fact]
    public async Task In_every_schedule_every_entry_is_announced_and_every_register_is_correct()
    {
        var schedules = FromEnvironment("LEDGER_SCHEDULES", Usual);
        var firstSeed = FromEnvironment("LEDGER_SEED", FirstSeed);
        var began = Stopwatch.GetTimestamp();
        var tally = new Tally();
        var failures = new ConcurrentQueue<string>();
        using var names = new LedgerWriteObserver();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new CertificateMetrics(services.GetRequiredService<IMeterFactory>());
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForAsync(firstSeed, firstSeed + schedules, options, async (seed, _) =>
        {
            if (failures.Count < MostFailures && await FailureOfAsync(seed, tally, metrics) is { } failure)
            {
                failures.Enqueue(failure);
            }
        });

        output.WriteLine($"{schedules} schedules from seed {firstSeed} in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        output.WriteLine(tally.ToString());
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
        if (schedules >= Usual)
        {
            Assert.All(LedgerSchedule.StopNames, name => Assert.True(tally.StopsAfter(name) > 0, $"No schedule stopped after {name}."));
            Assert.True(tally.Of("writes let go after their message was handled") > 0, "No write came after its message was handled.");
        }
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_schedule()
    {
        using var names = new LedgerWriteObserver();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new CertificateMetrics(services.GetRequiredService<IMeterFactory>());
        List<string[]> runs = [];
        for (var run = 0; run < 2; run++)
        {
            var schedule = new LedgerSchedule(FirstSeed, new Tally(), metrics);
            await schedule.RunAsync();
            runs.Add([.. schedule.Steps]);
        }

        Assert.True(runs[0].Length > 20, "Nothing happened.");
        Assert.Equal(runs[0], runs[1]);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever goes wrong is told with its seed.")]
    private static async Task<string?> FailureOfAsync(int seed, Tally tally, CertificateMetrics metrics)
    {
        try
        {
            await new LedgerSchedule(seed, tally, metrics).RunAsync();
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

    /// <summary>Hears the names of writes from all flows of this test process and passes on those of schedules.</summary>
    private sealed class LedgerWriteObserver : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly List<IDisposable> subscriptions = [];

        public LedgerWriteObserver() => subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Divoc.Functions.Writes")
            {
                subscriptions.Add(value.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value) => LedgerFlow.Current?.Process.Named(Enum.Parse<ProtocolWrite>(value.Key));

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose() => subscriptions.ForEach(subscription => subscription.Dispose());
    }
}
