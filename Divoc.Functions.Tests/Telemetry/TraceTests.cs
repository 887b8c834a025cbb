using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.Telemetry;

/// <summary>One trace from the call over HTTP through the queues to the commit and what is announced.</summary>
public sealed class TraceTests : IAsyncLifetime, IDisposable
{
    private const string Code = "CODE-OF-A-PERSON";

    private readonly TraceCollector traces = new();
    private TestHost host = null!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Dispose();
    }

    public void Dispose() => traces.Dispose();

    [Fact]
    public async Task One_trace_connects_the_call_with_the_certificate_and_the_announcements()
    {
        var partner = new PartnerSystem(host.Client);
        var old = await partner.IssueAsync("/divoc/api/v1/certify", PartnerSystem.Event("certify-v1.json", Code));
        var corrected = PartnerSystem.Event("certify-v1.json", Code);
        corrected["recipient"]!["name"] = "Another Name";
        host.Client.DefaultRequestHeaders.Add("traceparent", traces.TraceParent);
        using var content = new StringContent(new JsonArray(corrected).ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await host.Client.PutAsync("/divoc/api/v1/certificate", content, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();

        var announced = await Eventually.FindAsync(() => Task.FromResult(traces.Find("announce")));
        await Eventually.HoldsAsync(
            () => traces.Find("PUT /divoc/api/v1/certificate") is not null && traces.Find("process certification-events") is not null);
        Assert.Equal(
            [
                "announce", "process certificate-changes", "send certificate-changes", "issue", "process certification-events",
                "send certification-events", "accept", "PUT /divoc/api/v1/certificate", "caller",
            ],
            traces.WayTo(await WithParentsAsync(announced)));
        var issue = traces.Find("issue")!;
        Assert.All(["sign", "render", "store", "list"], stage => Assert.Equal(issue.SpanId, traces.Find(stage)!.ParentSpanId));
        Assert.Equal("Issued", issue.GetTagItem("divoc.outcome"));
        Assert.All(traces.Spans.SelectMany(span => span.TagObjects), tag =>
        {
            Assert.DoesNotContain(Code, $"{tag.Value}", StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(old, $"{tag.Value}", StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task Message_spans_follow_the_naming_conventions()
    {
        host.Client.DefaultRequestHeaders.Add("traceparent", traces.TraceParent);
        await new PartnerSystem(host.Client).IssueAsync("/divoc/api/v1/certify", PartnerSystem.Event("certify-v1.json", Code));
        await Eventually.HoldsAsync(() => traces.Find("process certification-events") is not null);
        var send = traces.Find("send certification-events")!;
        var process = traces.Find("process certification-events")!;
        var call = traces.Find("POST /divoc/api/v1/certify")!;

        Assert.Equal((ActivityKind.Producer, ActivityKind.Consumer, ActivityKind.Server), (send.Kind, process.Kind, call.Kind));
        Assert.Equal(("sqlite", "certification-events", "send", 1), Messaging(send, "messaging.batch.message_count"));
        Assert.Equal(("sqlite", "certification-events", "process", 1), Messaging(process, "divoc.message.attempt"));
        Assert.Equal(
            ("POST", "/divoc/api/v1/certify", 200),
            (call.GetTagItem("http.request.method"), call.GetTagItem("http.route"), call.GetTagItem("http.response.status_code")));
        Assert.Equal(CertificateTraces.SourceName, call.Source.Name);
    }

    [Fact]
    public async Task The_span_of_a_call_is_named_after_its_route_and_never_after_its_path()
    {
        host.Client.DefaultRequestHeaders.Add("traceparent", traces.TraceParent);
        using var answer = await host.Client.GetAsync(
            $"/certificate/api/certificatePDF/{Code}?px={Code}", TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => traces.Spans.Count > 0);

        var call = Assert.Single(traces.Spans);
        Assert.Equal("GET /certificate/api/certificatePDF/{preEnrollmentCode}", call.DisplayName);
        Assert.DoesNotContain(Code, string.Join(' ', call.TagObjects), StringComparison.Ordinal);
    }

    /// <summary>A span is there when it has ended: those around it end later.</summary>
    private async Task<Activity> WithParentsAsync(Activity span)
    {
        await Eventually.HoldsAsync(() => traces.WayTo(span).Last() == "caller");
        return span;
    }

    private static (object? System, object? Queue, object? Operation, object? Number) Messaging(Activity span, string number)
    {
        Assert.Equal(span.GetTagItem("messaging.operation.name"), span.GetTagItem("messaging.operation.type"));
        return (
            span.GetTagItem("messaging.system"), span.GetTagItem("messaging.destination.name"), span.GetTagItem("messaging.operation.type"),
            span.GetTagItem(number));
    }
}
