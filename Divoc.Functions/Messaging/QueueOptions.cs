namespace Divoc.Functions.Messaging;

/// <summary>Settings of the embedded queue. A broker has its own settings.</summary>
public sealed class QueueOptions
{
    public const string SectionName = "Divoc:Queue";

    /// <summary>
    /// Embedded queues: how long a received message belongs to its receiver. If a receiver hangs, the event is tried again after this time.
    /// </summary>
    /// <value>1 second to 5 minutes</value>
    /// <remarks>The default is that of Service Bus: many times what one certificate takes.</remarks>
    public TimeSpan LockDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Embedded queues: how long the queue remembers the ids of messages, so that a repeated call adds no second message.
    /// </summary>
    /// <value>20 seconds to 7 days</value>
    /// <remarks>The default is that of Service Bus.</remarks>
    public TimeSpan DuplicateDetectionWindow { get; set; } = TimeSpan.FromMinutes(10);
}
