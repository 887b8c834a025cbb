using Divoc.Functions.Domain;
using Divoc.Functions.Triggers;
using Microsoft.AspNetCore.Http;

namespace Divoc.Functions.Tests.Triggers;

public sealed class RequestBodyTests
{
    private const int Bound = 300_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4_096)]
    [InlineData(4_097)]
    [InlineData(200_001)]
    [InlineData(Bound)]
    public async Task A_body_is_read_whole_whatever_its_length(int length)
    {
        var body = new byte[length];
        Random.Shared.NextBytes(body);

        Assert.Equal(body, (await RequestBody.ReadAsync(PlainRequest.Post(body), Bound, Token)).ToArray());
    }

    [Theory]
    [InlineData(Bound + 1, false)]
    [InlineData(2 * Bound, false)]
    [InlineData(Bound + 1, true)]
    public async Task A_longer_one_is_one_byte_longer_than_the_bound(int length, bool isAnnounced)
    {
        var request = PlainRequest.Post(new byte[length]);
        request.ContentLength = isAnnounced ? length : null;

        Assert.Equal(Bound + 1, (await RequestBody.ReadAsync(request, Bound, Token)).Length);
    }

    [Fact]
    public async Task A_longer_one_that_is_announced_takes_no_memory_of_its_own()
    {
        HttpRequest[] requests = [PlainRequest.Post(""), PlainRequest.Post("")];
        foreach (var request in requests)
        {
            request.ContentLength = IntakeLimits.BodyBytes + 1;
        }

        // The first call makes what all of them share. Neither waits for anything, so all is allocated by this thread.
        Assert.Equal(IntakeLimits.BodyBytes + 1, (await RequestBody.ReadAsync(requests[0], IntakeLimits.BodyBytes, Token)).Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var second = RequestBody.ReadAsync(requests[1], IntakeLimits.BodyBytes, Token);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(second.IsCompletedSuccessfully);
        Assert.InRange(allocated, 0, 64 * 1_024);
    }

    [Fact]
    public async Task What_has_arrived_is_taken_from_the_bound_until_the_request_ends()
    {
        var budget = new BodyBudget(200_000);
        using (var allowance = budget.Allow())
        {
            await RequestBody.ReadAsync(With(allowance, 100_000), Bound, Token);
            Assert.InRange(budget.Taken, 100_000, 200_000);

            using var other = budget.Allow();
            await Assert.ThrowsAsync<BodiesFullException>(() => RequestBody.ReadAsync(With(other, 150_000), Bound, Token));
        }

        Assert.Equal(0, budget.Taken);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_the_reading()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RequestBody.ReadAsync(PlainRequest.Post("[]"), Bound, cancelled.Token));
    }

    private static HttpRequest With(BodyAllowance allowance, int length)
    {
        var request = PlainRequest.Post(new byte[length]);
        request.HttpContext.Features.Set(allowance);
        return request;
    }
}
