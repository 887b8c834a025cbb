using System.Collections.Concurrent;
using System.Text;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>The clock goes on only where a test says so, and only once the pump has come to the point where it waits for it.</summary>
public sealed class QueuePumpTests : IAsyncDisposable
{
    private static readonly HostRules Rules = new("", TimeSpan.FromMinutes(30), MaxConcurrentCalls: 4, TimeSpan.FromMinutes(10));

    /// <summary>Of another length than all else that the pump waits for.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(40);

    private readonly WatchedTime clock = new();
    private readonly InMemoryMessageQueue queue;
    private ServiceProvider? services;
    private QueuePump? pump;

    public QueuePumpTests() => queue = new InMemoryMessageQueue(clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_completed_after_its_function_returned()
    {
        var bodies = new ConcurrentQueue<string>();
        await SendAsync("cert");
        Start((body, delivery, _) =>
        {
            bodies.Enqueue(Encoding.UTF8.GetString(body));
            Assert.Equal(1, delivery.Attempt);
            return Task.CompletedTask;
        });

        await Eventually.HoldsAsync(() => queue.Active.Count == 0);
        Assert.Equal(["body of cert"], bodies);
        Assert.Empty(queue.DeadLetters);
    }

    [Fact]
    public async Task A_message_whose_function_throws_is_redelivered_until_the_queue_dead_letters_it()
    {
        var calls = 0;
        await SendAsync("cert");
        Start((_, _, _) =>
        {
            Interlocked.Increment(ref calls);
            throw new InvalidOperationException("no");
        });

        await Eventually.HoldsAsync(() => queue.DeadLetters.Count == 1);
        Assert.Equal(10, calls);
        Assert.Equal("MaxDeliveryCountExceeded", queue.DeadLetters[0].DeadLetterReason);
    }

    [Fact]
    public async Task A_retry_schedules_a_copy_as_the_next_attempt_and_completes_the_original()
    {
        var attempts = new ConcurrentQueue<int>();
        var began = clock.GetUtcNow();
        await SendAsync("cert");
        Start(async (_, delivery, token) =>
        {
            attempts.Enqueue(delivery.Attempt);
            if (delivery.Attempt < 3)
            {
                await delivery.RetryAsync(TimeSpan.FromMinutes(1), token);
            }
        });

        await Eventually.HoldsAsync(() => queue.Sent.Count == 2);
        var copy = queue.Sent[1];
        Assert.Equal(began + TimeSpan.FromMinutes(1), copy.ScheduledFor);
        Assert.Equal("2", copy.Properties["attempt"]);
        Assert.Equal("kept", copy.Properties["other"]);
        Assert.StartsWith("cert.2.", copy.MessageId, StringComparison.Ordinal);
        Assert.Equal("body of cert", Encoding.UTF8.GetString(copy.Body.Span));
        await Eventually.HoldsAsync(() => queue.Active.Count == 1);
        clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.HoldsAsync(() => queue.Sent.Count == 3 && queue.Active.Count == 1);
        clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.HoldsAsync(() => queue.Active.Count == 0);
        Assert.Equal([1, 2, 3], attempts);
        Assert.StartsWith("cert.3.", queue.Sent[2].MessageId, StringComparison.Ordinal);
        Assert.Equal(3, queue.Sent[2].MessageId.Split('.').Length);
    }

    [Fact]
    public async Task A_message_is_dead_lettered_with_reason_and_description()
    {
        await SendAsync("cert");
        Start((_, delivery, token) => delivery.DeadLetterAsync("NotAnEvent", "The body is no event.", token));

        await Eventually.HoldsAsync(() => queue.DeadLetters.Count == 1);
        Assert.Equal("NotAnEvent", queue.DeadLetters[0].DeadLetterReason);
        Assert.Equal("The body is no event.", queue.DeadLetters[0].DeadLetterDescription);
        Assert.Empty(queue.Active);
    }

    [Fact]
    public async Task A_message_is_settled_only_once()
    {
        Exception? second = null;
        await SendAsync("cert");
        Start(async (_, delivery, token) =>
        {
            await delivery.DeadLetterAsync("NotAnEvent", "", token);
            second = await Record.ExceptionAsync(() => delivery.RetryAsync(TimeSpan.Zero, token));
        });

        await Eventually.HoldsAsync(() => second is not null);
        Assert.IsType<InvalidOperationException>(second);
        Assert.Single(queue.Sent);
    }

    [Fact]
    public async Task A_settled_message_stays_settled_when_its_function_throws_afterwards()
    {
        var calls = 0;
        await SendAsync("cert");
        Start(async (_, delivery, token) =>
        {
            Interlocked.Increment(ref calls);
            await delivery.DeadLetterAsync("NotAnEvent", "", token);
            throw new InvalidOperationException("afterwards");
        });

        await Eventually.HoldsAsync(() => queue.DeadLetters.Count == 1);
        await StopAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(1, calls);
        Assert.Equal(0, queue.RefusedWithoutLock);
    }

    [Fact]
    public async Task An_outage_does_not_use_up_an_attempt_and_pauses_receiving()
    {
        var calls = 0;
        var isOut = true;
        await SendAsync("cert");
        Start(async (_, delivery, token) =>
        {
            Interlocked.Increment(ref calls);
            Assert.Equal(1, delivery.Attempt);
            if (isOut)
            {
                await delivery.RetryAfterOutageAsync(Outage, token);
            }
        });

        await Eventually.HoldsAsync(() => queue.Sent.Count == 2 && queue.Active.Count == 1);
        Assert.Equal("1", queue.Sent[1].Properties["attempt"]);
        await SendAsync("later");

        // The pump waits before it receives, or, if it was receiving by then, before it calls the function for what it got.
        await clock.WaitForTimerAsync(Outage, Token);
        Assert.Equal(1, calls);

        isOut = false;
        clock.Advance(Outage);
        await Eventually.HoldsAsync(() => queue.Active.Count == 0);
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task The_lock_is_renewed_while_a_call_runs()
    {
        var release = new TaskCompletionSource();
        var calls = 0;
        await SendAsync("cert");
        Start((_, _, _) =>
        {
            Interlocked.Increment(ref calls);
            return release.Task;
        });
        await Eventually.HoldsAsync(() => calls == 1);

        for (var renewal = 1; renewal <= 10; renewal++)
        {
            await clock.WaitForTimerAsync(InMemoryMessageQueue.LockDuration / 2, Token);
            clock.Advance(InMemoryMessageQueue.LockDuration / 2);
            await Eventually.HoldsAsync(() => queue.Renewals == renewal);
        }

        Assert.Equal(clock.GetUtcNow() + InMemoryMessageQueue.LockDuration, queue.Active[0].LockedUntil);
        release.SetResult();
        await Eventually.HoldsAsync(() => queue.Active.Count == 0);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_call_is_cancelled_when_its_lock_is_lost()
    {
        var cancelled = 0;
        var calls = 0;
        await SendAsync("cert");
        Start(async (_, _, token) =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                await Record.ExceptionAsync(() => Task.Delay(Timeout.Infinite, token));
                Interlocked.Increment(ref cancelled);
                token.ThrowIfCancellationRequested();
            }
        });
        await Eventually.HoldsAsync(() => calls == 1);
        await clock.WaitForTimerAsync(InMemoryMessageQueue.LockDuration / 2, Token);
        queue.LoseLocks();
        clock.Advance(InMemoryMessageQueue.LockDuration / 2);

        await Eventually.HoldsAsync(() => cancelled == 1 && queue.Active.Count == 0);
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_call_is_cancelled_after_the_function_timeout_and_its_message_is_abandoned()
    {
        var calls = 0;
        await SendAsync("cert");
        var timeout = InMemoryMessageQueue.LockDuration / 4;
        Start(
            (_, _, token) => Interlocked.Increment(ref calls) == 1 ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask,
            Rules with { FunctionTimeout = timeout });
        await Eventually.HoldsAsync(() => calls == 1);

        clock.Advance(timeout);
        await Eventually.HoldsAsync(() => queue.Active.Count == 0);
        Assert.Equal(2, calls);
        Assert.Equal(0, queue.RefusedWithoutLock);
    }

    [Fact]
    public async Task The_pump_survives_a_queue_that_cannot_be_reached()
    {
        var calls = 0;
        queue.Fault = new QueueUnavailableException("out");
        Start((_, _, _) =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        });
        clock.Advance(await clock.NextTimerAsync(Token));
        clock.Advance(await clock.NextTimerAsync(Token));
        var third = await clock.NextTimerAsync(Token);
        Assert.Equal(3, queue.Receives);
        queue.Fault = new InvalidOperationException("something unforeseen");
        clock.Advance(third);
        var fourth = await clock.NextTimerAsync(Token);
        Assert.Equal(4, queue.Receives);

        queue.Fault = null;
        await SendAsync("cert");
        clock.Advance(fourth);
        await Eventually.HoldsAsync(() => queue.Active.Count == 0);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task The_number_of_concurrent_calls_is_the_limit_in_host_json()
    {
        var running = 0;
        var most = 0;
        var release = new TaskCompletionSource();
        await SendAsync([.. Enumerable.Range(0, 20).Select(number => $"cert{number}")]);
        Start(async (_, _, _) =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await release.Task;
            await Task.Yield();
            Interlocked.Decrement(ref running);
        });

        await Eventually.HoldsAsync(() => running == Rules.MaxConcurrentCalls);
        release.SetResult();
        await Eventually.HoldsAsync(() => queue.Active.Count == 0);
        Assert.Equal(Rules.MaxConcurrentCalls, most);
    }

    /// <summary>
    /// As many calls may be over and not completed yet as may run: a queue that is slow to hear of it does not take the places of others.
    /// </summary>
    [Fact]
    public async Task A_finished_call_frees_its_slot_before_its_message_is_completed_and_stopping_waits_for_the_completion()
    {
        var completions = new TaskCompletionSource();
        queue.BeforeCompletion = completions.Task;
        var calls = 0;
        await SendAsync([.. Enumerable.Range(0, 20).Select(number => $"cert{number}")]);
        Start((_, _, _) =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        });

        await Eventually.HoldsAsync(() => calls == 2 * Rules.MaxConcurrentCalls);
        Assert.Equal(20, queue.Active.Count);
        var stopped = StopAsync(TimeSpan.FromMinutes(1));
        Assert.False(stopped.IsCompleted);
        completions.SetResult();
        await stopped;
        Assert.Equal(20 - (2 * Rules.MaxConcurrentCalls), queue.Active.Count);
        Assert.Equal(2 * Rules.MaxConcurrentCalls, calls);
    }

