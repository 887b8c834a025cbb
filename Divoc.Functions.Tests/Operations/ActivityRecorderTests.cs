using System.Diagnostics.Metrics;
using Divoc.Functions.Operations;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Operations;

public sealed class ActivityRecorderTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 30, TimeSpan.Zero);

    private readonly FakeTimeProvider clock = new(Begin);
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly InMemoryArtifactStore store;
    private readonly ActivityRegistry registry;

    public ActivityRecorderTests()
    {
        store = new InMemoryArtifactStore(clock);
        registry = new ActivityRegistry(store, new RegistryDocuments(store));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task The_counts_of_a_minute_are_written_when_it_ends_and_a_minute_without_activity_writes_nothing()
    {
        using var metrics = Metrics();
        using var recorder = new ActivityRecorder(registry, metrics, clock);
        metrics.EventsAccepted(3);
        metrics.CertificateIssued("vaccination", TimeSpan.Zero);
        metrics.DuplicateMet();
        metrics.EventFailed("QR_TOO_LARGE");
        await NextMinuteAsync(recorder);

        var activity = Assert.Single(await ReadAsync());
        Assert.Equal(recorder.Instance, activity.Instance);
        Assert.Equal(
            new ActivityMinute(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), 3, 1, 1, 1), Assert.Single(activity.Minutes));

        var written = await ETagAsync(recorder);
        await NextMinuteAsync(recorder);
        Assert.Equal(written, await ETagAsync(recorder));
    }

    [Theory]
    [InlineData(29_999)]
    [InlineData(30_000)]
    [InlineData(45_000)]
    public async Task Counts_belong_to_the_minute_that_ends_even_if_the_timer_fires_slightly_early_or_late(int milliseconds)
    {
        using var metrics = Metrics();
        using var recorder = new ActivityRecorder(registry, metrics, clock);
        metrics.EventsAccepted(3);
        clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        await recorder.RecordAsync(Token);

        Assert.Equal(
            new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), Assert.Single(Assert.Single(await ReadAsync()).Minutes).Minute);
    }

    [Fact]
    public async Task A_document_contains_the_minutes_of_one_hour()
    {
        using var metrics = Metrics();
        using var recorder = new ActivityRecorder(registry, metrics, clock);
        for (var minute = 0; minute < 70; minute++)
        {
            metrics.EventsAccepted(1);
            await NextMinuteAsync(recorder);
        }

        var minutes = Assert.Single(await ReadAsync()).Minutes;
        Assert.InRange(minutes.Count, ActivityRecorder.Minutes - 1, ActivityRecorder.Minutes);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 13, 9, 0, TimeSpan.Zero), minutes[^1].Minute);
        Assert.All(minutes, minute => Assert.Equal(1, minute.Accepted));
    }

    [Fact]
    public async Task Documents_of_ended_instances_are_deleted()
    {
        using var metrics = Metrics();
        using var gone = new ActivityRecorder(registry, metrics, clock);
        metrics.EventsAccepted(1);
        await NextMinuteAsync(gone);
        clock.Advance(TimeSpan.FromHours(3));
        using var others = Metrics();
        using var present = new ActivityRecorder(registry, others, clock);
        others.EventsAccepted(1);
        await NextMinuteAsync(present);

        Assert.Equal(
            [$"activity/{present.Instance}.json"],
            (await store.ListAsync(RegistryDocuments.Container, "activity/", 100, null, Token)).Names);
    }

    [Fact]
    public async Task Counts_that_cannot_be_written_are_written_in_the_next_minute()
    {
        using var metrics = Metrics();
        var broken = new ScriptedStore(store);
        using var recorder = new ActivityRecorder(new ActivityRegistry(broken, new RegistryDocuments(broken)), metrics, clock);
        metrics.EventsAccepted(1);
        broken.BeforeWrite = (number, _) => number == 1 ? throw new StoreUnavailableException("It is out.") : Task.CompletedTask;
        await NextMinuteAsync(recorder);
        Assert.Empty(await ReadAsync());
        await NextMinuteAsync(recorder);

        Assert.Equal(1, Assert.Single(Assert.Single(await ReadAsync()).Minutes).Accepted);
    }

    private CertificateMetrics Metrics() => new(services.GetRequiredService<IMeterFactory>());

    private Task NextMinuteAsync(ActivityRecorder recorder)
    {
        clock.Advance(TimeSpan.FromMinutes(1));
        return recorder.RecordAsync(Token);
    }

    private async Task<IReadOnlyList<ActivityRecord>> ReadAsync() =>
        (await registry.ReadAsync(clock.GetUtcNow().AddHours(-1), Token)).Activities;

    private Task<string?> ETagAsync(ActivityRecorder recorder) =>
        new RegistryDocuments(store).FindETagAsync($"activity/{recorder.Instance}.json", Token);
}
