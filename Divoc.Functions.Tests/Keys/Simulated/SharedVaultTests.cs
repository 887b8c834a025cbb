using System.Diagnostics.Metrics;
using Divoc.Functions.Keys;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Tests.Keys.Vault;
using Divoc.Functions.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Keys.Simulated;

/// <summary>What many processes make of one vault. Simulated: no test takes as long as it tells.</summary>
public sealed class SharedVaultTests : IDisposable
{
    private const double Limit = 400;
    private const int Workers = 16;

    private readonly Simulation simulation = new(TimeSpan.FromMilliseconds(10));
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CertificateMetrics metrics;
    private readonly InMemoryArtifactStore store;
    private readonly VaultWindow window;
    private readonly Dictionary<SigningLane, int> signed = [];

    public SharedVaultTests()
    {
        metrics = new CertificateMetrics(services.GetRequiredService<IMeterFactory>());
        store = new InMemoryArtifactStore(simulation.Time);
        window = new VaultWindow(new VaultDoubleOptions { Time = simulation.Time });
    }

    private static ITestOutputHelper? Output => TestContext.Current.TestOutputHelper;

    public void Dispose()
    {
        metrics.Dispose();
        services.Dispose();
    }

    [Fact]
    [Trait("Kind", "Slow")]
    public void Interactive_signatures_wait_less_than_a_second_beside_30_processes_with_full_queues_at_the_limit()
    {
        var waits = new List<TimeSpan>();
        var bulk = Enumerable.Range(0, 30).Select(_ => New()).ToList();
        bulk.ForEach(signer => signer.BeginQueue(SigningLane.Bulk, Limit, Workers));
        for (var instance = 0; instance < 2; instance++)
        {
            BeginArrivals(New(), perSecond: 5, waits, new Random(instance));
        }

        simulation.Run(TimeSpan.FromMinutes(1));
        waits.Clear();
        var (part, total) = RunFor(TimeSpan.FromMinutes(1));
        var slowest = waits.Order().ElementAt((int)(waits.Count * 0.99));

        bulk[0].Die();
        simulation.Run(TimeSpan.FromSeconds(30));
        var (_, afterDeath) = RunFor(TimeSpan.FromSeconds(30));

        Output?.WriteLine(
            $"{waits.Count} interactive signatures, p99 {slowest.TotalMilliseconds} ms, the longest {waits.Max().TotalMilliseconds} ms; "
            + $"bulk {part:P1} of the limit, all {total:P1}, 30 s after a death {afterDeath:P1}; "
            + $"{bulk.Sum(signer => signer.Refusals)} refusals");
        Assert.True(slowest < TimeSpan.FromSeconds(1), $"p99 was {slowest}.");
        Assert.InRange(part, 0.1, 1);
        Assert.InRange(total, 0.95, 1);
        Assert.InRange(afterDeath, 0.95, 1);
    }

