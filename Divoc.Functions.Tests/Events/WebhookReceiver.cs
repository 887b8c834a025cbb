using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Divoc.Functions.Tests.Events;

/// <summary>A partner's endpoint on a loopback port: it notes what it is sent and answers as it is told.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Func<HttpContext, Task> answer;
    private int held;

    private WebhookReceiver(WebApplication app, Func<HttpContext, Task> answer)
    {
        this.app = app;
        this.answer = answer;
    }

    /// <summary>What came, in its order.</summary>
    public ConcurrentQueue<ReceivedCall> Calls { get; } = new();

    /// <summary>How many calls were open at a time at most.</summary>
    public int MostHeld { get; private set; }

    public int Port { get; private set; }

    public string Url => $"http://127.0.0.1:{Port}/hook";

    /// <summary>Starts one that answers with a status.</summary>
    public static Task<WebhookReceiver> StartAsync(int status) => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>Starts one that answers in some way.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The receiver disposes its parts.")]
    public static async Task<WebhookReceiver> StartAsync(Func<HttpContext, Task> answer, string address = "127.0.0.1", int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(server => server.Listen(IPAddress.Parse(address), port));
        var app = builder.Build();
        var receiver = new WebhookReceiver(app, answer);
        app.Run(receiver.HandleAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        receiver.Port = new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await app.StopAsync(atOnce.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Calls.Enqueue(new ReceivedCall(
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray()));
        lock (app)
        {
            MostHeld = Math.Max(MostHeld, ++held);
        }

        try
        {
            await answer(context);
        }
        finally
        {
            lock (app)
            {
                held--;
            }
        }
    }
}

/// <summary>A call that a partner got.</summary>
internal sealed record ReceivedCall(IReadOnlyDictionary<string, string> Headers, byte[] Body);
