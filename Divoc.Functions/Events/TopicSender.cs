using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Events;

/// <summary>Sends every event to a topic of Service Bus, where the operator's own systems subscribe.</summary>
public sealed class TopicSender(
    IOptions<EventsOptions> options, IOptions<PublicAddressOptions> address, CertificateMetrics metrics, IServiceProvider services)
    : IEventSender
{
    /// <summary>A property of each message for the filters of subscriptions, beside the subject, which is the type.</summary>
    private const string PartnerProperty = "partner";

    /// <inheritdoc/>
    public string Name => "topic";

    /// <inheritdoc/>
    public bool SendsFor(string? owner) => options.Value.Topic.Length > 0;

    /// <inheritdoc/>
    public async Task SendAsync(EventNotice notice, CancellationToken cancellationToken)
    {
        var message = new QueueMessage
        {
            MessageId = notice.Id,
            Subject = notice.Type.ToName(),
            ContentType = EventNotice.ContentType,
            CorrelationId = notice.Subject,
            Body = notice.ToJson(address.Value),
            Properties = notice.Owner is null
                ? new Dictionary<string, string>()
                : new Dictionary<string, string> { [PartnerProperty] = notice.Owner },
        };
        var topic = new ObservedQueue(
            services.GetRequiredService<ServiceBusNamespace>()[options.Value.Topic],
            options.Value.Topic,
            MessageTraces.ServiceBus,
            metrics);
        await topic.SendAsync([message], cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.EventSent, notice.Subject);
    }
}

/// <summary>Where all events are sent.</summary>
public sealed class EventsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Events";

    /// <summary>
    /// The topic of Service Bus to which <see href="docs/events.md">every event</see> is sent, such as <c>certificate-events</c>. It needs
    /// the setting <c>ServiceBus</c>.
    /// </summary>
    /// <value>name of a topic</value>
    public string Topic { get; set; } = "";
}

/// <summary>Refuses a topic that can't be sent to.</summary>
public sealed class EventsOptionsValidator(IConfiguration configuration) : IValidateOptions<EventsOptions>
{
    private const int LongestName = 260;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, EventsOptions options)
    {
        const string setting = $"{EventsOptions.SectionName}:{nameof(EventsOptions.Topic)}";
        if (options.Topic.Length > 0 && !configuration.NamesServiceBus())
        {
            return ValidateOptionsResult.Fail($"{setting} is a topic of Service Bus: set {ServiceBusQueueOptions.ConnectionSetting} too.");
        }

        var isQueue = QueueNames.All.Any(queue => string.Equals(queue.Name, options.Topic, StringComparison.OrdinalIgnoreCase));
        return isQueue
            || options.Topic.Length > LongestName
            || !options.Topic.All(character => char.IsAsciiLetterOrDigit(character) || "-._/".Contains(character, StringComparison.Ordinal))
            ? ValidateOptionsResult.Fail(
                $"{setting} must be the name of a topic, such as certificate-events, and none of the program's queues.")
            : ValidateOptionsResult.Success;
    }
}
