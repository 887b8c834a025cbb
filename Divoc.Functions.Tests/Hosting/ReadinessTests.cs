using System.Net;
using System.Text.Json;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Operations;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Hosting;

public sealed class ReadinessTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new();
    private readonly ReadinessParts parts = new();
    private TestHost? host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await TestHost.StartWithAsync(
        [typeof(Functions.Triggers.HealthFunctions)],
        builder => builder.Services
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IArtifactStore>(parts)
            .AddSingleton<ISigningKeys>(parts)
            .AddMessageQueue(parts.Queue));

    public ValueTask DisposeAsync() => host!.DisposeAsync();

    [Fact]
    public async Task The_liveness_check_answers_without_checking_any_component()
    {
        parts.Fault = new StoreUnavailableException("out");
        var (status, body) = await GetAsync("health/live");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"status":"ALIVE"}""", body);
        Assert.Equal(0, parts.Checks);
    }

    [Fact]
    public async Task A_service_is_ready_when_all_its_components_work()
    {
        var (status, body) = await GetAsync("health/ready");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"status":"READY","parts":{"store":"OK","queue":"OK","key":"OK"}}""", body);
        Assert.Equal(1, parts.Checks);
    }

    [Theory]
    [InlineData("store")]
    [InlineData("queue")]
    [InlineData("key")]
    public async Task A_failing_component_is_named_and_makes_the_service_not_ready(string part)
    {
        parts.Fault = part == "store" ? new StoreUnavailableException("secret") : null;
        parts.Queue.Fault = part == "queue" ? new QueueUnavailableException("secret") : null;
        parts.KeyFault = part == "key" ? new SigningKeyUnavailableException("secret") : null;
        var (status, body) = await GetAsync("health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(body);
        foreach (var state in answer.RootElement.GetProperty("parts").EnumerateObject())
        {
            Assert.Equal(state.Name == part ? "FAILING" : "OK", state.Value.GetString());
        }
    }

    [Fact]
    public async Task The_components_are_checked_at_most_once_a_second_and_the_key_twice_a_minute()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => GetAsync("health/ready")));
        Assert.Equal(1, parts.Checks);
        clock.Advance(TimeSpan.FromSeconds(1));
        await GetAsync("health/ready");
        Assert.Equal(2, parts.Checks);
        Assert.Equal(1, parts.Signatures);
        clock.Advance(TimeSpan.FromSeconds(30));
        await GetAsync("health/ready");
        Assert.Equal(2, parts.Signatures);
    }

    [Fact]
    public async Task A_component_that_does_not_answer_makes_the_service_not_ready()
    {
        parts.KeyHangs = true;
        var call = GetAsync("health/ready");
        await Eventually.HoldsAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            return call.IsCompleted;
        });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await call).Status);
    }

    [Fact]
    public async Task Setting_the_clock_back_does_not_extend_the_life_of_a_cached_answer()
    {
        var settable = new SettableClock();
        var readiness = new Readiness(
            parts, [parts.Queue], parts, [new(DivocKeys.Purpose, DivocKeys.Algorithm)], parts.CheckOfKeys(settable), settable,
            NullLogger<Readiness>.Instance);
        Assert.True((await readiness.CheckAsync(Token)).IsReady);
        settable.UtcNow -= TimeSpan.FromHours(1);
        parts.Fault = new StoreUnavailableException("out");
        await Eventually.HoldsAsync(() => !readiness.CheckAsync(Token).GetAwaiter().GetResult().IsReady);
    }

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var response = await host!.Client.GetAsync(new Uri(path, UriKind.Relative), Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }
}
