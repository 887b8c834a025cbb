using System.Diagnostics;
using System.Globalization;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Messaging;

/// <summary>
/// The spans around messages, and the trace of a message: W3C Trace Context in the property <c>traceparent</c>. A message that is sent
/// again keeps its trace, so all attempts are in one trace. Names of tags: OpenTelemetry semantic conventions for messaging.
/// </summary>
internal static class MessageTraces
{
    /// <summary>The name of Service Bus in the conventions.</summary>
    public const string ServiceBus = "servicebus";

    /// <summary>The conventions have no name for a queue in SQLite.</summary>
    public const string Sqlite = "sqlite";

    private const string ContextProperty = "traceparent";

    /// <summary>Begins the span of a send. Null if nobody listens.</summary>
    public static Activity? StartSend(string system, string queue, int count)
    {
        var span = CertificateTraces.Source.StartActivity($"{CertificateTraces.Send} {queue}", ActivityKind.Producer);
        return Describe(span, system, queue, CertificateTraces.Send)?.SetTag("messaging.batch.message_count", count);
    }

    /// <summary>Begins the span of a delivery, in the trace of its message. Null if nobody listens.</summary>
    /// <param name="system">The queue's system.</param>
    /// <param name="queue">The queue's name.</param>
    /// <param name="message">The message.</param>
    /// <param name="deliveryCount">The number of the delivery.</param>
    public static Activity? StartProcess(string system, string queue, QueueMessage message, int deliveryCount)
    {
        // The host's own span for the delivery is the parent only if the message has no trace.
        var isTraced = ActivityContext.TryParse(
            message.Properties.GetValueOrDefault(ContextProperty), null, isRemote: true, out var context);
        var around = Activity.Current;
        IEnumerable<ActivityLink>? links = isTraced && around is not null && around.TraceId != context.TraceId
            ? [new ActivityLink(around.Context)]
            : null;
        var span = CertificateTraces.Source.StartActivity(
            ActivityKind.Consumer, isTraced ? context : default, links: links, name: $"{CertificateTraces.Process} {queue}");
        return Describe(span, system, queue, CertificateTraces.Process)?
            .SetTag("divoc.message.attempt", RetryCopy.AttemptOf(message))
            .SetTag("divoc.message.delivery_count", deliveryCount);
    }

    /// <summary>
    /// The messages with the trace of their sending. A message that already has a trace keeps it; one that is almost too large gets none.
    /// </summary>
    /// <param name="messages">The messages.</param>
    /// <param name="send">The span of the send; null if it is not traced.</param>
    public static IReadOnlyList<QueueMessage> InTrace(IReadOnlyList<QueueMessage> messages, Activity? send)
    {
        var span = send ?? Activity.Current;
        if (!CertificateTraces.Source.HasListeners() || span is not { IdFormat: ActivityIdFormat.W3C })
        {
            return messages;
        }

        var context = string.Create(CultureInfo.InvariantCulture, $"00-{span.TraceId}-{span.SpanId}-{(span.Recorded ? "01" : "00")}");
        var room = QueueLimits.MaxMessageBytes - ContextProperty.Length - context.Length;
        return [.. messages.Select(message => message.Properties.ContainsKey(ContextProperty) || QueueLimits.SizeOf(message) > room
            ? message
            : message with { Properties = new Dictionary<string, string>(message.Properties) { [ContextProperty] = context } })];
    }

    private static Activity? Describe(Activity? span, string system, string queue, string operation) => span?
        .SetTag("messaging.system", system)
        .SetTag("messaging.destination.name", queue)
        .SetTag("messaging.operation.name", operation)
        .SetTag("messaging.operation.type", operation);
}
