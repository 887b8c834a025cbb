using Divoc.Functions.Tests.Hosting.AzureFunctions.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>
/// The HTTP side of the double: finds the function of a request, forwards the request to the worker's own address and calls the function,
/// under one id by which the worker joins the two.
/// </summary>
internal sealed class HttpFront : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly WorkerConnection connection;
    private readonly HttpForwarder forwarder;
    private int inWork;

    private HttpFront(WebApplication application, WorkerConnection connection, Uri worker)
    {
        this.application = application;
        this.connection = connection;
        forwarder = new HttpForwarder(worker);
    }

    public Uri Address => new(application.Urls.Single());

    /// <summary>How many calls are running in the worker.</summary>
    public int InWork => Volatile.Read(ref inWork);

    public static async Task<HttpFront> StartAsync(
        IEnumerable<HostedFunction> functions, string routePrefix, WorkerConnection connection, Uri worker)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(static server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = null;
        });
        var application = builder.Build();
        var front = new HttpFront(application, connection, worker);
        foreach (var function in functions.Where(function => function.TriggerType == "httpTrigger"))
        {
            application.MapMethods(
                $"{routePrefix}/{function.Route}", function.Methods, (HttpContext context) => front.AnswerAsync(function, context));
        }

        await application.StartAsync(TestContext.Current.CancellationToken);
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        forwarder.Dispose();
    }

    private async Task AnswerAsync(HostedFunction function, HttpContext context)
    {
        var request = new InvocationRequest { InvocationId = Guid.NewGuid().ToString(), FunctionId = function.Metadata.FunctionId };
        var http = new RpcHttp();
        foreach (var (name, value) in context.Request.RouteValues)
        {
            http.Params[name] = (string)value!;
            request.TriggerMetadata[name] = new TypedData { String = (string)value! };
        }

        request.InputData.Add(new ParameterBinding { Name = function.TriggerName, Data = new TypedData { Http = http } });
        Interlocked.Increment(ref inWork);
        try
        {
            var forwarding = forwarder.ForwardAsync(context, request.InvocationId);
            var response = await connection.InvokeAsync(request, context.RequestAborted);
            await forwarding;
            if (response.Result.Status != StatusResult.Types.Status.Success)
            {
                throw new InvalidOperationException($"The function failed: {response.Result.Exception?.Message}");
            }
        }
        catch (Exception broken) when (context.RequestAborted.IsCancellationRequested
            && broken is OperationCanceledException or IOException or HttpRequestException or WorkerGoneException)
        {
            // Nobody is left to answer.
        }
        finally
        {
            Interlocked.Decrement(ref inWork);
        }
    }
}
