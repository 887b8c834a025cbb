using System.Net;
using Divoc.Functions.Hosting;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Divoc.Functions.Tests.Telemetry;

/// <summary>What leaves the embedded host for a collector and for Prometheus.</summary>
public sealed class ExportTests
{
    private const string Code = "CODE-OF-A-PERSON";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Traces_and_metrics_are_sent_to_the_collector_in_the_standard_variable()
    {
        await using var collector = await CollectorDouble.StartAsync();
        using var traces = new TraceCollector();
        await using var host = await TestHost.StartAsync(
            null, [.. collector.Settings.SelectMany(setting => new[] { $"--{setting.Key}", setting.Value })]);
        host.Client.DefaultRequestHeaders.Add("traceparent", traces.TraceParent);
        var id = await new PartnerSystem(host.Client).IssueAsync("/divoc/api/v1/certify", PartnerSystem.Event("certify-v1.json", Code));

        string[] expected =
        [
            "POST /divoc/api/v1/certify", "accept", "send certification-events", "process certification-events", "issue", "sign", "render",
            "store", "list",
        ];
        await Eventually.HoldsAsync(() => !expected.Except(collector.Spans.Where(IsOfTrace).Select(span => span.Name)).Any());
        await Eventually.HoldsAsync(
            () => collector.Metrics.ContainsKey("divoc.certificates.issued") && collector.Metrics.ContainsKey("divoc.certificates.stage"));

        Assert.Equal(("a-service", ProgramVersion.Text), (collector.Resource["service.name"], collector.Resource["service.version"]));
        Assert.Equal(
            ("{certificate}", "s"), (collector.Metrics["divoc.certificates.issued"], collector.Metrics["divoc.certificates.stage"]));
        Assert.DoesNotContain(Code, collector.Sent, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(id, collector.Sent, StringComparison.OrdinalIgnoreCase);

        bool IsOfTrace(Otlp.Span span) => Convert.ToHexStringLower(span.TraceId.Span) == traces.TraceId.ToString();
    }

    [Fact]
    public async Task Without_the_variable_and_the_setting_nothing_is_collected()
    {
        await using var host = await TestHost.StartAsync();

        Assert.Null(host.Services.GetService<MeterProvider>());
        Assert.Null(host.Services.GetService<TracerProvider>());
    }

    [Fact]
    public async Task Other_exporters_get_the_same_spans_and_metrics()
    {
        var spans = new List<System.Diagnostics.Activity>();
        var metrics = new List<Metric>();
        using var traces = new TraceCollector();
        await using (var host = await TestHost.StartAsync(builder => builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(CertificateTraces.SourceName).AddInMemoryExporter(spans))
            .WithMetrics(meters => meters.AddMeter(CertificateMetrics.MeterName).AddInMemoryExporter(metrics))))
        {
            host.Client.DefaultRequestHeaders.Add("traceparent", traces.TraceParent);
            await new PartnerSystem(host.Client).IssueAsync("/divoc/api/v1/certify", PartnerSystem.Event("certify-v1.json", Code));
            await Eventually.HoldsAsync(() => traces.Find("process certification-events") is not null);
            host.Services.GetRequiredService<TracerProvider>().ForceFlush();
            host.Services.GetRequiredService<MeterProvider>().ForceFlush();
        }

        Assert.Contains(
            "process certification-events", spans.Where(span => span.TraceId == traces.TraceId).Select(span => span.DisplayName));
        Assert.Contains("divoc.signing.duration", metrics.Select(metric => metric.Name));
    }

    [Fact]
    public async Task Prometheus_is_served_only_on_the_health_address()
    {
        await using var host = await TestHost.StartAsync(
            null, "--Divoc:Http:HealthUrl", "http://127.0.0.2:0", "--Divoc:Metrics:Prometheus", "true");
        await new PartnerSystem(host.Client).IssueAsync("/divoc/api/v1/certify", PartnerSystem.Event("certify-v1.json", Code));
        using var health = new HttpClient { BaseAddress = host.Addresses[^1], Timeout = Eventually.Limit };

        await Eventually.HoldsAsync(async () =>
            (await health.GetStringAsync("/metrics", Token)).Contains("divoc_certificates_issued_total", StringComparison.Ordinal));
        var text = await health.GetStringAsync("/metrics", Token);
        Assert.Contains("divoc_certificates_stage_seconds_bucket", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Code, text, StringComparison.Ordinal);
        using var elsewhere = await host.Client.GetAsync("/metrics", Token);
        using var other = await health.GetAsync("/operations/overview", Token);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (elsewhere.StatusCode, other.StatusCode));
    }

    [Fact]
    public async Task Prometheus_is_not_served_unless_it_is_enabled()
    {
        await using var host = await TestHost.StartAsync(null, "--Divoc:Http:HealthUrl", "http://127.0.0.2:0");
        using var health = new HttpClient { BaseAddress = host.Addresses[^1], Timeout = Eventually.Limit };
        using var answer = await health.GetAsync("/metrics", Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Prometheus_without_an_address_of_its_own_prevents_the_start()
    {
        var refused = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(null, "--Divoc:Metrics:Prometheus", "true"));

        Assert.Contains("Divoc:Http:HealthUrl", refused.Message, StringComparison.Ordinal);
    }
}
