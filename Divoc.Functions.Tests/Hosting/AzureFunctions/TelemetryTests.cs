using System.Text.Json.Nodes;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Hosting.AzureFunctions.Rpc;
using Divoc.Functions.Tests.Telemetry;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>What leaves the worker for Application Insights, by the real exporter, and for the Functions host's log.</summary>
[Collection(nameof(WorkerCollection))]
[Trait("Kind", "Slow")]
public sealed class TelemetryTests(WorkerBench bench) : IAsyncDisposable
{
    private const string Code = "CODE-OF-A-PERSON";

    [Fact]
    public async Task W23_a_call_is_traced_with_its_function_and_route_and_never_with_its_path()
    {
        // The message is for the other worker.
        await bench.Host.Listener.StopAsync();
        await using var insights = await IngestionDouble.StartAsync();
        await using var host = await FunctionsHostDouble.StartAsync(new Dictionary<string, string>(bench.Settings)
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = insights.ConnectionString,
            ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",

            // All traces: by default some are left out when there are many.
            ["OTEL_TRACES_SAMPLER"] = "microsoft.fixed_percentage",
            ["OTEL_TRACES_SAMPLER_ARG"] = "1",

            // All that libraries could say of a call.
            ["Logging__LogLevel__Default"] = "Trace",
            ["Logging__LogLevel__Microsoft.AspNetCore.Hosting"] = "Trace",
            ["Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
        });
        var partner = new PartnerSystem(host.Client);
        var id = await partner.IssueAsync("/divoc/api/v1/certify", PartnerSystem.Event("certify-v1.json", Code));
        using var page = await partner.GetAsync($"/certificate/api/certificatePDF/{Code}?px={Code}");
        using var credential = await partner.GetAsync($"/certificates/{id}/credential.json");
        page.EnsureSuccessStatusCode();
        credential.EnsureSuccessStatusCode();

        await Eventually.HoldsAsync(
            () => insights.Sent.Contains("FetchLatestPdf", StringComparison.Ordinal)
                && insights.Sent.Contains("FetchCredential", StringComparison.Ordinal));
        Assert.Equal(0, await host.TerminateAsync());
        Assert.Contains("GET /certificate/api/certificatePDF/{preEnrollmentCode}", insights.Sent, StringComparison.Ordinal);
        Assert.Contains("IssueCertificate", insights.Sent, StringComparison.Ordinal);
        Assert.Contains("divoc.certificates.issued", insights.Sent, StringComparison.Ordinal);
        Assert.DoesNotContain(Code, insights.Sent, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(id, insights.Sent, StringComparison.OrdinalIgnoreCase);
        AssertNothingIsLoggedOf(Code, host.Logs);
        Assert.Contains(
            host.Logs,
            log => log.Message.StartsWith("GET /certificate/api/certificatePDF/{preEnrollmentCode} 200 in ", StringComparison.Ordinal));
        Assert.Contains(host.Logs, log => log.Message.StartsWith($"Event {id}: Issued at attempt 1 in ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_OTLP_one_trace_covers_the_worker_from_the_call_to_the_certificate()
    {
        // The message is for the other worker.
        await bench.Host.Listener.StopAsync();
        await using var collector = await CollectorDouble.StartAsync();
        await using var host = await FunctionsHostDouble.StartAsync(
            new Dictionary<string, string>(bench.Settings.Concat(collector.Settings)));
        var id = await new PartnerSystem(host.Client)
            .IssueAsync("/divoc/api/v1/certify", PartnerSystem.Event("certify-v1.json", $"{Code}-2"));

        string[] expected =
            ["accept", "send certification-events", "process certification-events", "issue", "sign", "render", "store", "list"];
        await Eventually.HoldsAsync(
            () => expected.All(name => collector.Spans.Any(span => span.Name == name))
                && collector.Metrics.ContainsKey("divoc.certificates.issued"));
        Assert.Equal(0, await host.TerminateAsync());
        Assert.Single(collector.Spans.Where(span => expected.Contains(span.Name)).Select(span => span.TraceId).Distinct());
        Assert.Equal(
            collector.Spans.First(span => span.Name == expected[1]).SpanId,
            collector.Spans.First(span => span.Name == expected[2]).ParentSpanId);
        Assert.DoesNotContain(Code, collector.Sent, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(id, collector.Sent, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Without_a_connection_string_nothing_is_traced_and_worker_telemetry_is_not_announced_to_the_host()
    {
        Assert.DoesNotContain("WorkerOpenTelemetryEnabled", bench.Host.Capabilities.Keys);
        using var page = await bench.Partner.GetAsync($"/certificate/api/certificatePDF/{Code}");
        using var refused = await bench.Partner.PostAsync(
            "/divoc/api/v1/certify", new JsonArray(new JsonObject { ["preEnrollmentCode"] = Code }));

        Assert.Equal(422, (int)refused.StatusCode);
        AssertNothingIsLoggedOf(Code, bench.Host.Logs);
    }

    [Fact]
    public async Task The_Functions_host_is_configured_to_record_no_paths()
    {
        var rules = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "host.json"), TestContext.Current.CancellationToken))!;

        Assert.Null(rules["telemetryMode"]);
        Assert.False(
            rules["logging"]!["applicationInsights"]!["httpAutoCollectionOptions"]!["enableHttpTriggerExtendedInfoCollection"]!
                .GetValue<bool>());
    }

    public async ValueTask DisposeAsync()
    {
        await bench.Host.Listener.StopAsync();
        await bench.Host.Listener.StartAsync();
    }

    private static void AssertNothingIsLoggedOf(string code, IEnumerable<RpcLog> logs)
    {
        Assert.NotEmpty(logs);
        Assert.All(logs, log => Assert.DoesNotContain(code, log.ToString(), StringComparison.OrdinalIgnoreCase));
    }
}
