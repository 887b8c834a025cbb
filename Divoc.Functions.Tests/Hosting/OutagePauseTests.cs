using Divoc.Functions.Hosting.Embedded;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Hosting;

public sealed class OutagePauseTests : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider clock = new();
    private readonly OutagePause pause;

    public OutagePauseTests() => pause = new OutagePause(clock, TimeSpan.FromMinutes(5));

    [Fact]
    public void Each_consecutive_outage_doubles_the_pause_up_to_the_maximum()
    {
        var lengths = new List<double>();
        for (var outage = 0; outage < 7; outage++)
        {
            pause.Report(Delay);
            lengths.Add(pause.Remaining!.Value.TotalSeconds);
            clock.Advance(pause.Remaining.Value);
        }

        Assert.Equal([10, 20, 40, 80, 160, 300, 300], lengths);
    }

    /// <summary>
    /// The delay of a message grows by itself with each outage that it meets; both together would soon reach the longest pause.
    /// </summary>
    [Fact]
    public void A_growing_delay_does_not_make_the_pause_grow_faster()
    {
        var lengths = new List<double>();
        for (var delay = Delay; delay <= Delay * 8; delay *= 2)
        {
            pause.Report(delay);
            lengths.Add(pause.Remaining!.Value.TotalSeconds);
            clock.Advance(pause.Remaining.Value);
        }

        Assert.Equal([10, 20, 40, 80], lengths);
    }

    [Fact]
    public void An_outage_reported_during_a_pause_does_not_lengthen_it()
    {
        pause.Report(Delay);
        clock.Advance(TimeSpan.FromSeconds(1));
        pause.Report(Delay);
        Assert.Equal(Delay - TimeSpan.FromSeconds(1), pause.Remaining);
    }

    [Fact]
    public async Task The_first_success_ends_the_pause_and_resets_its_length()
    {
        pause.Report(Delay);
        clock.Advance(Delay);
        pause.Report(Delay);
        var waiting = pause.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        pause.End();
        await waiting.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);
        Assert.Null(pause.Remaining);
        pause.Report(Delay);
        Assert.Equal(Delay, pause.Remaining);
    }

    [Fact]
    public async Task Waiting_ends_with_the_pause_or_with_its_cancellation_token()
    {
        await pause.WaitAsync(TestContext.Current.CancellationToken);
        pause.Report(Delay);
        var waiting = pause.WaitAsync(TestContext.Current.CancellationToken);
        clock.Advance(Delay);
        await waiting.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);

        pause.Report(Delay);
        using var stop = new CancellationTokenSource();
        var stopped = pause.WaitAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => stopped.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_clock_that_is_set_back_does_not_lengthen_the_pause()
    {
        var settable = new SettableClock();
        using var timed = new OutagePause(settable, TimeSpan.FromMinutes(5));
        timed.Report(Delay);
        settable.UtcNow -= TimeSpan.FromHours(1);
        Assert.InRange(timed.Remaining!.Value, TimeSpan.FromTicks(1), Delay);
    }

    public void Dispose() => pause.Dispose();
}