    /// <summary>However many sign, and whatever the template says of the largest number of instances.</summary>
    [Theory]
    [Trait("Kind", "Slow")]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(50)]
    public void Processes_with_full_queues_use_the_whole_limit_and_get_equal_shares_even_after_one_dies(int processes)
    {
        var each = new int[processes + 1];
        var signers = Enumerable.Range(0, processes + 1).Select(place => New(() => each[place]++)).ToList();
        signers.ForEach(signer => signer.BeginQueue(SigningLane.Bulk, Limit, Workers));
        simulation.Run(TimeSpan.FromMinutes(1));
        var (_, before) = RunFor(TimeSpan.FromSeconds(30));
        signers[^1].Die();
        simulation.Run(TimeSpan.FromSeconds(30));
        Array.Clear(each);
        var (_, after) = RunFor(TimeSpan.FromSeconds(60));

        var fair = Limit * 60 / processes;
        Output?.WriteLine(
            $"{before:P1} of the limit, {after:P1} after a death; the least {each[..^1].Min() / fair:P0} of a fair part, "
            + $"the most {each.Max() / fair:P0}");
        Assert.InRange(before, 0.95, 1);
        Assert.InRange(after, 0.95, 1);
        Assert.All(each[..^1], count => Assert.InRange(count / fair, 0.8, 1.2));
    }

    [Fact]
    public void The_share_of_a_process_that_dies_is_used_within_thirty_seconds()
    {
        var signers = Enumerable.Range(0, 4).Select(_ => New()).ToList();
        signers.ForEach(signer => signer.BeginQueue(SigningLane.Bulk, Limit, Workers));
        simulation.Run(TimeSpan.FromMinutes(1));
        var (_, before) = RunFor(TimeSpan.FromSeconds(10));
        signers[0].Die();
        var (_, missing) = RunFor(TimeSpan.FromSeconds(10));
        var seconds = 10;
        var (_, now) = RunFor(TimeSpan.FromSeconds(1));
        for (; now < 0.95 && seconds < 60; seconds++)
        {
            (_, now) = RunFor(TimeSpan.FromSeconds(1));
        }

        Output?.WriteLine($"{before:P1} before the death, {missing:P1} in the first ten seconds after it, {now:P1} after {seconds} s");
        Assert.InRange(before, 0.95, 1);
        Assert.InRange(missing, 0.5, 0.8);
        Assert.InRange(seconds, 10, 30);
    }

    /// <summary>Nobody knows how much another lane would use, but whoever waits gets its part.</summary>
    [Fact]
    public void Bulk_and_status_get_their_shares_beside_interactive_processes_with_full_queues()
    {
        New().BeginQueue(SigningLane.Interactive, Limit, 64);
        New().BeginQueue(SigningLane.Interactive, Limit, 64);
        New().BeginQueue(SigningLane.Bulk, Limit, Workers);
        New().BeginQueue(SigningLane.Status, Limit, Workers);
        simulation.Run(TimeSpan.FromMinutes(1));
        var (bulk, total) = RunFor(TimeSpan.FromSeconds(30));
        var seconds = 30;

        Output?.WriteLine(
            $"interactive {signed[SigningLane.Interactive] / Limit / seconds:P1}, bulk {bulk:P1}, "
            + $"status {signed[SigningLane.Status] / Limit / seconds:P1}");
        Assert.InRange(signed[SigningLane.Interactive] / Limit / seconds, 0.55, 0.65);
        Assert.InRange(bulk, 0.27, 0.33);
        Assert.InRange(signed[SigningLane.Status] / Limit / seconds, 0.08, 0.11);
        Assert.InRange(total, 0.95, 1);
    }

    [Fact]
    public void A_single_process_has_the_whole_vault_immediately_and_also_during_a_store_outage()
    {
        var alone = New();
        alone.BeginQueue(SigningLane.Bulk, Limit, Workers);
        simulation.Run(TimeSpan.FromSeconds(1));
        var (_, total) = RunFor(TimeSpan.FromSeconds(20));
        store.IsOut = true;
        var (_, outTotal) = RunFor(TimeSpan.FromSeconds(60));

        Assert.InRange(total, 0.95, 1);
        Assert.InRange(outTotal, 0.95, 1);
    }

    [Fact]
    public async Task After_a_store_outage_no_process_takes_the_shares_of_the_others()
    {
        var signers = Enumerable.Range(0, 8).Select(_ => New()).ToList();
        signers.ForEach(signer => signer.BeginQueue(SigningLane.Bulk, Limit, Workers));
        simulation.Run(TimeSpan.FromMinutes(1));
        store.IsOut = true;
        simulation.Run(TimeSpan.FromMinutes(2));
        store.IsOut = false;

        for (var second = 0; second < 30; second++)
        {
            simulation.Run(TimeSpan.FromSeconds(1));
            Assert.InRange(signers.Sum(signer => signer.Throttle.Portion), 0.9, 1.2);
        }

        Assert.Equal(8, await ReportsAsync());
    }

    [Fact]
    public async Task A_process_that_does_not_sign_reports_nothing_and_leaves_its_share_to_others()
    {
        var idle = New();
        simulation.Begin(async () => await idle.SignAsync(SigningLane.Interactive, Limit));
        simulation.Run(TimeSpan.FromMinutes(2));
        var calls = store.Calls;
        simulation.Run(TimeSpan.FromMinutes(10));

        Assert.Equal(calls, store.Calls);
        Assert.Equal(0, await ReportsAsync());
    }

    [Fact]
    public async Task Reports_of_ended_processes_are_deleted()
    {
        var gone = New();
        simulation.Begin(async () => await gone.SignAsync(SigningLane.Interactive, Limit));
        simulation.Run(TimeSpan.FromSeconds(1));
        gone.Die();
        simulation.Run(TimeSpan.FromMinutes(5));
        BeginArrivals(New(), perSecond: 1, [], new Random(1));
        simulation.Run(TimeSpan.FromSeconds(50));
        Assert.Equal(2, await ReportsAsync());
        simulation.Run(TimeSpan.FromSeconds(30));
        Assert.Equal(1, await ReportsAsync());
    }

    [Fact]
    public void A_process_that_joins_a_busy_vault_soon_gets_its_share_and_the_vault_refuses_few_calls()
    {
        var first = New();
        first.BeginQueue(SigningLane.Bulk, Limit, Workers);
        simulation.Run(TimeSpan.FromMinutes(1));
        var second = New();
        second.BeginQueue(SigningLane.Bulk, Limit, Workers);
        Assert.InRange(first.Throttle.Portion, 0.9, 1.1);
        simulation.Run(TimeSpan.FromSeconds(45));

        Output?.WriteLine($"{first.Throttle.Portion:P1} and {second.Throttle.Portion:P1}, {first.Refusals + second.Refusals} refusals");
        Assert.InRange(first.Refusals + second.Refusals, 0, 2 * Workers);
        Assert.InRange(first.Throttle.Portion, 0.45, 0.55);
        Assert.InRange(second.Throttle.Portion, 0.45, 0.55);
    }

    private SimulatedSigner New(Action? hasSigned = null) => new(simulation, window, store, metrics, lane =>
    {
        signed[lane] = signed.GetValueOrDefault(lane) + 1;
        hasSigned?.Invoke();
    });

    /// <summary>Events that come by themselves, independently of each other.</summary>
    private void BeginArrivals(SimulatedSigner signer, double perSecond, List<TimeSpan> waits, Random random) =>
        simulation.Begin(async () =>
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / perSecond), simulation.Time);
                simulation.Begin(async () => waits.Add(await signer.SignAsync(SigningLane.Interactive, Limit)));
            }
        });

    /// <summary>Lets time pass. Returns which part of the limit bulk signatures and all have used.</summary>
    private (double Bulk, double All) RunFor(TimeSpan duration)
    {
        signed.Clear();
        simulation.Run(duration);
        var whole = Limit * duration.TotalSeconds;
        return (signed.GetValueOrDefault(SigningLane.Bulk) / whole, signed.Values.Sum() / whole);
    }

    private async Task<int> ReportsAsync() =>
        (await store.ListAsync("registry", "signers/", 10, null, TestContext.Current.CancellationToken)).Names.Count;
}
