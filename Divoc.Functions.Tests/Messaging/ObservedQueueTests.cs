using System.Diagnostics;
using System.Diagnostics.Metrics;
using Divoc.Functions.Messaging;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Messaging;

public sealed class ObservedQueueTests : IDisposable
{
    private const string Name = "a-queue";

    private readonly TraceCollector traces = new();
    private readonly ServiceProvider services =
        new ServiceCollection().AddMetrics().AddSingleton<CertificateMetrics>().BuildServiceProvider();
    private readonly InMemoryMessageQueue inner = new(TimeProvider.System, detectsDuplicates: false);
    private readonly ObservedQueue queue;

    public ObservedQueueTests() =>
        queue = new ObservedQueue(inner, Name, MessageTraces.Sqlite, services.GetRequiredService<CertificateMetrics>());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        traces.Dispose();
        services.Dispose();
    }

    [Fact]
    public async Task A_message_carries_the_trace_context_of_its_send()
    {
        var sent = await SendAsync(Message("one"));

        Assert.Equal($"00-{traces.TraceId}-{traces.Find($"send {Name}")!.SpanId}-01", sent.Properties["traceparent"]);
        using var process = MessageTraces.StartProcess(MessageTraces.Sqlite, Name, sent, deliveryCount: 1)!;
        Assert.Equal((traces.TraceId, traces.Find($"send {Name}")!.SpanId), (process.TraceId, process.ParentSpanId));
    }

    [Fact]
    public async Task Resent_or_moved_copies_keep_the_trace_context()
    {
        var sent = await SendAsync(Message("one"));
        var context = sent.Properties["traceparent"];
        foreach (var copy in new[]
        {
            RetryCopy.Of(sent, 2, null),
            RetryCopy.AfterOutage(sent, TimeProvider.System.GetUtcNow()),
            FailuresQueue.MessageOf(sent, "A_REASON", ""),
        })
        {
            Assert.Equal(context, (await SendAsync(copy)).Properties["traceparent"]);
        }
    }

    [Fact]
    public async Task A_message_of_the_maximum_size_is_sent_without_a_trace_context()
    {
        var largest = Message("one", QueueLimits.MaxMessageBytes - QueueLimits.SizeOf(Message("one", 0)));

        Assert.Equal(QueueLimits.MaxMessageBytes, QueueLimits.SizeOf(largest));
        Assert.DoesNotContain("traceparent", (await SendAsync(largest)).Properties.Keys);
    }

    [Fact]
    public void A_delivery_inside_another_trace_is_linked_to_that_trace()
    {
        using var around = new Activity("invocation");
        around.SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());
        around.Start();
        var message = Message("one") with { Properties = new Dictionary<string, string> { ["traceparent"] = traces.TraceParent } };
        using (var traced = MessageTraces.StartProcess(MessageTraces.ServiceBus, Name, message, deliveryCount: 1)!)
        {
            Assert.Equal(traces.TraceId, traced.TraceId);
            Assert.Equal(around.SpanId, Assert.Single(traced.Links).Context.SpanId);
        }

        using var untraced = MessageTraces.StartProcess(MessageTraces.ServiceBus, Name, Message("two"), deliveryCount: 1)!;
        Assert.Equal((around.TraceId, around.SpanId), (untraced.TraceId, untraced.ParentSpanId));
    }

    [Fact]
    public async Task Calls_that_fail_because_the_queue_is_unavailable_are_counted()
    {
        using var measured = new MeasuredValues(services.GetRequiredService<IMeterFactory>());
        inner.Fault = new QueueUnavailableException("It is out.");

        await Assert.ThrowsAsync<QueueUnavailableException>(() => queue.SendAsync([Message("one")], Token));
        await Assert.ThrowsAsync<QueueUnavailableException>(() => queue.ReceiveAsync(1, TimeSpan.Zero, Token));

        Assert.Equal([$"{Name} send", $"{Name} receive"], measured.TagsOf("divoc.queue.errors"));
    }

    /// <summary>Sends within the trace, and returns what was sent.</summary>
    private async Task<QueueMessage> SendAsync(QueueMessage message)
    {
        using var call = new Activity("call");
        call.SetParentId(traces.TraceId, traces.CallerSpan, ActivityTraceFlags.Recorded);
        call.Start();
        await queue.SendAsync([message], Token);
        return (await inner.PeekAsync(0, 100, Token))[^1].Message;
    }

    private static QueueMessage Message(string id, int size = 2) => new() { MessageId = id, Body = new byte[size] };
}
