using Divoc.Functions.Keys;
using Divoc.Functions.Keys.KeyVault;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Keys.Vault;

public sealed class VaultThrottleTests
{
    private readonly FakeTimeProvider time = new();

    [Theory]
    [InlineData(1, 400)]
    [InlineData(4, 400)]
    [InlineData(1, 50)]
    public async Task Each_process_uses_its_share_of_the_rate_with_a_small_reserve(int instances, double perSecond)
    {
        var taken = await CountAsync(new VaultThrottle(time) { Portion = 1.0 / instances }, perSecond, TimeSpan.FromSeconds(10));
        Assert.InRange(taken, (0.97 * perSecond * 10 / instances) - 1, perSecond * 10 / instances);
    }

    [Fact]
    public async Task Slow_and_fast_operations_share_one_token_bucket()
    {
        var throttle = new VaultThrottle(time);
        var slow = 0;
        var quick = 0;
        var end = time.GetTimestamp() + (10 * time.TimestampFrequency);
        while (time.GetTimestamp() < end)
        {
            await TakeAsync(throttle, 50);
            slow++;
            await TakeAsync(throttle, 400);
            quick++;
        }

        Assert.InRange((slow / 50.0) + (quick / 400.0), 9.7, 10.1);
    }

    [Fact]
    public async Task A_larger_share_shortens_the_wait_of_callers_that_already_wait()
    {
        var throttle = new VaultThrottle(time) { Portion = 0.01 };
        await TakeAsync(throttle, 1);
        var waiting = throttle.WaitAsync(SigningLane.Interactive, 1, TestContext.Current.CancellationToken);
        Assert.True(throttle.Wait() > TimeSpan.FromSeconds(100));
        throttle.Portion = 1;

        // Not in one step: whoever gives the turns looks again every quarter of a second.
        for (var step = 0; step < 8; step++)
        {
            time.Advance(TimeSpan.FromSeconds(0.25));
        }

        await waiting;
    }

    [Fact]
    public async Task A_refusal_pauses_all_callers_as_long_as_the_vault_says()
    {
        var throttle = new VaultThrottle(time);
        throttle.Refuse(TimeSpan.FromSeconds(7));

        var waiting = throttle.WaitAsync(SigningLane.Interactive, 400, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        await waiting;
    }

    [Fact]
    public async Task A_waiting_caller_keeps_waiting_when_another_call_is_refused()
    {
        var throttle = new VaultThrottle(time);
        while (throttle.Wait() < TimeSpan.FromSeconds(1))
        {
            _ = throttle.WaitAsync(SigningLane.Interactive, 10, TestContext.Current.CancellationToken);
        }

        var waiting = throttle.WaitAsync(SigningLane.Interactive, 10, TestContext.Current.CancellationToken);
        throttle.Refuse(TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(waiting.IsCompleted);
        for (var second = 0; second < 20; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await waiting;
    }

    [Fact]
    public void Simultaneous_refusals_halve_the_rate_once_and_it_grows_back_slowly()
    {
        var throttle = new VaultThrottle(time);
        for (var refusal = 0; refusal < 10; refusal++)
        {
            throttle.Refuse(TimeSpan.Zero);
        }

        Assert.Equal(0.5, throttle.Share, 3);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(0.6, throttle.Share, 3);
        throttle.Refuse(TimeSpan.Zero);
        Assert.Equal(0.3, throttle.Share, 3);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, throttle.Share, 3);
    }

    [Fact]
    public void The_rate_never_falls_to_zero()
    {
        var throttle = new VaultThrottle(time);
        for (var refusal = 0; refusal < 100; refusal++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            throttle.Refuse(TimeSpan.Zero);
        }

        Assert.InRange(throttle.Share, 1.0 / 64, 0.1);
    }

    [Fact]
    public async Task A_cancelled_caller_stops_waiting()
    {
        var throttle = new VaultThrottle(time);
        throttle.Close(TimeSpan.FromMinutes(1));
        using var gone = new CancellationTokenSource();
        var waiting = throttle.WaitAsync(SigningLane.Interactive, 400, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [InlineData(200, 1000)]
    [InlineData(50, 100)]
    public async Task Callers_that_give_up_leave_the_vault_to_the_others_no_matter_how_many_wait(double perSecond, int instances)
    {
        var throttle = new VaultThrottle(time) { Portion = 1.0 / instances };
        var signed = 0;
        var callers = Enumerable.Range(0, 16)
            .Select(_ => (Gone: new CancellationTokenSource(), Turn: Task.CompletedTask, Since: -TimeSpan.FromMinutes(1)))
            .ToArray();
        for (var elapsed = TimeSpan.Zero; elapsed < TimeSpan.FromMinutes(5); elapsed += TimeSpan.FromMilliseconds(100))
        {
            for (var caller = 0; caller < callers.Length; caller++)
            {
                if (!callers[caller].Turn.IsCompleted && elapsed - callers[caller].Since >= TimeSpan.FromSeconds(20))
                {
                    await callers[caller].Gone.CancelAsync();
                    await callers[caller].Turn.ConfigureAwait(
                        ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
                }

                if (callers[caller].Turn.IsCompleted)
                {
                    signed += callers[caller].Turn.IsCompletedSuccessfully && elapsed > TimeSpan.Zero ? 1 : 0;
                    callers[caller].Gone.Dispose();
                    var gone = new CancellationTokenSource();
                    callers[caller] = (gone, throttle.WaitAsync(SigningLane.Interactive, perSecond, gone.Token), elapsed);
                }
            }

            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Array.ForEach(callers, caller => caller.Gone.Dispose());
        Assert.InRange(signed, 0.75 * perSecond * 300 / instances, (perSecond * 300 / instances) + 2);
    }

    [Fact]
    public async Task Returning_a_turn_does_not_reopen_a_vault_that_asked_for_a_pause()
    {
        var throttle = new VaultThrottle(time);
        await throttle.WaitAsync(SigningLane.Interactive, 1, TestContext.Current.CancellationToken);
        using var gone = new CancellationTokenSource();
        var waiting = throttle.WaitAsync(SigningLane.Interactive, 1, gone.Token);
        throttle.Close(TimeSpan.FromSeconds(30));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Assert.Equal(TimeSpan.FromSeconds(30), throttle.Wait());
    }

    private async Task<int> CountAsync(VaultThrottle throttle, double perSecond, TimeSpan duration)
    {
        var began = time.GetTimestamp();
        var count = 0;
        while (true)
        {
            await TakeAsync(throttle, perSecond);
            if (time.GetElapsedTime(began) >= duration)
            {
                return count;
            }

            count++;
        }
    }

    private async Task TakeAsync(VaultThrottle throttle, double perSecond)
    {
        var wait = throttle.Wait();
        var turn = throttle.WaitAsync(SigningLane.Interactive, perSecond, TestContext.Current.CancellationToken);
        time.Advance(wait);
        time.Advance(turn.IsCompleted ? TimeSpan.Zero : TimeSpan.FromMilliseconds(1));
        await turn;
    }
}
