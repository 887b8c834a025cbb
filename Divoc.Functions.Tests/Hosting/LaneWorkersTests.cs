using Divoc.Functions.Hosting.Embedded;

namespace Divoc.Functions.Tests.Hosting;

public sealed class LaneWorkersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(16, 12)]
    [InlineData(4, 3)]
    [InlineData(3, 2)]
    [InlineData(2, 1)]
    [InlineData(1, 1)]
    public void Bulk_work_never_takes_the_last_quarter_of_the_places(int count, int ofBulk)
    {
        var workers = new LaneWorkers(count);
        // A place that is free is given at once.
        var bulk = Take(workers, true, count + 1);
        Assert.Equal(ofBulk, bulk.Count(place => place.IsCompleted));

        var interactive = Take(workers, false, count + 1);
        Assert.Equal(count - ofBulk, interactive.Count(place => place.IsCompleted));
    }

    [Fact]
    public async Task Interactive_work_may_take_all_places_and_goes_first_but_each_tenth_place_is_for_bulk_work()
    {
        var workers = new LaneWorkers(1);
        var running = await workers.TakeAsync(false, Token);
        var bulk = Take(workers, true, 3);
        var interactive = Take(workers, false, 40);
        var order = "";
        for (var turn = 0; turn < 43; turn++)
        {
            running.Dispose();
            var next = await Task.WhenAny(bulk.Take(1).Concat(interactive.Take(1)));
            order += bulk.Remove(next) ? "b" : "i";
            interactive.Remove(next);
            running = await next;
        }

        var tenth = new string('i', 9) + "b";
        Assert.Equal($"{tenth[1..]}{tenth}{tenth}{new string('i', 14)}", order);
    }

    [Fact]
    public async Task A_cancelled_waiter_gets_no_place_and_a_place_is_released_only_once()
    {
        var workers = new LaneWorkers(1);
        var running = await workers.TakeAsync(false, Token);
        using var ending = new CancellationTokenSource();
        var leaving = workers.TakeAsync(false, ending.Token);
        var waiting = Take(workers, false, 2);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);

        running.Dispose();
        running.Dispose();

        await waiting[0];
        Assert.False(waiting[1].IsCompleted);
    }

    private static List<Task<IDisposable>> Take(LaneWorkers workers, bool isBulk, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => workers.TakeAsync(isBulk, Token))];
}
