using Azure.Messaging.ServiceBus;
using Divoc.Functions.Messaging.ServiceBus;

namespace Divoc.Functions.Messaging;

/// <summary>
/// A queue of a <see cref="ServiceBusNamespace"/>. It receives with <see cref="ServiceBusReceiver"/> and not with ServiceBusProcessor: the
/// caller (the embedded host's pump) itself does what a processor would do (concurrency, lock renewal, pausing and draining), in the same
/// way for every queue. Nothing is prefetched: messages that arrive while nobody receives are released by the client at once and do not
/// count as deliveries.
/// </summary>
public sealed class ServiceBusMessageQueue : IMessageQueue
{
    /// <summary>The maximum of messages that a count inspects in the queue and among its dead letters; it does not count more.</summary>
    public const int MaxCounted = 5000;

    /// <summary>A page of the largest messages has 25 MiB.</summary>
    private const int PeekedAtOnce = 100;

    /// <summary>A broker's answer takes a round trip: a shorter wait is extended to this.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>How long to wait for dead letters; callers can't set another time.</summary>
    private static readonly TimeSpan DeadLetterWait = TimeSpan.FromSeconds(1);

    private readonly ServiceBusClient client;
    private readonly ServiceBusSender sender;
    private readonly ServiceBusReceiver receiver;
    private readonly ServiceBusReceiver deadLetters;
    private readonly string queueName;
    private readonly TimeSpan callTimeout;

    internal ServiceBusMessageQueue(ServiceBusClient client, string queueName, TimeSpan callTimeout)
    {
        this.client = client;
        this.queueName = queueName;
        this.callTimeout = callTimeout;
        sender = client.CreateSender(queueName);
        receiver = client.CreateReceiver(queueName);
        deadLetters = client.CreateReceiver(queueName, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
    }

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        QueueLimits.Check(messages);
        if (messages.Count == 0)
        {
            return;
        }

        // All batches are filled before the first is sent, so that nothing is sent if one message is too large. A failed batch may still be
        // in use by the client, so it is not disposed; it needs only memory.
        foreach (var batch in await FillAsync(messages, cancellationToken))
        {
            await CallAsync(ended => sender.SendMessagesAsync(batch, ended), cancellationToken);
            batch.Dispose();
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count, TimeSpan wait, CancellationToken cancellationToken)
    {
        QueueLimits.CheckCount(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wait, QueueLimits.MaxWait);
        var messages = await ReceiveAsync(receiver, count, wait > ShortestWait ? wait : ShortestWait, cancellationToken);
        return [.. messages.Select(message => MessageForm.OfReceived(message, isDeadLetter: false))];
    }

    /// <inheritdoc/>
    public async Task<ReceivedMessage> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        var held = LockedMessage(message);
        await CallAsync(ended => OwnerOf(message).RenewMessageLockAsync(held, ended), cancellationToken);
        return message with { LockedUntil = held.LockedUntil };
    }

