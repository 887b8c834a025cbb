using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Messaging;

/// <summary>
/// A queue with metrics and traces of what is sent and what fails. Every message of the program is sent through one of these, and gets the
/// trace of its sending.
/// </summary>
/// <param name="queue">The queue itself.</param>
/// <param name="name">Its name.</param>
/// <param name="system">Its system: a name in <see cref="MessageTraces"/>.</param>
/// <param name="metrics">Counts.</param>
internal sealed class ObservedQueue(IMessageQueue queue, string name, string system, CertificateMetrics metrics) : IMessageQueue
{
    /// <summary>The queue itself.</summary>
    public IMessageQueue Inner => queue;

    /// <summary>Its system.</summary>
    public string System => system;

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        using var span = messages.Count > 0 ? MessageTraces.StartSend(system, name, messages.Count) : null;
        try
        {
            await ObserveAsync("send", () => queue.SendAsync(MessageTraces.InTrace(messages, span), cancellationToken));
        }
        catch (Exception fault)
        {
            span.Fail(fault);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count, TimeSpan wait, CancellationToken cancellationToken) =>
        ObserveAsync("receive", () => queue.ReceiveAsync(count, wait, cancellationToken));

    /// <inheritdoc/>
    public Task<ReceivedMessage> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        ObserveAsync("renew", () => queue.RenewLockAsync(message, cancellationToken));

    /// <inheritdoc/>
    public Task CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        ObserveAsync("complete", () => queue.CompleteAsync(message, cancellationToken));

    /// <inheritdoc/>
    public Task AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        ObserveAsync("abandon", () => queue.AbandonAsync(message, cancellationToken));

    /// <inheritdoc/>
    public Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken) =>
        ObserveAsync("dead_letter", () => queue.DeadLetterAsync(message, reason, description, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReceivedMessage>> PeekAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        ObserveAsync("peek", () => queue.PeekAsync(fromSequenceNumber, count, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReceivedMessage>> PeekDeadLettersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        ObserveAsync("peek", () => queue.PeekDeadLettersAsync(fromSequenceNumber, count, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReceivedMessage>> PeekHeadersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        ObserveAsync("peek", () => queue.PeekHeadersAsync(fromSequenceNumber, count, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReceivedMessage>> PeekDeadLetterHeadersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        ObserveAsync("peek", () => queue.PeekDeadLetterHeadersAsync(fromSequenceNumber, count, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReceivedMessage>> ReceiveDeadLettersAsync(int count, CancellationToken cancellationToken) =>
        ObserveAsync("receive", () => queue.ReceiveDeadLettersAsync(count, cancellationToken));

    /// <inheritdoc/>
    public Task CheckWritableAsync(CancellationToken cancellationToken) =>
        ObserveAsync("check", () => queue.CheckWritableAsync(cancellationToken));

    /// <inheritdoc/>
    public Task<QueueCounts> CountAsync(CancellationToken cancellationToken) =>
        ObserveAsync("count", () => queue.CountAsync(cancellationToken));

    private Task<bool> ObserveAsync(string operation, Func<Task> call) => ObserveAsync(
        operation,
        async () =>
        {
            await call();
            return true;
        });

    private async Task<T> ObserveAsync<T>(string operation, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (QueueUnavailableException)
        {
            metrics.QueueFailed(name, operation);
            throw;
        }
    }
}
