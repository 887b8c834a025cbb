using Divoc.Functions.Hosting;
using Divoc.Functions.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>Each queue that triggers a function has a pump of its own.</summary>
public sealed class QueuePumpServiceTests : IAsyncDisposable
{
    /// <summary>It stands, so that no lock and no pause ends while a test looks.</summary>
    private readonly FakeTimeProvider clock = new();

    private readonly InMemoryMessageQueue events;
    private readonly InMemoryMessageQueue bulk;
    private readonly InMemoryMessageQueue changes;
    private TestHost? host;

    public QueuePumpServiceTests()
    {
        events = new InMemoryMessageQueue(clock);
        bulk = new InMemoryMessageQueue(clock);
        changes = new InMemoryMessageQueue(clock, detectsDuplicates: false);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_queue_that_uses_all_its_calls_does_not_reduce_the_calls_of_another_queue()
    {
        var release = new TaskCompletionSource();
        var (ofEvents, ofChanges) = (0, 0);
        await StartAsync(
            (_, _, _) =>
            {
                Interlocked.Increment(ref ofEvents);
                return release.Task;
            },
            (_, _, _) =>
            {
                Interlocked.Increment(ref ofChanges);
                return release.Task;
            });
        var most = host!.Services.GetRequiredService<HostRules>().MaxConcurrentCalls;
        await SendAsync(events, most + 1);
        await Eventually.HoldsAsync(() => ofEvents == most);

        await SendAsync(changes, most + 1);

        await Eventually.HoldsAsync(() => ofChanges == most);
        Assert.Equal(most, ofEvents);
        release.SetResult();
        await Eventually.HoldsAsync(() => ofEvents == most + 1 && ofChanges == most + 1 && events.Active.Count + changes.Active.Count == 0);
    }

    [Fact]
    public async Task When_bulk_events_use_all_their_calls_a_quarter_of_the_calls_remains_for_single_events()
    {
        var release = new TaskCompletionSource();
        var (ofEvents, ofBulk) = (0, 0);
        await StartAsync(
            (_, _, _) =>
            {
                Interlocked.Increment(ref ofEvents);
                return release.Task;
            },
            (_, _, _) => Task.CompletedTask,
            (_, _, _) =>
            {
                Interlocked.Increment(ref ofBulk);
                return release.Task;
            });
        var most = host!.Services.GetRequiredService<HostRules>().MaxConcurrentCalls;
        await SendAsync(bulk, 2 * most);
        await Eventually.HoldsAsync(() => ofBulk == most * 3 / 4);

        await SendAsync(events, most);

        await Eventually.HoldsAsync(() => ofEvents == most / 4);
        Assert.Equal((most / 4, most * 3 / 4), (ofEvents, ofBulk));
        release.SetResult();
        await Eventually.HoldsAsync(() => ofEvents == most && ofBulk == 2 * most && events.Active.Count + bulk.Active.Count == 0);
    }

    [Fact]
    public async Task An_outage_that_affects_one_queue_pauses_only_that_queue()
    {
        var (ofEvents, ofChanges) = (0, 0);
        await StartAsync(
            (_, delivery, token) =>
            {
                Interlocked.Increment(ref ofEvents);
                return delivery.RetryAfterOutageAsync(TimeSpan.FromHours(1), token);
            },
            (_, _, _) =>
            {
                Interlocked.Increment(ref ofChanges);
                return Task.CompletedTask;
            });
        await SendAsync(events, 1);
        await Eventually.HoldsAsync(
            () => events.Active.Any(message => message.Message.ScheduledFor is not null) && events.Active.Count == 1);
        await SendAsync(events, 1);

        for (var turn = 1; turn <= 3; turn++)
        {
            await SendAsync(changes, 1);
            await Eventually.HoldsAsync(() => ofChanges == turn && changes.Active.Count == 0);
        }

        Assert.Equal(1, ofEvents);
    }

    [Fact]
    public async Task The_retry_copy_is_sent_to_the_queue_of_the_original_message()
    {
        Func<byte[], IDelivery, CancellationToken, Task> retry = (_, delivery, token) =>
            delivery.Attempt == 1 ? delivery.RetryAsync(TimeSpan.Zero, token) : delivery.DeadLetterAsync("no", "No.", token);
        await StartAsync(retry, retry);
        await SendAsync(events, 1);
        await SendAsync(changes, 1);

        await Eventually.HoldsAsync(() => events.DeadLetters.Count == 1 && changes.DeadLetters.Count == 1);
        Assert.All([events, changes], queue => Assert.Equal([1, 2], queue.Sent.Select(RetryCopy.AttemptOf)));
        Assert.All([events, changes], queue => Assert.Single(queue.Sent.Select(RetryCopy.IdOf).Distinct()));
    }

    [Fact]
    public async Task A_function_for_a_queue_that_does_not_exist_stops_the_start()
    {
        var refused = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartWithAsync([typeof(QueueProbe)]));
        Assert.Contains("no queue probe", refused.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }
    }

    private static Task SendAsync(InMemoryMessageQueue queue, int count) => queue.SendAsync(
        [.. Enumerable.Range(0, count).Select(_ => new QueueMessage { MessageId = Guid.NewGuid().ToString(), Body = "{}"u8.ToArray() })],
        Token);

    private async Task StartAsync(
        Func<byte[], IDelivery, CancellationToken, Task> ofEvents,
        Func<byte[], IDelivery, CancellationToken, Task> ofChanges,
        Func<byte[], IDelivery, CancellationToken, Task>? ofBulk = null)
    {
        host = await TestHost.StartWithAsync([typeof(QueueProbes)], builder => builder.Services
            .AddSingleton<TimeProvider>(clock)
            .AddKeyedSingleton(QueueNames.CertificationEvents, new QueueScript(ofEvents))
            .AddKeyedSingleton(QueueNames.BulkCertificationEvents, new QueueScript(ofBulk ?? ofEvents))
            .AddKeyedSingleton(QueueNames.CertificateChanges, new QueueScript(ofChanges))
            .AddKeyedSingleton<IMessageQueue>(QueueNames.CertificationEvents, events)
            .AddKeyedSingleton<IMessageQueue>(QueueNames.BulkCertificationEvents, bulk)
            .AddKeyedSingleton<IMessageQueue>(QueueNames.CertificateChanges, changes));
    }
}
