using Divoc.Functions.Messaging;

namespace Divoc.Functions.Hosting.AzureFunctions;

/// <summary>
/// The delivery of a message for which the Functions host called the worker. The host has the lock: it completes the message if the
/// function returns and abandons it if the function throws; a worker without its Service Bus extension can't settle it otherwise. So a
/// retry is a scheduled copy in the same queue, and a dead-lettered message moves to the failures queue of its queue; returning completes
/// the original. The copy is on the broker's disk before that: a crash in between makes a duplicate, never a loss.
/// </summary>
internal sealed class TriggeredDelivery(
    QueueMessage message, bool wasDeliveredBefore, IMessageQueue queue, IMessageQueue failures, TimeProvider clock) : IDelivery
{
    private bool isSettled;

    /// <inheritdoc/>
    public int Attempt { get; } = RetryCopy.AttemptOf(message);

    /// <inheritdoc/>
    public int Outages { get; } = RetryCopy.OutagesOf(message);

    /// <inheritdoc/>
    public bool IsFirst { get; } = !wasDeliveredBefore && !RetryCopy.IsCopy(message);

    /// <inheritdoc/>
    public Task RetryAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        return SendAsync(queue, RetryCopy.Of(message, Attempt + 1, clock.GetUtcNow() + delay), cancellationToken);
    }

    /// <inheritdoc/>
    public Task RetryAfterOutageAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        return SendAsync(queue, RetryCopy.AfterOutage(message, clock.GetUtcNow() + delay), cancellationToken);
    }

    /// <inheritdoc/>
    public Task PostponeAsync(TimeSpan delay, CancellationToken cancellationToken) => RetryAfterOutageAsync(delay, cancellationToken);

    /// <inheritdoc/>
    public Task DeadLetterAsync(string reason, string description, CancellationToken cancellationToken)
    {
        return SendAsync(failures, FailuresQueue.MessageOf(message, reason, description), cancellationToken);
    }

    private async Task SendAsync(IMessageQueue target, QueueMessage sent, CancellationToken cancellationToken)
    {
        if (isSettled)
        {
            throw new InvalidOperationException("The message is settled already.");
        }

        await target.SendAsync([sent], cancellationToken);
        isSettled = true;
    }
}
