using Divoc.Functions.Events;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.Events;

public sealed class PartnerTurnsTests
{
    private readonly SettableClock clock = new() { UtcNow = new DateTimeOffset(2024, 6, 1, 12, 0, 0, TimeSpan.Zero) };
    private readonly PartnerTurns turns;

    public PartnerTurnsTests() => turns = new PartnerTurns(clock);

    [Fact]
    public void Each_partner_has_its_own_limit_of_concurrent_calls()
    {
        var taken = Enumerable.Range(0, PartnerTurns.MostAtOnce).Select(_ => turns.Take("slow")).ToList();

        Assert.All(taken, turn => Assert.True(turn.IsGiven));
        Assert.False(turns.Take("slow").IsGiven);
        Assert.True(turns.Take("quick").IsGiven);
        taken[0].End(true, TimeSpan.FromSeconds(1));
        Assert.True(turns.Take("slow").IsGiven);
    }

    /// <summary>A burst of a thousand does not come back at once, nor much later than it can be taken.</summary>
    [Fact]
    public void Waiting_messages_come_back_one_after_another()
    {
        for (var count = 0; count < PartnerTurns.MostAtOnce; count++)
        {
            turns.Take("busy");
        }

        var waits = Enumerable.Range(0, 1_000).Select(_ => turns.Take("busy").Wait).ToList();

        Assert.Equal(waits.Order(), waits);
        Assert.InRange(waits[^1], TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Concurrent_calls_without_an_answer_count_as_one_outage()
    {
        foreach (var turn in Enumerable.Range(0, PartnerTurns.MostAtOnce).Select(_ => turns.Take("silent")).ToList())
        {
            turn.End(false, TimeSpan.FromSeconds(10));
        }

        var first = turns.Take("silent");
        Assert.Equal((false, true), (first.IsGiven, first.IsSilent));
        clock.UtcNow += TimeSpan.FromSeconds(10);
        var tried = turns.Take("silent");
        Assert.True(tried.IsGiven);
        Assert.False(turns.Take("silent").IsGiven);
        tried.End(false, TimeSpan.FromSeconds(10));
        clock.UtcNow += TimeSpan.FromSeconds(19);
        Assert.False(turns.Take("silent").IsGiven);
    }

    [Fact]
    public void The_pause_grows_to_five_minutes_and_ends_with_an_answer()
    {
        for (var silence = 0; silence < 10; silence++)
        {
            turns.Take("silent").End(false, TimeSpan.FromSeconds(10));
            Assert.True(silence < 9 || turns.Take("silent").Wait >= TimeSpan.FromMinutes(5));
            clock.UtcNow += TimeSpan.FromMinutes(5);
        }

        turns.Take("silent").End(true, TimeSpan.FromSeconds(1));
        Assert.All(Enumerable.Range(0, PartnerTurns.MostAtOnce).Select(_ => turns.Take("silent")), turn => Assert.True(turn.IsGiven));
    }

    /// <summary>
    /// While one call tries, the others are not put off again and again: a message may be put off only so often before it is given up.
    /// </summary>
    [Fact]
    public void A_message_to_a_partner_that_does_not_answer_for_a_day_stays_within_the_limit_of_postponements()
    {
        turns.Take("silent").End(false, TimeSpan.FromSeconds(10));
        var (began, postponed) = (clock.UtcNow, 0);
        while (clock.UtcNow - began < TimeSpan.FromDays(1))
        {
            var trial = turns.Take("silent");
            var waiting = turns.Take("silent");
            postponed += waiting.IsGiven ? 0 : 1;
            if (trial.IsGiven)
            {
                clock.UtcNow += TimeSpan.FromSeconds(10);
                trial.End(false, TimeSpan.FromSeconds(10));
            }

            clock.UtcNow += waiting.Wait > TimeSpan.Zero ? waiting.Wait : TimeSpan.FromSeconds(1);
        }

        Assert.InRange(postponed, WebhookMessageHandler.MostPostponed / 3, WebhookMessageHandler.MostPostponed);
    }

    [Fact]
    public void A_call_that_the_host_cancelled_does_not_count_as_an_outage_of_the_partner()
    {
        turns.Take("silent").End(false, TimeSpan.FromSeconds(10));
        clock.UtcNow += TimeSpan.FromSeconds(10);
        turns.Take("silent").End(null, TimeSpan.FromSeconds(1));

        Assert.True(turns.Take("silent").IsGiven);
        Assert.False(turns.Take("silent").IsGiven);
    }
}
