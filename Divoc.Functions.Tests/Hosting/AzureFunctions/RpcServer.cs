using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>The gRPC side of the double, on a free port.</summary>
internal sealed class RpcServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private RpcServer(WebApplication application, WorkerConnection connection)
    {
        this.application = application;
        Connection = connection;
    }

    /// <summary>The address that the worker is told.</summary>
    public string Address => application.Urls.Single();

    public WorkerConnection Connection { get; }

    public static async Task<RpcServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(server => server.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        var connection = new WorkerConnection();
        builder.Services.AddSingleton(_ => new FunctionRpcService(connection));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        var application = builder.Build();
        application.MapGrpcService<FunctionRpcService>();
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new RpcServer(application, connection);
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync();
}
