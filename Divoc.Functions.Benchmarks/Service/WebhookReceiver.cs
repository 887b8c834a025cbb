using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Benchmarks.Service;

/// <summary>The webhooks of all partners: counts what it is told and answers at once.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication application;
    private int received;
    private long last;

    private WebhookReceiver(WebApplication application) => this.application = application;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(application.Urls.Single());

    /// <summary>How many calls came so far.</summary>
    public int Received => Volatile.Read(ref received);

    /// <summary>When the last one came (<see cref="Stopwatch"/>).</summary>
    public long Last => Volatile.Read(ref last);

    /// <summary>Starts it on a free port of this machine.</summary>
    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        var application = builder.Build();
        var receiver = new WebhookReceiver(application);
        application.Run(context =>
        {
            Interlocked.Increment(ref receiver.received);
            Volatile.Write(ref receiver.last, Stopwatch.GetTimestamp());
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
        await application.StartAsync();
        return receiver;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => application.DisposeAsync();
}
