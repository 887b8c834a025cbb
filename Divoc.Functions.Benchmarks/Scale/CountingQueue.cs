using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Benchmarks.Scale;

/// <summary>Counts what is sent, received and completed. Looks and settings aside are counted nowhere: nothing fails here.</summary>
internal sealed class CountingQueue(TimeProvider clock, bool detectsDuplicates) : IMessageQueue
{
    private InMemoryMessageQueue inner = new(clock, detectsDuplicates);
    private long sent;
    private long sentBytes;
    private long received;
    private long completed;

    /// <summary>The counts.</summary>
    public QueueFigures Figures => new(sent, sentBytes, received, completed);

    /// <summary>Begins anew with an empty queue, which remembers no message.</summary>
    public void Renew() => inner = inner.Active.Count == 0
        ? new InMemoryMessageQueue(clock, detectsDuplicates)
        : throw new BenchmarkException("A message is left in a queue.");

    public Task SendAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref sent, messages.Count);
        Interlocked.Add(ref sentBytes, messages.Sum(message => (long)message.Body.Length));
        return inner.SendAsync(messages, cancellationToken);
    }

    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count, TimeSpan wait, CancellationToken cancellationToken)
    {
        var messages = await inner.ReceiveAsync(count, wait, cancellationToken);
        Interlocked.Add(ref received, messages.Count);
        return messages;
    }

    public Task CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref completed);
        return inner.CompleteAsync(message, cancellationToken);
    }

    public Task<ReceivedMessage> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        inner.RenewLockAsync(message, cancellationToken);

    public Task AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        inner.AbandonAsync(message, cancellationToken);

    public Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken) =>
        inner.DeadLetterAsync(message, reason, description, cancellationToken);

    public Task<IReadOnlyList<ReceivedMessage>> PeekAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        inner.PeekAsync(fromSequenceNumber, count, cancellationToken);

    public Task<IReadOnlyList<ReceivedMessage>> PeekDeadLettersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        inner.PeekDeadLettersAsync(fromSequenceNumber, count, cancellationToken);

    public Task<IReadOnlyList<ReceivedMessage>> PeekHeadersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        inner.PeekHeadersAsync(fromSequenceNumber, count, cancellationToken);

    public Task<IReadOnlyList<ReceivedMessage>> PeekDeadLetterHeadersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        inner.PeekDeadLetterHeadersAsync(fromSequenceNumber, count, cancellationToken);

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveDeadLettersAsync(int count, CancellationToken cancellationToken) =>
        inner.ReceiveDeadLettersAsync(count, cancellationToken);

    public Task CheckWritableAsync(CancellationToken cancellationToken) => inner.CheckWritableAsync(cancellationToken);

    public Task<QueueCounts> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);
}
