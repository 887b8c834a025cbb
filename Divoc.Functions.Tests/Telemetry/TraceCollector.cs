using System.Collections.Concurrent;
using System.Diagnostics;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Tests.Telemetry;

/// <summary>
/// Keeps the spans of the program that ended, of one trace that the test itself has begun: other tests run beside it in this process.
/// </summary>
internal sealed class TraceCollector : IDisposable
{
    private readonly ConcurrentQueue<Activity> spans = [];
    private readonly ActivityListener listener;

    public TraceCollector()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == CertificateTraces.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == TraceId)
                {
                    spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public ActivityTraceId TraceId { get; } = ActivityTraceId.CreateRandom();

    /// <summary>The span of the caller, which is none of the program's.</summary>
    public ActivitySpanId CallerSpan { get; } = ActivitySpanId.CreateRandom();

    /// <summary>The header by which a caller says that its call belongs to the trace.</summary>
    public string TraceParent => $"00-{TraceId}-{CallerSpan}-01";

    public IReadOnlyList<Activity> Spans => [.. spans];

    public Activity? Find(string name) => spans.FirstOrDefault(span => span.DisplayName == name);

    /// <summary>The names from a span up to the caller.</summary>
    public IEnumerable<string> WayTo(Activity span)
    {
        for (Activity? next = span; next is not null; next = spans.FirstOrDefault(parent => parent.SpanId == next.ParentSpanId))
        {
            yield return next.DisplayName;
            if (next.ParentSpanId == CallerSpan)
            {
                yield return "caller";
            }
        }
    }

    public void Dispose() => listener.Dispose();
}
