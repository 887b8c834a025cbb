namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>How the queue of the double is set up; the defaults are those of the queue that the service runs on.</summary>
internal sealed record BrokerOptions
{
    public string QueueName { get; init; } = "certification-events";

    public string KeyName { get; init; } = "RootManageSharedAccessKey";

    public string Key { get; init; } = Convert.ToBase64String("a key for tests, nothing secret."u8);

    public TimeSpan LockDuration { get; init; } = TimeSpan.FromSeconds(60);

    public bool DetectsDuplicates { get; init; } = true;

    public TimeSpan DuplicateDetectionWindow { get; init; } = TimeSpan.FromMinutes(10);

    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>The standard tier's.</summary>
    public ulong MaxMessageSize { get; init; } = 256 * 1024;
}
