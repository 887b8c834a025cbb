using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>HTTP functions for tests of the host.</summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Functions are methods of an instance.")]
public sealed class HttpProbe(HttpProbeLog log) : IDisposable
{
    [Function("Greet")]
    public IResult Greet(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "probe/greet/{name}/{file=x.json}")] HttpRequest request,
        string name,
        string file) =>
        Results.Text($"{name} {file} {request.Query["q"]}");

    [Function("Manage")]
    public IResult Manage([HttpTrigger(AuthorizationLevel.Admin, "post", Route = "probe/manage")] HttpRequest request) =>
        Results.Text("managed");

    [Function("Open")]
    public IResult Open([HttpTrigger(AuthorizationLevel.Anonymous, Route = "probe/open")] HttpRequest request) => Results.Text("open");

    [Function("NoRoute")]
    public IResult NoRoute([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Text("no route");

    [Function("Size")]
    public async Task<IResult> SizeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "probe/size")] HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        log.Started.TrySetResult();
        try
        {
            await request.Body.CopyToAsync(body, cancellationToken);
        }
        catch
        {
            log.Cancelled.TrySetResult();
            throw;
        }

        return Results.Text(body.Length.ToString(CultureInfo.InvariantCulture));
    }

    [Function("Throw")]
    public async Task<IResult> ThrowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "probe/throw/{what}")] HttpRequest request, string what)
    {
        await Task.Yield();
        throw what switch
        {
            "store" => new StoreUnavailableException("secret"),
            "queue" => new QueueUnavailableException("secret"),
            "key" => new SigningKeyUnavailableException("secret"),
            "bad" => new BadHttpRequestException("secret", StatusCodes.Status408RequestTimeout),
            _ => new InvalidOperationException("secret"),
        };
    }

    [Function("ThrowAtOnce")]
    public IResult ThrowAtOnce([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "probe/throw-at-once")] HttpRequest request) =>
        throw new StoreUnavailableException("secret");

    [Function("Wait")]
    public async Task<IResult> WaitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "probe/wait")] HttpRequest request, CancellationToken cancellationToken)
    {
        log.Started.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            log.Cancelled.TrySetResult();
            throw;
        }

        return Results.Empty;
    }

    public void Dispose() => log.CountDisposed();
}