    /// <inheritdoc/>
    public Task CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        var held = LockedMessage(message);
        return SettleAsync(ended => OwnerOf(message).CompleteMessageAsync(held, ended), cancellationToken);
    }

    /// <inheritdoc/>
    public Task AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        var held = LockedMessage(message);
        return SettleAsync(ended => OwnerOf(message).AbandonMessageAsync(held, propertiesToModify: null, ended), cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken)
    {
        QueueLimits.CheckDeadLetter(reason, description);
        var held = LockedMessage(message);
        return SettleAsync(ended => OwnerOf(message).DeadLetterMessageAsync(held, reason, description, ended), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReceivedMessage>> PeekAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken)
    {
        QueueLimits.CheckCount(count);
        return await PeekAsync(receiver, fromSequenceNumber, count, MessageForm.OfPeeked, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReceivedMessage>> PeekDeadLettersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken)
    {
        QueueLimits.CheckCount(count);
        return await PeekAsync(deadLetters, fromSequenceNumber, count, MessageForm.OfPeeked, cancellationToken);
    }

    /// <summary>The broker always sends bodies too; they are dropped page by page.</summary>
    public Task<IReadOnlyList<ReceivedMessage>> PeekHeadersAsync(long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        PeekHeadersAsync(receiver, fromSequenceNumber, count, cancellationToken);

    /// <inheritdoc cref="PeekHeadersAsync(long, int, CancellationToken)"/>
    public Task<IReadOnlyList<ReceivedMessage>> PeekDeadLetterHeadersAsync(
        long fromSequenceNumber, int count, CancellationToken cancellationToken) =>
        PeekHeadersAsync(deadLetters, fromSequenceNumber, count, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveDeadLettersAsync(int count, CancellationToken cancellationToken)
    {
        QueueLimits.CheckCount(count);
        List<ReceivedMessage> received = [];
        while (received.Count < count)
        {
            // The broker returns them in portions; only an empty one is the end.
            var wait = received.Count == 0 ? DeadLetterWait : ShortestWait;
            var messages = await ReceiveAsync(deadLetters, count - received.Count, wait, cancellationToken);
            if (messages.Count == 0)
            {
                break;
            }

            received.AddRange(messages.Select(message => MessageForm.OfReceived(message, isDeadLetter: true)));
        }

        return received;
    }

    /// <summary>
    /// Opens a new link for sending. The broker allows it only if the queue exists and is enabled, and if the program may send. A full
    /// queue is noticed only when a message is sent.
    /// </summary>
    public Task CheckWritableAsync(CancellationToken cancellationToken) => CallAsync(
        async ended =>
        {
            await using var probe = client.CreateSender(queueName);
            using var unused = await probe.CreateMessageBatchAsync(ended);
        },
        cancellationToken);

    /// <summary>
    /// Counts by peeking through the queue, because reading the broker's counts needs the right to manage: exact up to
    /// <see cref="MaxCounted"/> messages, but slow.
    /// </summary>
    public async Task<QueueCounts> CountAsync(CancellationToken cancellationToken)
    {
        var waiting = await PeekAsync(
            receiver, 0, MaxCounted, message => message.State == ServiceBusMessageState.Scheduled, cancellationToken);
        var dead = await PeekAsync(deadLetters, 0, MaxCounted, _ => true, cancellationToken);
        var scheduled = waiting.Count(isScheduled => isScheduled);
        return new QueueCounts(waiting.Count - scheduled, scheduled, dead.Count);
    }

    /// <summary>Releases messages that the broker may still send, and closes the links.</summary>
    internal Task CloseAsync() =>
        Task.WhenAll(sender.DisposeAsync().AsTask(), receiver.DisposeAsync().AsTask(), deadLetters.DisposeAsync().AsTask());

    private async Task<List<ServiceBusMessageBatch>> FillAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        List<ServiceBusMessageBatch> batches = [];
        foreach (var message in messages)
        {
            var sent = MessageForm.ToSend(message);
            if (batches is [.., var last] && last.TryAddMessage(sent))
            {
                continue;
            }

            var batch = await CallAsync(ended => sender.CreateMessageBatchAsync(ended).AsTask(), cancellationToken);
            batches.Add(batch);
            if (!batch.TryAddMessage(sent))
            {
                throw new MessageTooLargeException(
                    $"A message is larger than the Service Bus queue takes ({batch.MaxSizeInBytes} bytes with all that goes with it).");
            }
        }

        return batches;
    }

    private async Task<IReadOnlyList<ReceivedMessage>> PeekHeadersAsync(
        ServiceBusReceiver owner, long from, int count, CancellationToken cancellationToken)
    {
        QueueLimits.CheckCount(count);
        return await PeekAsync(owner, from, count, MessageForm.HeadersOfPeeked, cancellationToken);
    }

    /// <summary>The broker answers in pages; only what <paramref name="select"/> returns for each is kept.</summary>
    private async Task<IReadOnlyList<T>> PeekAsync<T>(
        ServiceBusReceiver owner, long from, int count, Func<ServiceBusReceivedMessage, T> select, CancellationToken cancellationToken)
    {
        List<T> peeked = [];
        var next = from;
        while (peeked.Count < count)
        {
            var page = await CallAsync(
                ended => owner.PeekMessagesAsync(Math.Min(count - peeked.Count, PeekedAtOnce), next, ended), cancellationToken);
            if (page.Count == 0)
            {
                break;
            }

            peeked.AddRange(page.Select(select));
            next = page[^1].SequenceNumber + 1;
        }

        return peeked;
    }

    /// <summary>
    /// When the wait ends, the client is cancelled, but its answer is still awaited, because it may have messages by then. If a connection
    /// was cut at the wrong moment, the client never answers: after another time limit it is abandoned, and its messages are delivered
    /// again when their locks end.
    /// </summary>
    private async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(
        ServiceBusReceiver owner, int count, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ended.CancelAfter(wait + callTimeout);
        try
        {
            return await owner.ReceiveMessagesAsync(count, wait, ended.Token)
                .WaitAsync(wait + callTimeout + callTimeout, CancellationToken.None);
        }
        catch (Exception exception) when (ToThrow(exception, cancellationToken) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>A message to settle or renew: the broker needs only the token of its lock.</summary>
    private static ServiceBusReceivedMessage LockedMessage(ReceivedMessage message) =>
        ServiceBusModelFactory.ServiceBusReceivedMessage(lockTokenGuid: LockName.Of(message).Token);

    private ServiceBusReceiver OwnerOf(ReceivedMessage message) => LockName.Of(message).IsDeadLetter ? deadLetters : receiver;

    /// <summary>
    /// The client also reports a lost lock if the link through which the message came broke, though locks outlive links. A second try uses
    /// a new link, and then the broker itself answers.
    /// </summary>
    private async Task SettleAsync(Func<CancellationToken, Task> settle, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(settle, cancellationToken);
        }
        catch (LockLostException)
        {
            await CallAsync(settle, cancellationToken);
        }
    }

    private async Task CallAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken)
    {
        await CallAsync(
            async ended =>
            {
                await call(ended);
                return true;
            },
            cancellationToken);
    }

    /// <summary>A call that ends in time, even if the client ignores the token: its remaining work has its own limits.</summary>
    private async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ended.CancelAfter(callTimeout);
        try
        {
            return await call(ended.Token).WaitAsync(ended.Token);
        }
        catch (Exception exception) when (ToThrow(exception, cancellationToken) is { } translated)
        {
            throw translated;
        }
    }

    private Exception? ToThrow(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested
            ? new OperationCanceledException(exception.Message, exception, cancellationToken)
            : BrokerErrors.Of(exception, queueName);
}
