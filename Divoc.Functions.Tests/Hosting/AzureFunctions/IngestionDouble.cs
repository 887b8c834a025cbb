using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>Where Application Insights takes telemetry in; it keeps all that is sent.</summary>
internal sealed class IngestionDouble : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly ConcurrentQueue<string> sent = new();

    private IngestionDouble(WebApplication application) => this.application = application;

    public string ConnectionString =>
        $"InstrumentationKey={Guid.Empty};IngestionEndpoint={application.Urls.Single()}/;LiveEndpoint={application.Urls.Single()}/";

    /// <summary>Every item so far, one a line.</summary>
    public string Sent => string.Join('\n', sent);

    public static async Task<IngestionDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var ingestion = new IngestionDouble(application);
        application.Run(ingestion.TakeAsync);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return ingestion;
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        await using var unpacked = new GZipStream(context.Request.Body, CompressionMode.Decompress);
        using var reader = new StreamReader(context.Request.Headers.ContentEncoding == "gzip" ? unpacked : context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        sent.Enqueue(text);
        var items = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        await context.Response.WriteAsync(
            $$"""{"itemsReceived":{{items}},"itemsAccepted":{{items}},"errors":[]}""", context.RequestAborted);
    }
}
