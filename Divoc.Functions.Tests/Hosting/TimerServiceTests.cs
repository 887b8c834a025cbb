using System.Collections.Concurrent;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Hosting;

public sealed class TimerServiceTests
{
    private static readonly DateTimeOffset Began = new(2026, 1, 1, 12, 0, 30, TimeSpan.Zero);
    private static readonly HostRules Rules = new("", TimeSpan.FromMinutes(30), 1, TimeSpan.FromMinutes(10));

    private readonly FakeTimeProvider clock = new(Began);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_timer_function_is_called_at_its_times_and_told_the_next_one()
    {
        var calls = new ConcurrentQueue<TimerInfo>();
        using var timers = await StartAsync((timer, _) =>
        {
            calls.Enqueue(timer);
            return Task.CompletedTask;
        });
        clock.Advance(TimeSpan.FromSeconds(29));
        await Task.Delay(50, Token);
        Assert.Empty(calls);

        clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => calls.Count == 1);
        Assert.Equal(Began.UtcDateTime.AddSeconds(90), calls.Single().ScheduleStatus!.Next);
        await Eventually.HoldsAsync(() => calls.Count == 3, clock);
        await StopAsync(timers);
    }

    [Fact]
    public async Task A_timer_function_that_fails_is_called_again()
    {
        var calls = 0;
        using var timers = await StartAsync((_, _) => Interlocked.Increment(ref calls) == 1 ? throw new InvalidOperationException("no") : Task.CompletedTask);
        await Eventually.HoldsAsync(() => calls == 2, clock);
        await StopAsync(timers);
    }

    [Fact]
    public async Task A_call_that_takes_long_is_not_overlapped_and_ends_when_the_service_stops()
    {
        var calls = 0;
        using var timers = await StartAsync((_, token) =>
        {
            Interlocked.Increment(ref calls);
            return Task.Delay(Timeout.Infinite, token);
        });
        await Eventually.HoldsAsync(() => calls == 1, clock);
        var end = clock.GetUtcNow() + TimeSpan.FromMinutes(5);
        await Eventually.HoldsAsync(() => clock.GetUtcNow() > end, clock);
        Assert.Equal(1, calls);
        await StopAsync(timers);
    }

    private static async Task StopAsync(TimerService timers)
    {
        await timers.StoppingAsync(Token);
        await timers.StopAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    private async Task<TimerService> StartAsync(Func<TimerInfo, CancellationToken, Task> run)
    {
        var services = new ServiceCollection().AddSingleton(new TimerScript(run)).BuildServiceProvider();
        var timers = new TimerService(
            FunctionCatalog.Of([typeof(TimerProbe)]), services.GetRequiredService<IServiceScopeFactory>(), Rules, clock, NullLogger<TimerService>.Instance);
        await timers.StartedAsync(Token);
        return timers;
    }
}
