using Divoc.Functions.Messaging;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>The delivery of one received message in the embedded host.</summary>
internal sealed class QueueDelivery(IMessageQueue queue, ReceivedMessage received, OutagePause pause, TimeProvider clock) : IDelivery
{
    /// <summary>The message with its newest lock; the pump sets each renewed one.</summary>
    public ReceivedMessage Received { get; set; } = received;

    /// <summary>Whether the function has decided what becomes of the message.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Whether the function has reported an outage.</summary>
    public bool HadOutage { get; private set; }

    /// <inheritdoc/>
    public int Attempt { get; } = RetryCopy.AttemptOf(received.Message);

    /// <inheritdoc/>
    public int Outages { get; } = RetryCopy.OutagesOf(received.Message);

    /// <inheritdoc/>
    public bool IsFirst { get; } = received.DeliveryCount == 1 && !RetryCopy.IsCopy(received.Message);

    /// <inheritdoc/>
    public Task RetryAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        return ReplaceAsync(RetryCopy.Of(Received.Message, Attempt + 1, clock.GetUtcNow() + delay), cancellationToken);
    }

    /// <inheritdoc/>
    public Task RetryAfterOutageAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        HadOutage = true;
        pause.Report(delay);
        return PostponeAsync(delay, cancellationToken);
    }

    /// <inheritdoc/>
    public Task PostponeAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        return ReplaceAsync(RetryCopy.AfterOutage(Received.Message, clock.GetUtcNow() + delay), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DeadLetterAsync(string reason, string description, CancellationToken cancellationToken)
    {
        RefuseSecond();
        await queue.DeadLetterAsync(Received, reason, description, cancellationToken);
        IsSettled = true;
    }

    /// <summary>The copy is sent before the original is completed: a crash in between makes a duplicate, never a loss.</summary>
    private async Task ReplaceAsync(QueueMessage copy, CancellationToken cancellationToken)
    {
        RefuseSecond();
        await queue.SendAsync([copy], cancellationToken);
        IsSettled = true;
        await queue.CompleteAsync(Received, cancellationToken);
    }

    private void RefuseSecond()
    {
        if (IsSettled)
        {
            throw new InvalidOperationException("The message is settled already.");
        }
    }
}
