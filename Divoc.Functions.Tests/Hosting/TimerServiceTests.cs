using System.Collections.Concurrent;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Tests.Messaging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Divoc.Functions.Tests.Hosting;

public sealed class TimerServiceTests
{
    private static readonly DateTimeOffset Began = new(2026, 1, 1, 12, 0, 30, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly HostRules Rules = new("", TimeSpan.FromMinutes(30), 1, TimeSpan.FromMinutes(10));

    private readonly WatchedTime clock = new(Began);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_timer_function_is_called_on_schedule_and_receives_the_next_time()
    {
        var calls = new ConcurrentQueue<TimerInfo>();
        using var timers = await StartAsync((timer, _) =>
        {
            calls.Enqueue(timer);
            return Task.CompletedTask;
        });
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(30), Token);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(calls);

        await AdvanceToTheNextAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(Began.UtcDateTime.AddSeconds(90), calls.Single().ScheduleStatus!.Next);
        await AdvanceToTheNextAsync(Minute);
        await AdvanceToTheNextAsync(Minute);
        Assert.Equal(3, calls.Count);
        await StopAsync(timers);
    }

    [Fact]
    public async Task A_timer_function_that_fails_is_called_again_at_its_next_time()
    {
        var calls = 0;
        using var timers = await StartAsync(
            (_, _) => Interlocked.Increment(ref calls) == 1 ? throw new InvalidOperationException("no") : Task.CompletedTask);
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(30), Token);
        await AdvanceToTheNextAsync(TimeSpan.FromSeconds(30));
        await AdvanceToTheNextAsync(Minute);
        Assert.Equal(2, calls);
        await StopAsync(timers);
    }

    [Fact]
    public async Task A_long_call_does_not_overlap_the_next_one_and_ends_when_the_service_stops()
    {
        var calls = 0;
        using var timers = await StartAsync((_, token) =>
        {
            Interlocked.Increment(ref calls);
            return Task.Delay(Timeout.Infinite, token);
        });
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(30), Token);
        clock.Advance(TimeSpan.FromSeconds(30));
        await Eventually.HoldsAsync(() => calls == 1);
        clock.Advance(5 * Minute);
        Assert.Equal(1, calls);
        await StopAsync(timers);
    }

    /// <summary>Returns when the call that is due is over and its next one is waited for.</summary>
    private Task AdvanceToTheNextAsync(TimeSpan due)
    {
        clock.Advance(due);
        return clock.WaitForTimerAsync(Minute, Token);
    }

    private static async Task StopAsync(TimerService timers)
    {
        await timers.StoppingAsync(Token);
        await timers.StopAsync(Token).WaitAsync(Eventually.Limit, Token);
    }

    private async Task<TimerService> StartAsync(Func<TimerInfo, CancellationToken, Task> run)
    {
        var services = new ServiceCollection().AddSingleton(new TimerScript(run)).BuildServiceProvider();
        var timers = new TimerService(
            FunctionCatalog.Of([typeof(TimerProbe)]), services.GetRequiredService<IServiceScopeFactory>(), Rules, clock,
            NullLogger<TimerService>.Instance);
        await timers.StartedAsync(Token);
        return timers;
    }
}
