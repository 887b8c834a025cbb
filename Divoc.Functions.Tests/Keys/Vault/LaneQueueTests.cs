using Divoc.Functions.Keys;
using Divoc.Functions.Keys.KeyVault;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Keys.Vault;

public sealed class LaneQueueTests
{
    private readonly LaneQueue queue = new();

    [Fact]
    public void Interactive_goes_first_and_every_other_waiting_lane_gets_about_a_tenth()
    {
        foreach (var lane in Enum.GetValues<SigningLane>())
        {
            Add(lane, 1000);
        }

        var turns = Take(1000).CountBy(lane => lane).ToDictionary();

        Assert.Equal(800, turns[SigningLane.Interactive], 20.0);
        Assert.InRange(turns[SigningLane.Bulk], 99, 101);
        Assert.InRange(turns[SigningLane.Status], 90, 101);
    }

    [Fact]
    public void Bulk_goes_before_status_and_status_gets_about_a_tenth()
    {
        Add(SigningLane.Status, 10);
        Add(SigningLane.Bulk, 100);

        Assert.Equal([.. Enumerable.Repeat(SigningLane.Bulk, 9), SigningLane.Status], Take(10));
    }

    [Fact]
    public void A_lane_where_nobody_waited_gets_no_extra_turns_later()
    {
        Add(SigningLane.Bulk, 1);
        Add(SigningLane.Interactive, 20);
        Assert.Equal(SigningLane.Bulk, Take(10)[^1]);
        Add(SigningLane.Bulk, 1);
        Assert.Equal(SigningLane.Bulk, Take(10)[^1]);
        Take(2);
        Add(SigningLane.Interactive, 5);
        Add(SigningLane.Bulk, 1);

        Assert.Equal([.. Enumerable.Repeat(SigningLane.Interactive, 5), SigningLane.Bulk], Take(6));
    }

    [Fact]
    public void A_lane_whose_waiting_callers_all_gave_up_keeps_its_turn_for_the_next_caller()
    {
        var impatient = queue.Add(SigningLane.Bulk, 1);
        Add(SigningLane.Interactive, 20);
        Take(8);
        queue.Remove(impatient);
        Add(SigningLane.Bulk, 1);

        Assert.Equal([SigningLane.Interactive, SigningLane.Bulk], Take(2));
    }

    [Fact]
    public void A_cancelled_operation_is_skipped()
    {
        var first = queue.Add(SigningLane.Bulk, 2);
        var second = queue.Add(SigningLane.Bulk, 3);

        Assert.True(queue.Remove(first));
        Assert.False(queue.Remove(first));
        Assert.Equal((1, 3.0), (queue.Count, queue.Work));
        Assert.Same(second, queue.TakeNext());
        Assert.Null(queue.TakeNext());
    }

    [Fact]
    public async Task An_interactive_operation_is_next_no_matter_how_many_others_wait()
    {
        var time = new FakeTimeProvider();
        var throttle = new VaultThrottle(time);
        var bulk = Enumerable.Range(0, 100)
            .Select(_ => throttle.WaitAsync(SigningLane.Bulk, 1, TestContext.Current.CancellationToken))
            .ToList();
        var interactive = throttle.WaitAsync(SigningLane.Interactive, 1, TestContext.Current.CancellationToken);
        Assert.InRange(throttle.Wait(), TimeSpan.FromSeconds(99), TimeSpan.FromSeconds(104));

        time.Advance(TimeSpan.FromSeconds(1.1));
        await interactive;

        Assert.InRange(bulk.Count(wait => wait.IsCompleted), 1, 2);
    }

    private void Add(SigningLane lane, int count)
    {
        for (var waiter = 0; waiter < count; waiter++)
        {
            queue.Add(lane, 1);
        }
    }

    private List<SigningLane> Take(int count) => [.. Enumerable.Range(0, count).Select(_ => queue.TakeNext()!.Lane)];
}
