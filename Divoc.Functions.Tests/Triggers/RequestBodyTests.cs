using System.IO.Compression;
using Divoc.Functions.Domain;
using Divoc.Functions.Hosting;
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
    public async Task A_body_is_read_completely_for_any_length(int length)
    {
        var body = new byte[length];
        Random.Shared.NextBytes(body);

        Assert.Equal(body, (await RequestBody.ReadAsync(PlainRequest.Post(body), Bound, Token)).ToArray());
    }

    [Theory]
    [InlineData(Bound + 1, false)]
    [InlineData(2 * Bound, false)]
    [InlineData(Bound + 1, true)]
    public async Task A_body_larger_than_the_limit_is_read_to_one_byte_over_the_limit(int length, bool isAnnounced)
    {
        var request = PlainRequest.Post(new byte[length]);
        request.ContentLength = isAnnounced ? length : null;

        Assert.Equal(Bound + 1, (await RequestBody.ReadAsync(request, Bound, Token)).Length);
    }

    [Fact]
    public async Task A_body_with_a_declared_length_over_the_limit_allocates_no_buffer()
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
    public async Task Received_bytes_count_towards_the_memory_limit_until_the_request_ends()
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
    public async Task Cancelling_the_call_stops_the_reading()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RequestBody.ReadAsync(PlainRequest.Post("[]"), Bound, cancelled.Token));
    }

    [Theory]
    [InlineData("gzip", 0)]
    [InlineData("x-gzip", 1)]
    [InlineData("GZIP", 40_000)]
    [InlineData("gzip", Bound)]
    public async Task A_compressed_body_is_decompressed(string coding, int length)
    {
        var body = new byte[length];
        Random.Shared.NextBytes(body.AsSpan(0, length / 2));

        Assert.Equal(body, (await RequestBody.ReadAsync(Coded(coding, Packed(body)), Bound, Token)).ToArray());
    }

    [Fact]
    public async Task An_empty_body_is_empty_with_any_content_coding()
    {
        Assert.Equal(0, (await RequestBody.ReadAsync(Coded("gzip", []), Bound, Token)).Length);
    }

    /// <summary>20 MB that come as 200 KB: what they would grow to is never there.</summary>
    [Fact]
    public async Task A_compressed_body_larger_than_the_limit_is_read_to_one_byte_over_the_limit_with_limited_memory()
    {
        var bomb = Packed(new byte[20_000_000]);
        var budget = new BodyBudget(2 * Bound);
        using var allowance = budget.Allow();
        var request = Coded("gzip", bomb);
        request.HttpContext.Features.Set(allowance);

        Assert.InRange(bomb.Length, 1, Bound);
        Assert.Equal(Bound + 1, (await RequestBody.ReadAsync(request, Bound, Token)).Length);
        Assert.InRange(budget.Taken, bomb.Length, 2 * Bound);
    }

    [Fact]
    public async Task Decompressed_bytes_count_towards_the_memory_limit()
    {
        using var allowance = new BodyBudget(Bound / 2).Allow();
        var request = Coded("gzip", Packed(new byte[Bound]));
        request.HttpContext.Features.Set(allowance);

        await Assert.ThrowsAsync<BodiesFullException>(() => RequestBody.ReadAsync(request, Bound, Token));
    }

    [Fact]
    public async Task The_size_limit_depends_on_the_beginning_of_the_decompressed_body()
    {
        var bound = new BodyBound(Bound) { ByHead = head => head[0] == 'a' ? 100 : Bound };

        Assert.Equal(
            101, (await RequestBody.ReadAsync(Coded("gzip", Packed([.. Enumerable.Repeat((byte)'a', 500)])), bound, Token)).Length);
        Assert.Equal(500, (await RequestBody.ReadAsync(Coded("gzip", Packed(new byte[500])), bound, Token)).Length);
    }

    [Theory]
    [InlineData("br", "", nameof(ContentRefusal.Coding))]
    [InlineData("deflate", "", nameof(ContentRefusal.Coding))]
    [InlineData("gzip, gzip", "", nameof(ContentRefusal.Coding))]
    [InlineData("identity", "application/json; charset=utf-16", nameof(ContentRefusal.Charset))]
    [InlineData("", "text/plain; charset=\"iso-8859-1\"", nameof(ContentRefusal.Charset))]
    [InlineData("gzip", "application/json; charset=utf-8", nameof(ContentRefusal.Unreadable))]
    public async Task A_body_with_an_unsupported_content_coding_is_refused(string coding, string contentType, string refusal)
    {
        var request = Coded(coding, [.. "[{}]"u8]);
        request.ContentType = contentType;

        var refused = await Assert.ThrowsAsync<ContentRefusedException>(() => RequestBody.ReadAsync(request, Bound, Token));

        Assert.Equal(refusal, refused.Refusal.ToString());
    }

    [Fact]
    public async Task A_truncated_compressed_body_is_refused()
    {
        var packed = Packed([.. Enumerable.Range(0, 10_000).Select(number => (byte)(number * 7919 >> 3))]);

        await Assert.ThrowsAsync<ContentRefusedException>(
            () => RequestBody.ReadAsync(Coded("gzip", packed[..(packed.Length / 2)]), Bound, Token));
        await Assert.ThrowsAsync<ContentRefusedException>(() => RequestBody.ReadAsync(Coded("gzip", packed[..^9]), Bound, Token));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("\"UTF-8\"")]
    [InlineData("us-ascii")]
    public async Task A_byte_order_mark_is_skipped(string charset)
    {
        var request = PlainRequest.Post([.. "\uFEFF[]"u8]);
        request.ContentType = $"application/json; charset={charset}";

        Assert.Equal("[]"u8.ToArray(), (await RequestBody.ReadAsync(request, Bound, Token)).ToArray());
        Assert.Equal("[]"u8.ToArray(), (await RequestBody.ReadAsync(Coded("gzip", Packed([.. "\uFEFF[]"u8])), Bound, Token)).ToArray());
    }

    [Fact]
    public async Task The_refusal_of_a_content_coding_names_the_supported_one()
    {
        var answer = await PlainRequest.Get()
            .AnswerAsync(_ => Task.FromResult<IResult>(UnhandledProblem.Of(new ContentRefusedException(ContentRefusal.Coding))));
        var unreadable = await PlainRequest.Get()
            .AnswerAsync(_ => Task.FromResult<IResult>(UnhandledProblem.Of(new ContentRefusedException(ContentRefusal.Unreadable))));

        Assert.Equal((415, "UNSUPPORTED_ENCODING"), answer.Outcome);
        Assert.Equal("gzip, identity", answer.Headers.AcceptEncoding);
        Assert.Equal((400, "MALFORMED_ENCODING"), unreadable.Outcome);
        Assert.Empty(unreadable.Headers.AcceptEncoding.ToString());
    }

    private static byte[] Packed(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(body);
        }

        return packed.ToArray();
    }

    private static HttpRequest Coded(string coding, byte[] body) => PlainRequest.Post(body, ("Content-Encoding", coding));

    private static HttpRequest With(BodyAllowance allowance, int length)
    {
        var request = PlainRequest.Post(new byte[length]);
        request.HttpContext.Features.Set(allowance);
        return request;
    }
}
