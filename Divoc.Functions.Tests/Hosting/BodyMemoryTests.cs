using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Triggers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>
/// The bodies that are in memory at a time are bounded: callers without a key are refused first, and none keeps its place for long.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class BodyMemoryTests : IAsyncDisposable
{
    private const string Verify = "divoc/api/v1/verify";
    private const string Certify = "divoc/api/v1/certify";
    private const int LargestPayload = 1_048_576;
    private const int MostOfPayload = 1_000_000;

    /// <summary>What <see cref="MostOfPayload"/> takes: pieces of 4, 8, 16, 32 and then 64 KiB.</summary>
    private const int TakenByPayload = 1_020 * 1_024;

    private static readonly string[] SmallestBound = ["--Divoc:Http:BodyBytes", "16777216"];

    private readonly List<RawCaller> callers = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Incomplete_bodies_of_callers_without_a_key_block_only_other_callers_without_a_key()
    {
        using var errors = new ErrorLog();
        await using var host = await TestHost.StartAsync(builder => builder.Logging.AddProvider(errors), SmallestBound);
        var budget = host.Services.GetRequiredService<BodyBudget>();
        for (var count = 1; count <= 8; count++)
        {
            await PostPartAsync(host, Verify, LargestPayload, MostOfPayload);
        }

        await Eventually.HoldsAsync(() => budget.Taken == 8 * TakenByPayload);
        using (var refused = await PostAsync(host, Verify, LargestPayload))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
            Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }

        using (var withKey = await PostAsync(host, Certify, LargestPayload))
        {
            Assert.Equal(HttpStatusCode.BadRequest, withKey.StatusCode);
        }

        await callers[0].SendAsync(new byte[LargestPayload - MostOfPayload]);
        Assert.StartsWith("HTTP/1.1 400", await callers[0].ReceiveAsync(), StringComparison.Ordinal);
        using (var served = await PostAsync(host, Verify, LargestPayload))
        {
            Assert.Equal(HttpStatusCode.BadRequest, served.StatusCode);
        }

        callers.ForEach(caller => caller.Dispose());
        await Eventually.HoldsAsync(() => budget.Taken == 0);
        Assert.Empty(errors.Lines);
    }

    [Fact]
    public async Task Callers_with_a_key_are_refused_beyond_the_total_limit()
    {
        await using var host = await TestHost.StartAsync(null, SmallestBound);
        var budget = host.Services.GetRequiredService<BodyBudget>();
        for (var count = 1; count <= 3; count++)
        {
            await PostPartAsync(host, Certify, 5_242_880, 5_242_000);
        }

        await Eventually.HoldsAsync(() => budget.Taken > 15_700_000);

        using var refused = await PostAsync(host, Certify, LargestPayload + 1);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }

    [Fact]
    public async Task The_announced_length_of_a_body_reserves_no_memory()
    {
        await using var host = await TestHost.StartAsync(null, SmallestBound);
        var budget = host.Services.GetRequiredService<BodyBudget>();
        for (var count = 1; count <= 20; count++)
        {
            await PostPartAsync(host, Verify, LargestPayload, 1);
        }

        await Eventually.HoldsAsync(() => budget.Taken == 20 * 4_096);
    }

    [Fact]
    public async Task A_body_without_a_key_that_takes_too_long_releases_its_memory_and_is_answered_408()
    {
        var clock = new FakeTimeProvider();
        await using var host = await TestHost.StartWithAsync(
            [typeof(VerificationFunctions)], builder => builder.Services.AddSingleton<TimeProvider>(clock));
        var budget = host.Services.GetRequiredService<BodyBudget>();
        await PostPartAsync(host, Verify, LargestPayload, MostOfPayload);
        await Eventually.HoldsAsync(() => budget.Taken == TakenByPayload);

        clock.Advance(HttpFunctionEndpoint.AnonymousBodyTime);

        var answer = await callers[0].ReceiveAsync();
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => budget.Taken == 0);
    }

    [Fact]
    public async Task Callers_without_a_key_must_send_faster_than_callers_with_a_key()
    {
        await using var host = await TestHost.StartWithAsync([typeof(RateProbe)]);
        var anonymous = double.Parse(await host.Client.GetStringAsync("probe/rate/anonymous", Token), CultureInfo.InvariantCulture);
        var withKey = double.Parse(await host.Client.GetStringAsync("probe/rate/key", Token), CultureInfo.InvariantCulture);
        Assert.True(anonymous >= 8 * withKey, $"{anonymous} and {withKey} bytes a second");
    }

    public ValueTask DisposeAsync()
    {
        callers.ForEach(caller => caller.Dispose());
        return ValueTask.CompletedTask;
    }

    private static async Task<HttpResponseMessage> PostAsync(TestHost host, string path, int length)
    {
        using var content = new ByteArrayContent(new byte[length])
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
        return await host.Client.PostAsync(path, content, Token);
    }

    private async Task PostPartAsync(TestHost host, string path, int contentLength, int sent)
    {
        var caller = await RawCaller.ConnectAsync(host.BaseAddress);
        callers.Add(caller);
        await caller.PostAsync(path, contentLength, sent);
    }
}
