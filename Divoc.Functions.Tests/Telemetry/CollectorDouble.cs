using System.Collections.Concurrent;
using System.Text;
using Divoc.Functions.Tests.Telemetry.Otlp;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Divoc.Functions.Tests.Telemetry;

/// <summary>A collector that takes OTLP over HTTP as protobuf, and keeps what it reads.</summary>
internal sealed class CollectorDouble : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly ConcurrentQueue<Span> spans = [];
    private readonly ConcurrentDictionary<string, string> metrics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> resource = new(StringComparer.Ordinal);
    private readonly StringBuilder texts = new();

    private CollectorDouble(WebApplication application) => this.application = application;

    /// <summary>The settings by which a program sends to it, soon.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = application.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        ["OTEL_SERVICE_NAME"] = "a-service",
    };

    public IReadOnlyList<Span> Spans => [.. spans];

    /// <summary>The units of metrics by their names.</summary>
    public IReadOnlyDictionary<string, string> Metrics => metrics;

    /// <summary>What whoever sends says of itself.</summary>
    public IReadOnlyDictionary<string, string> Resource => resource;

    /// <summary>All bytes that came, as if they were text.</summary>
    public string Sent
    {
        get
        {
            lock (texts)
            {
                return texts.ToString();
            }
        }
    }

    public static async Task<CollectorDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var collector = new CollectorDouble(application);
        application.Run(collector.TakeAsync);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var bytes = body.ToArray();
        lock (texts)
        {
            texts.Append(Encoding.Latin1.GetString(bytes));
        }

        if (context.Request.Path == "/v1/traces")
        {
            Take(Read(TracesSent.Parser, bytes));
        }
        else if (context.Request.Path == "/v1/metrics")
        {
            Take(Read(MetricsSent.Parser, bytes));
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }

        context.Response.ContentType = "application/x-protobuf";
    }

    private static T Read<T>(MessageParser<T> parser, byte[] bytes)
        where T : IMessage<T> => parser.ParseFrom(bytes);

    private void Take(TracesSent sent)
    {
        foreach (var resourceSpans in sent.Resources)
        {
            Take(resourceSpans.Resource);
            foreach (var span in resourceSpans.Scopes.SelectMany(scope => scope.Spans))
            {
                spans.Enqueue(span);
            }
        }
    }

    private void Take(MetricsSent sent)
    {
        foreach (var metric in sent.Resources.SelectMany(one => one.Scopes).SelectMany(scope => scope.Metrics))
        {
            metrics[metric.Name] = metric.Unit;
        }
    }

    private void Take(Otlp.Resource from)
    {
        foreach (var attribute in from.Attributes)
        {
            resource[attribute.Key] = attribute.Value?.Text ?? "";
        }
    }
}
