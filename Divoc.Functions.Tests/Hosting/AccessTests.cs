using System.Net;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Hosting;

[Trait("Kind", "Slow")]
public sealed class AccessTests
{
    private static readonly string[] AllAddresses = ["--urls", "http://0.0.0.0:0"];
    private static readonly string[] KeysAlways = ["--Divoc:Auth:RequireKeys", "true"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:80")]
    [InlineData("127.0.0.1:1234")]
    [InlineData("[::1]:7071")]
    public async Task On_loopback_a_request_to_a_loopback_name_needs_no_key(string hostName)
    {
        await using var host = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "probe/greet/Bo", ("Host", hostName)));
        Assert.False(File.Exists(Path.Combine(host.DataDirectory, "keys.json")));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example:7071")]
    [InlineData("192.168.1.7")]
    public async Task On_loopback_a_request_to_another_host_name_is_refused(string hostName)
    {
        await using var host = await StartAsync();
        Assert.Equal(
            HttpStatusCode.Forbidden, await GetAsync(host, "probe/greet/Bo", ("Host", hostName), ("X-Forwarded-Host", "localhost")));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(host, "probe/open", ("Host", hostName)));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://localhost:1")]
    public async Task On_loopback_a_request_from_a_foreign_origin_is_refused(string origin)
    {
        await using var host = await StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(host, "probe/greet/Bo", ("Origin", origin)));
    }

    [Fact]
    public async Task On_loopback_a_request_from_its_own_origin_is_accepted()
    {
        await using var host = await StartAsync();
        Assert.Equal(
            HttpStatusCode.OK, await GetAsync(host, "probe/greet/Bo", ("Origin", host.BaseAddress.GetLeftPart(UriPartial.Authority))));
    }

    /// <summary>The clock stands still unless it is turned, so an answer that waits comes no sooner.</summary>
    [Fact]
    public async Task After_many_wrong_keys_the_next_refusal_is_delayed_but_a_request_with_a_valid_key_is_not()
    {
        var clock = new FakeTimeProvider();
        var start = clock.GetUtcNow();
        await using var host = await TestHost.StartWithAsync(
            [typeof(HttpProbe)], builder => builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton(new HttpProbeLog()),
            KeysAlways);
        for (var count = 1; count <= KeyRefusals.Free; count++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, "probe/greet/Bo", ("x-functions-key", $"wrong-{count}")));
        }

        var late = GetAsync(host, "probe/greet/Bo", ("x-functions-key", "wrong"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "probe/greet/Bo", ("x-functions-key", Keys(host).Function)));
        while (await Task.WhenAny(late, Task.Delay(50, Token)) != late)
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await late);
        Assert.True(clock.GetUtcNow() - start >= TimeSpan.FromMilliseconds(100));
    }

    [Theory]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("x-forwarded-proto", "https")]
    [InlineData("X-Forwarded-Anything", "")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Real-IP", "203.0.113.7")]
    [InlineData("CF-Connecting-IP", "203.0.113.7")]
    public async Task On_loopback_a_request_forwarded_by_a_proxy_is_refused_unless_the_function_needs_no_key(string header, string value)
    {
        await using var host = await StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(host, "probe/greet/Bo", (header, value)));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(host, "probe/manage", (header, value)));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "probe/open", (header, value)));
    }

    /// <summary>As an attacker found it: a proxy on the same machine lets everybody in.</summary>
    [Fact]
    public async Task The_refusal_names_the_settings_for_a_proxy_and_for_a_tunnel()
    {
        await using var host = await TestHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "operations/failures");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        using var response = await host.Client.SendAsync(request, Token);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("FORWARDED_REQUEST", problem.RootElement.GetProperty("code").GetString());
        var detail = problem.RootElement.GetProperty("detail").GetString()!;
        Assert.All(
            ["X-Forwarded-For", "Divoc:Auth:RequireKeys", "Divoc:Partners", "Divoc:Auth:AllowForwardedRequests"],
            told => Assert.Contains(told, detail, StringComparison.Ordinal));
        Assert.DoesNotContain("203.0.113.7", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_allows_forwarded_requests_without_a_key_but_foreign_hosts_and_origins_stay_refused()
    {
        await using var host = await StartAsync("--Divoc:Auth:AllowForwardedRequests", "true");
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "probe/greet/Bo", ("X-Forwarded-For", "203.0.113.7")));
        Assert.Equal(
            HttpStatusCode.Forbidden, await GetAsync(host, "probe/greet/Bo", ("Host", "evil.example"), ("X-Forwarded-For", "203.0.113.7")));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await GetAsync(host, "probe/greet/Bo", ("Origin", "https://evil.example"), ("X-Forwarded-For", "203.0.113.7")));
    }

    [Fact]
    public async Task With_keys_a_proxy_may_forward_requests_and_they_need_a_key()
    {
        await using var host = await StartAsync([.. KeysAlways, "--Divoc:Auth:AllowForwardedRequests", "true"]);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, "probe/greet/Bo", ("X-Forwarded-For", "203.0.113.7")));
        Assert.Equal(
            HttpStatusCode.OK,
            await GetAsync(host, "probe/greet/Bo", ("X-Forwarded-For", "203.0.113.7"), ("x-functions-key", Keys(host).Function)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_keys_each_level_requires_its_own_key(bool listenOnAll)
    {
        await using var host = await StartAsync(listenOnAll ? AllAddresses : KeysAlways);
        var (function, admin) = Keys(host);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "probe/open", ("Host", "anything.example")));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, "probe/greet/Bo"));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, "probe/greet/Bo", ("x-functions-key", function + "x")));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, "probe/greet/Bo", ("x-functions-key", "")));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "probe/greet/Bo", ("x-functions-key", function)));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "probe/greet/Bo", ("x-functions-key", admin)));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, $"probe/greet/Bo?code={function}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, $"probe/greet/Bo?code={function}&code={function}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(host, "probe/manage"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(host, $"probe/manage?code={function}"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, $"probe/manage?code={admin}"));
    }

    [Fact]
    public async Task A_missing_key_gets_the_same_answer_as_from_DIVOC()
    {
        await using var host = await StartAsync(KeysAlways);
        using var response = await host.Client.GetAsync(new Uri("probe/greet/Bo", UriKind.Relative), Token);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(401, problem.RootElement.GetProperty("code").GetInt32());
        Assert.Equal("unauthenticated for invalid credentials", problem.RootElement.GetProperty("message").GetString());
        Assert.Contains("x-functions-key", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            "ApiKey realm=\"certificates\", header=\"x-functions-key\", query=\"code\"", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task Keys_are_random_and_only_the_owner_of_the_file_can_read_them()
    {
        await using var host = await StartAsync(KeysAlways);
        var (function, admin) = Keys(host);
        Assert.Equal(43, function.Length);
        Assert.Equal(43, admin.Length);
        Assert.NotEqual(function, admin);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(host.DataDirectory, "keys.json")));
        }
    }

    [Fact]
    public async Task Outside_loopback_the_host_refuses_to_start_with_sample_values()
    {
        var refusal = await Assert.ThrowsAsync<StartupException>(() => StartAsync(AllAddresses, new UnsetSettings()));
        Assert.Contains("Divoc:Probe:Name", refusal.Message, StringComparison.Ordinal);
        await using var onLoopback = await StartAsync([], new UnsetSettings());
        Assert.Equal(HttpStatusCode.OK, await GetAsync(onLoopback, "probe/open"));
    }

    private static Task<TestHost> StartAsync(params string[] args) => StartAsync(args, null);

    private static Task<TestHost> StartAsync(string[] args, ISampleSettings? settings) => TestHost.StartWithAsync(
        [typeof(HttpProbe)],
        builder =>
        {
            builder.Services.AddSingleton(new HttpProbeLog());
            builder.Services.RemoveAll<ISampleSettings>();
            if (settings is not null)
            {
                builder.Services.AddSingleton(settings);
            }
        },
        args);

    private static (string Function, string Admin) Keys(TestHost host)
    {
        using var keys = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(host.DataDirectory, "keys.json")));
        return (keys.RootElement.GetProperty("functionKey").GetString()!, keys.RootElement.GetProperty("adminKey").GetString()!);
    }

    private static Task<HttpStatusCode> GetAsync(TestHost host, string path, params (string Name, string Value)[] headers) =>
        SendAsync(host, HttpMethod.Get, path, headers);

    private static Task<HttpStatusCode> PostAsync(TestHost host, string path, params (string Name, string Value)[] headers) =>
        SendAsync(host, HttpMethod.Post, path, headers);

    private static async Task<HttpStatusCode> SendAsync(
        TestHost host, HttpMethod method, string path, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await host.Client.SendAsync(request, Token);
        return response.StatusCode;
    }
}
