using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Divoc.Functions.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Hosting;

[Trait("Kind", "Slow")]
public sealed class HttpFunctionTests : IAsyncLifetime
{
    private readonly HttpProbeLog log = new();
    private TestHost? started;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private HttpClient Client => started!.Client;

    public async ValueTask InitializeAsync() => started = await StartAsync();

    public ValueTask DisposeAsync() => started!.DisposeAsync();

    [Fact]
    public async Task A_function_gets_the_request_and_route_values_and_its_result_is_written()
    {
        Assert.Equal("Åsa a.json 1", await Client.GetStringAsync(new Uri("probe/greet/%C3%85sa/a.json?q=1", UriKind.Relative), Token));
        Assert.Equal("Bo x.json ", await Client.GetStringAsync(new Uri("probe/greet/Bo", UriKind.Relative), Token));
        Assert.Equal(2, log.Disposed);
    }

    [Fact]
    public async Task HEAD_is_answered_by_a_function_that_declares_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "probe/greet/Bo");
        using var response = await Client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_function_without_declared_methods_accepts_all_methods(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "probe/open");
        using var response = await Client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_function_without_a_route_uses_its_name_as_route()
    {
        Assert.Equal("no route", await Client.GetStringAsync(new Uri("NoRoute", UriKind.Relative), Token));
    }

    [Fact]
    public async Task No_header_reveals_the_server_software()
    {
        using var response = await Client.GetAsync(new Uri("probe/open", UriKind.Relative), Token);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task An_unknown_path_is_answered_with_a_problem_document()
    {
        using var response = await Client.GetAsync(new Uri("no/such", UriKind.Relative), Token);
        await AssertProblemAsync(response, 404, "path /no/such was not found");
    }

    [Fact]
    public async Task A_wrong_method_is_answered_with_a_problem_document_and_the_allowed_methods()
    {
        using var response = await Client.PostAsync(new Uri("probe/greet/Bo", UriKind.Relative), null, Token);
        await AssertProblemAsync(response, 405, "method POST is not allowed, but [GET, HEAD] are");
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("probe/throw/store", 503)]
    [InlineData("probe/throw/queue", 503)]
    [InlineData("probe/throw/key", 503)]
    [InlineData("probe/throw/bad", 408)]
    [InlineData("probe/throw/other", 500)]
    [InlineData("probe/throw-at-once", 503)]
    public async Task An_exception_becomes_a_problem_document_that_reveals_nothing_about_it(string path, int status)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative), Token);
        await AssertProblemAsync(response, status);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(status == 503, response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_body_above_5_MiB_reaches_the_function_and_a_much_larger_one_is_refused()
    {
        const int limit = 5 * 1024 * 1024;
        Assert.Equal($"{limit + 1}", await SizeAsync(limit + 1, 200));
        await SizeAsync(65 * 1024 * 1024, 413);
    }

    [Fact]
    public async Task A_caller_that_disconnects_while_sending_its_body_is_not_logged_as_an_error_of_the_function()
    {
        using var errors = new ErrorLog();
        await using var host = await StartAsync(builder => builder.Logging.AddProvider(errors));
        using (var caller = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(enable: true, 0) })
        {
            await caller.ConnectAsync(host.BaseAddress.Host, host.BaseAddress.Port, Token);
            await caller.SendAsync("POST /probe/size HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nsome"u8.ToArray(), Token);
            await log.Started.Task.WaitAsync(Eventually.Limit, Token);
        }

        await log.Cancelled.Task.WaitAsync(Eventually.Limit, Token);
        await host.StopAsync();
        Assert.Empty(errors.Lines);
    }

    [Fact]
    public async Task A_function_is_cancelled_when_its_caller_disconnects()
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var call = Client.GetAsync(new Uri("probe/wait", UriKind.Relative), gone.Token);
        await log.Started.Task.WaitAsync(Eventually.Limit, Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await log.Cancelled.Task.WaitAsync(Eventually.Limit, Token);
    }

    [Fact]
    public async Task A_function_is_cancelled_after_the_function_timeout_and_its_caller_gets_503()
    {
        var clock = new FakeTimeProvider();
        await using var host = await StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(clock));
        var call = host.Client.GetAsync(new Uri("probe/wait", UriKind.Relative), Token);
        await log.Started.Task.WaitAsync(Eventually.Limit, Token);
        clock.Advance(host.Services.GetRequiredService<HostRules>().FunctionTimeout);
        using var response = await call;
        await AssertProblemAsync(response, 503);
    }

    [Fact]
    public async Task The_route_prefix_of_host_json_comes_before_every_route()
    {
        await using var host = await StartAsync(builder => builder.Services.AddSingleton(HostRules.Parse("{}"u8.ToArray())));
        Assert.Equal("open", await host.Client.GetStringAsync(new Uri("api/probe/open", UriKind.Relative), Token));
        using var response = await host.Client.GetAsync(new Uri("probe/open", UriKind.Relative), Token);
        await AssertProblemAsync(response, 404);
    }

    [Fact]
    public async Task At_shutdown_a_call_may_continue_for_a_while_and_is_then_cancelled_and_answered_503()
    {
        var call = Client.GetAsync(new Uri("probe/wait", UriKind.Relative), Token);
        await log.Started.Task.WaitAsync(Eventually.Limit, Token);
        var began = Stopwatch.GetTimestamp();
        var stopping = started!.StopAsync();
        using var response = await call.WaitAsync(Eventually.Limit, Token);
        Assert.True(Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(4.9));
        await stopping;
        await AssertProblemAsync(response, 503);
    }

    [Fact]
    public async Task The_data_directory_is_released_after_all_services_are_disposed()
    {
        var directory = "";
        Exception? whileDisposing = null;
        await using (var host = await StartAsync(builder => builder.Services.AddSingleton(
            _ => new OnDispose(() => whileDisposing = Record.Exception(() => DataDirectory.Open(directory))))))
        {
            directory = host.DataDirectory;
            host.Services.GetRequiredService<OnDispose>();
        }

        Assert.IsType<StartupException>(whileDisposing);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, int status, string? message = null)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        var members = problem.RootElement;
        Assert.Equal(status, members.GetProperty("status").GetInt32());
        Assert.Equal(status, members.GetProperty("code").GetInt32());
        Assert.NotEmpty(members.GetProperty("title").GetString()!);
        Assert.Equal(message ?? members.GetProperty("message").GetString(), members.GetProperty("message").GetString());
    }

    private Task<TestHost> StartAsync(Action<WebApplicationBuilder>? configure = null) =>
        TestHost.StartWithAsync([typeof(HttpProbe)], builder =>
        {
            builder.Services.AddSingleton(log);
            configure?.Invoke(builder);
        });

    private async Task<string> SizeAsync(int length, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "probe/size") { Content = new ByteArrayContent(new byte[length]) };

        // As curl does with large bodies: a refusal is read before the body is sent.
        request.Headers.ExpectContinue = true;
        using var response = await Client.SendAsync(request, Token);
        Assert.Equal(status, (int)response.StatusCode);
        return await response.Content.ReadAsStringAsync(Token);
    }

    /// <summary>Does something when its container disposes it.</summary>
    private sealed class OnDispose(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
