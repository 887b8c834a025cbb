using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>
/// The embedded host has only so many connections open, in all and of one address, and an address of its own for its health.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class ConnectionTests : IAsyncDisposable
{
    private const string Path = "probe/open";
    private readonly List<RawCaller> callers = [];

    [Fact]
    public async Task A_connection_above_the_limit_is_closed_at_once_and_a_closed_connection_makes_room()
    {
        await using var host = await StartAsync("--Divoc:Http:Connections", "3", "--Divoc:Http:ConnectionsPerAddress", "3");
        var first = await ServedAsync(host);
        await ServedAsync(host);
        await ServedAsync(host);

        Assert.Equal("", await (await ConnectAsync(host)).ReceiveAsync());

        first.Dispose();
        await Eventually.HoldsAsync(async () => await (await ConnectAsync(host)).IsServedAsync(Path));
    }

    [Fact]
    public async Task One_address_gets_only_its_share_of_the_connections()
    {
        await using var host = await StartAsync("--Divoc:Http:Connections", "10", "--Divoc:Http:ConnectionsPerAddress", "2");
        await ServedAsync(host);
        await ServedAsync(host);

        Assert.Equal("", await (await ConnectAsync(host)).ReceiveAsync());
        await ServedAsync(host, "127.0.0.2");
    }

    [Fact]
    public async Task A_configured_proxy_may_use_all_connections()
    {
        await using var host = await StartAsync(
            "--Divoc:Http:Connections", "3", "--Divoc:Http:ConnectionsPerAddress", "1", "--Divoc:Http:Proxies", "10.0.0.0/8, 127.0.0.1");
        await ServedAsync(host);
        await ServedAsync(host);
        await ServedAsync(host, "127.0.0.2");

        Assert.Equal("", await (await ConnectAsync(host)).ReceiveAsync());
    }

    [Fact]
    public async Task Refused_connections_are_logged_in_one_line_with_the_settings_and_without_addresses()
    {
        using var warnings = new ErrorLog(LogLevel.Warning);
        await using var host = await StartAsync(
            builder => builder.Logging.AddProvider(warnings), "--Divoc:Http:Connections", "10", "--Divoc:Http:ConnectionsPerAddress", "1");
        await ServedAsync(host);
        Assert.Equal("", await (await ConnectAsync(host)).ReceiveAsync());
        Assert.Equal("", await (await ConnectAsync(host)).ReceiveAsync());

        var line = Assert.Single(warnings.Lines);
        Assert.Contains("1 beyond Divoc:Http:ConnectionsPerAddress", line, StringComparison.Ordinal);
        Assert.Contains("Divoc:Http:Proxies", line, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_address_answers_while_the_main_address_is_full_and_serves_nothing_else()
    {
        await using var host = await TestHost.StartAsync(
            null, "--Divoc:Http:Connections", "1", "--Divoc:Http:HealthUrl", "http://127.0.0.2:0");
        var health = host.Addresses[^1];
        Assert.Equal("127.0.0.2", health.Host);
        Assert.True(await (await ConnectAsync(host)).IsServedAsync("health/live"));
        Assert.Equal("", await (await ConnectAsync(host)).ReceiveAsync());

        using var client = new HttpClient { BaseAddress = health, Timeout = Eventually.Limit };
        Assert.Equal("""{"status":"ALIVE"}""", await client.GetStringAsync("health/live", TestContext.Current.CancellationToken));
        using var ready = await client.GetAsync("health/ready", TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)ready.StatusCode);
        using var other = await client.GetAsync(".well-known/did.json", TestContext.Current.CancellationToken);
        Assert.Equal(404, (int)other.StatusCode);
        Assert.Equal("application/problem+json", other.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_platform_may_call_the_health_address_by_any_host_name()
    {
        await using var host = await TestHost.StartAsync(null, "--Divoc:Http:HealthUrl", "http://127.0.0.2:0");
        using var client = new HttpClient { BaseAddress = host.Addresses[^1], Timeout = Eventually.Limit };
        using var request = new HttpRequestMessage(HttpMethod.Get, "health/live") { Headers = { Host = "10.1.2.3" } };
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Idle_connections_and_slow_headers_time_out_and_the_request_buffer_is_small()
    {
        await using var host = await TestHost.StartAsync();
        var limits = host.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        // Common proxies keep a connection for 60 seconds: they must be the first to close it.
        Assert.InRange(limits.KeepAliveTimeout, TimeSpan.FromSeconds(61), TimeSpan.FromSeconds(90));
        Assert.InRange(limits.RequestHeadersTimeout, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15));
        Assert.InRange(limits.MaxRequestBufferSize!.Value, limits.MaxRequestHeadersTotalSize, 64 * 1024);
    }

    public ValueTask DisposeAsync()
    {
        callers.ForEach(caller => caller.Dispose());
        return ValueTask.CompletedTask;
    }

    private static Task<TestHost> StartAsync(params string[] args) => StartAsync(null, args);

    private static Task<TestHost> StartAsync(Action<WebApplicationBuilder>? configure, params string[] args) => TestHost.StartWithAsync(
        [typeof(HttpProbe)],
        builder =>
        {
            builder.Services.AddSingleton(new HttpProbeLog());
            configure?.Invoke(builder);
        },
        args);

    private async Task<RawCaller> ServedAsync(TestHost host, string from = "127.0.0.1")
    {
        var caller = await ConnectAsync(host, from);
        Assert.True(await caller.IsServedAsync(Path));
        return caller;
    }

    private async Task<RawCaller> ConnectAsync(TestHost host, string from = "127.0.0.1")
    {
        var caller = await RawCaller.ConnectAsync(host.BaseAddress, from);
        callers.Add(caller);
        return caller;
    }
}
