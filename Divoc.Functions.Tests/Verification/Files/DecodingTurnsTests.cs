using Divoc.Functions.Hosting;
using Divoc.Functions.Verification.Files;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Verification.Files;

public sealed class DecodingTurnsTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly DecodingTurns turns;

    public DecodingTurnsTests() => turns = new DecodingTurns(clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => turns.Dispose();

    [Fact]
    public async Task Two_files_are_decoded_at_a_time_and_the_next_starts_when_one_is_done()
    {
        var first = await turns.TakeAsync(Token);
        using var second = await turns.TakeAsync(Token);
        var third = turns.TakeAsync(Token);
        Assert.False(third.IsCompleted);

        // A turn ends once, however often it is disposed.
        first.Dispose();
        first.Dispose();
        (await third).Dispose();
        using var fourth = await turns.TakeAsync(Token);
        Assert.False(turns.TakeAsync(Token).IsCompleted);
    }

    [Fact]
    public async Task A_caller_that_waits_too_long_is_told_to_retry()
    {
        using var first = await turns.TakeAsync(Token);
        using var second = await turns.TakeAsync(Token);
        var third = turns.TakeAsync(Token);
        clock.Advance(DecodingTurns.LongestWait);

        var problem = UnhandledProblem.Of(await Assert.ThrowsAsync<DecodingBusyException>(() => third));
        Assert.Equal(503, problem.Status);
        Assert.NotNull(problem.RetryAfter);
    }

    [Fact]
    public async Task A_caller_that_cancels_leaves_the_waiting_line()
    {
        using var gone = new CancellationTokenSource();
        using var first = await turns.TakeAsync(Token);
        using var second = await turns.TakeAsync(Token);
        var third = turns.TakeAsync(gone.Token);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
    }
}
