using Divoc.Functions.Messaging;

namespace Divoc.Functions.Tests.Faults.Ledgers;

/// <summary>The delivery of a message of <see cref="MemoryQueue"/>.</summary>
internal sealed class MemoryDelivery(MemoryQueue queue, MemoryQueue.Held message, TimeProvider clock) : IDelivery
{
    /// <summary>Whether the handler has said what becomes of the message.</summary>
    public bool IsSettled { get; private set; }

    public int Attempt => 1;

    public int Outages => 0;

    public bool IsFirst => false;

    public Task RetryAsync(TimeSpan delay, CancellationToken cancellationToken) => RetryAfterOutageAsync(delay, cancellationToken);

    public Task PostponeAsync(TimeSpan delay, CancellationToken cancellationToken) => RetryAfterOutageAsync(delay, cancellationToken);

    public async Task RetryAfterOutageAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        var copy = new QueueMessage
        {
            MessageId = $"{message.Number}.again",
            Body = message.Body,
            ScheduledFor = clock.GetUtcNow() + delay,
        };
        await queue.SendAsync([copy], cancellationToken);
        IsSettled = true;
        await queue.CompleteAsync(message);
    }

    public Task DeadLetterAsync(string reason, string description, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("No message of a change is set aside.");
}
