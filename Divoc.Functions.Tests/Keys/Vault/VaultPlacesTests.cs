using Divoc.Functions.Keys;
using Divoc.Functions.Keys.KeyVault;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Keys.Vault;

public sealed class VaultPlacesTests
{
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(4);

    private readonly FakeTimeProvider time = new();
    private readonly VaultPlaces places;

    public VaultPlacesTests() => places = new VaultPlaces(TryTimeout, time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task There_is_no_limit_until_a_call_times_out()
    {
        await SendAsync(1000);
        Assert.Null(places.Bound);
        Assert.Equal(TimeSpan.Zero, places.Wait());
    }

    [Fact]
    public async Task Timeouts_of_calls_sent_together_halve_the_limit_once_and_later_timeouts_halve_it_again_down_to_one()
    {
        var bounds = new List<int?>();
        for (var round = 0; round < 6; round++)
        {
            var calls = await SendAsync(places.Bound ?? 16);
            calls.ForEach(TimeOut);
            bounds.Add(places.Bound);
            time.Advance(TryTimeout);
        }

        Assert.Equal([8, 4, 2, 1, 1, 1], bounds);
    }

    [Fact]
    public async Task A_call_that_timed_out_keeps_its_place_for_another_timeout_period()
    {
        TimeOut((await SendAsync(2))[0]);
        var waiting = places.TakeAsync(SigningLane.Interactive, Token);
        time.Advance(TryTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);
        Assert.True(places.Wait() > TimeSpan.Zero);
    }

    [Fact]
    public async Task Places_are_given_in_request_order_and_not_to_cancelled_callers()
    {
        var call = await SendAloneAsync();
        using var gone = new CancellationTokenSource();
        var first = places.TakeAsync(SigningLane.Interactive, gone.Token);
        var (second, third) = (places.TakeAsync(SigningLane.Interactive, Token), places.TakeAsync(SigningLane.Interactive, Token));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        call.Dispose();
        using var place = await second;
        Assert.False(third.IsCompleted);
        place.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task Fast_answers_raise_the_limit_by_one_in_each_round_while_others_wait()
    {
        await HalveToOneAsync();
        var waiting = Enumerable.Range(0, 100).Select(_ => places.TakeAsync(SigningLane.Interactive, Token)).ToList();
        var bounds = new List<int?>();
        for (var round = 1; round <= 4; round++)
        {
            for (var call = 0; call < round; call++)
            {
                await AnswerAsync(waiting, Quick);
            }

            bounds.Add(places.Bound);
        }

        Assert.Equal([2, 2, 3, 4], bounds);
    }

    [Fact]
    public async Task Slow_answers_raise_the_limit_by_one_per_minute()
    {
        await HalveToOneAsync();
        var waiting = Enumerable.Range(0, 100).Select(_ => places.TakeAsync(SigningLane.Interactive, Token)).ToList();
        for (var call = 0; call < 12; call++)
        {
            await AnswerAsync(waiting, Slow);
        }

        Assert.Equal(1, places.Bound);
        for (var call = 0; call < 4; call++)
        {
            await AnswerAsync(waiting, Slow);
        }

        Assert.Equal(2, places.Bound);
    }

    [Fact]
    public async Task Answers_do_not_raise_the_limit_while_nobody_waits_and_refusals_never_raise_it()
    {
        await HalveToOneAsync();
        for (var call = 0; call < 10; call++)
        {
            await AnswerAsync([places.TakeAsync(SigningLane.Interactive, Token)], Quick);
        }

        var waiting = Enumerable.Range(0, 10).Select(_ => places.TakeAsync(SigningLane.Interactive, Token)).ToList();
        foreach (var place in waiting)
        {
            var refused = await place;
            refused.Send();
            refused.Dispose();
        }

        Assert.Equal(1, places.Bound);
    }

    private static void TimeOut(VaultPlace call)
    {
        call.TimeOut();
        call.Dispose();
    }

    private async Task<List<VaultPlace>> SendAsync(int count)
    {
        var calls = new List<VaultPlace>();
        for (var call = 0; call < count; call++)
        {
            calls.Add(await places.TakeAsync(SigningLane.Interactive, Token));
            calls[^1].Send();
        }

        return calls;
    }

    private async Task HalveToOneAsync()
    {
        TimeOut((await SendAsync(1))[0]);
        time.Advance(TryTimeout);
        Assert.Equal(1, places.Bound);
    }

    private async Task<VaultPlace> SendAloneAsync()
    {
        await HalveToOneAsync();
        return (await SendAsync(1))[0];
    }

    private async Task AnswerAsync(List<Task<VaultPlace>> waiting, TimeSpan duration)
    {
        var place = await waiting[0];
        waiting.RemoveAt(0);
        place.Send();
        time.Advance(duration);
        place.Succeed();
        place.Dispose();
    }
}