    [Fact]
    public async Task Stopping_lets_a_running_call_finish()
    {
        var release = new TaskCompletionSource();
        var calls = 0;
        await SendAsync("cert");
        Start((_, _, _) =>
        {
            Interlocked.Increment(ref calls);
            return release.Task;
        });
        await Eventually.HoldsAsync(() => calls == 1);

        var stopped = StopAsync(TimeSpan.FromMinutes(1));
        await SendAsync("late");
        release.SetResult();
        await stopped;
        Assert.Equal("late", Assert.Single(queue.Active).Message.MessageId);
    }

    [Fact]
    public async Task Stopping_abandons_the_message_of_a_call_that_does_not_finish_in_time()
    {
        var calls = 0;
        await SendAsync("cert");
        Start((_, _, token) =>
        {
            Interlocked.Increment(ref calls);
            return Task.Delay(Timeout.Infinite, token);
        });
        await Eventually.HoldsAsync(() => calls == 1);

        await StopAsync(TimeSpan.FromMilliseconds(20));
        Assert.Null(Assert.Single(queue.Active).LockToken);
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_a_call_that_ignores_its_cancellation()
    {
        var stuck = new TaskCompletionSource();
        var calls = 0;
        await SendAsync("cert");
        Start((_, _, _) =>
        {
            Interlocked.Increment(ref calls);
            return stuck.Task;
        });
        await Eventually.HoldsAsync(() => calls == 1);

        using var hostsTime = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await pump!.DrainAsync(TimeSpan.Zero, hostsTime.Token);

        Assert.NotNull(Assert.Single(queue.Active).LockToken);
        pump.Dispose();
        pump = null;
        stuck.SetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromMilliseconds(20));
        if (services is not null)
        {
            await services.DisposeAsync();
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private Task SendAsync(params string[] ids) => queue.SendAsync(
        [.. ids.Select(id => new QueueMessage
        {
            MessageId = id,
            Body = Encoding.UTF8.GetBytes($"body of {id}"),
            Properties = new Dictionary<string, string> { ["other"] = "kept" },
        })],
        Token);

    private void Start(Func<byte[], IDelivery, CancellationToken, Task> run, HostRules? rules = null)
    {
        services = new ServiceCollection()
            .AddSingleton(new QueueScript(run))
            .AddScoped<CurrentDelivery>()
            .AddScoped(scope => scope.GetRequiredService<CurrentDelivery>().Delivery)
            .BuildServiceProvider(validateScopes: true);
        var function = FunctionCatalog.Of([typeof(QueueProbe)]).QueueFunctions[0];
        pump = new QueuePump(
            function, queue, new WorkerLane(new LaneWorkers((rules ?? Rules).MaxConcurrentCalls), IsBulk: false),
            services.GetRequiredService<IServiceScopeFactory>(), rules ?? Rules, clock, NullLogger<QueuePump>.Instance);
        pump.Start();
    }

    private async Task StopAsync(TimeSpan grace)
    {
        if (pump is not null)
        {
            await pump.DrainAsync(grace, CancellationToken.None);
            pump.Dispose();
            pump = null;
        }
    }
}
