namespace Divoc.Functions.Messaging;

/// <summary>Settings of the embedded queue. A broker has its own settings.</summary>
public sealed class QueueOptions
{
    public const string SectionName = "Divoc:Queue";

    /// <summary>
    /// How long a received message belongs to its receiver, 1 second to 5 minutes. Default 60 seconds, as Service Bus has it: many times what one
    /// certificate takes, and short enough that the event of a receiver that hangs is soon tried again.
    /// </summary>
    public TimeSpan LockDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// For how long the queue remembers the ids of messages, 20 seconds to 7 days. Default 10 minutes, as Service Bus has it: longer than a
    /// client repeats a call that broke off.
    /// </summary>
    public TimeSpan DuplicateDetectionWindow { get; set; } = TimeSpan.FromMinutes(10);
}
