using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Messaging;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Receives the messages of one queue and calls the function for each, several at a time, like the Service Bus trigger of the Functions
/// host: locks are renewed while a call runs; the message is completed after the function returned, and returned to the queue after it
/// threw. If the queue fails, the pump waits; it ends only when it is stopped.
/// </summary>
internal sealed partial class QueuePump(
    QueueFunction function, IMessageQueue queue, WorkerLane lane, IServiceScopeFactory scopes, HostRules rules, TimeProvider clock,
    ILogger<QueuePump> logger) : IDisposable
{
    /// <summary>How long one call to the queue waits for a message.</summary>
    private static readonly TimeSpan ReceiveWait = TimeSpan.FromSeconds(20);

    /// <summary>The first pause after an error of the queue; it grows while errors continue.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    /// <summary>The time limit for returning a message to the queue when the process stops.</summary>
    private static readonly TimeSpan SettleTimeLimit = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim slots = new(rules.MaxConcurrentCalls);

    /// <summary>
    /// A finished call makes room for the next one before the queue has settled its message, but for no more than this many.
    /// </summary>
    private readonly SemaphoreSlim settling = new(rules.MaxConcurrentCalls);
    private readonly CancellationTokenSource stopReceiving = new();
    private readonly CancellationTokenSource stopCalls = new();

    /// <summary>While a service that the function needs is not available; one call tries again at least once a minute.</summary>
    private readonly OutagePause outagePause = new(clock, TimeSpan.FromMinutes(1));

    /// <summary>While the queue itself is not available.</summary>
    private readonly OutagePause queuePause = new(clock, TimeSpan.FromSeconds(30));
    private Task receiving = Task.CompletedTask;

    /// <summary>Begins to receive.</summary>
    public void Start()
    {
        receiving = Task.Run(() => ReceiveUntilStoppedAsync(stopReceiving.Token));
    }

    /// <summary>Takes no more messages.</summary>
    public void StopReceiving()
    {
        stopReceiving.Cancel();
    }

    /// <summary>
    /// Waits for the running calls. They may finish within <paramref name="grace"/>; then they are cancelled and their messages are
    /// returned to the queue. A call that has not ended at the host's time limit is abandoned: its message is delivered again when its lock
    /// ends, at the latest at the next start.
    /// </summary>
    public async Task DrainAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        StopReceiving();
        stopCalls.CancelAfter(grace);
        try
        {
            await receiving.WaitAsync(cancellationToken);
            foreach (var places in new[] { slots, settling })
            {
                for (var place = 0; place < rules.MaxConcurrentCalls; place++)
                {
                    await places.WaitAsync(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.LeftBehind(logger, function.Function.Name);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stopReceiving.Dispose();
        stopCalls.Dispose();
        outagePause.Dispose();
        queuePause.Dispose();
        slots.Dispose();
        settling.Dispose();
    }

    private async Task ReceiveUntilStoppedAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await queuePause.WaitAsync(stopping);
                await outagePause.WaitAsync(stopping);
                await slots.WaitAsync(stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var free = 1 + TakeFreeSlots();
            var messages = await ReceiveAsync(free, stopping);
            if (messages.Count < free)
            {
                slots.Release(free - messages.Count);
            }

            foreach (var message in messages)
            {
                _ = Task.Run(() => ProcessAsync(message), CancellationToken.None);
            }
        }
    }

    private int TakeFreeSlots()
    {
        var taken = 0;
        while (slots.Wait(0))
        {
            taken++;
        }

        return taken;
    }

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "The pump must outlive every fault of the queue; each is logged.")]
    private async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count, CancellationToken stopping)
    {
        try
        {
            var messages = await queue.ReceiveAsync(count, ReceiveWait, stopping);
            queuePause.End();
            return messages;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception exception)
        {
            Log.ReceiveFailed(logger, exception, function.QueueName);
            queuePause.Report(FirstPause);
            return [];
        }
    }

    /// <summary>Processes one message from its receipt to its end. Throws no exception.</summary>
    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "What can't be settled comes again when its lock runs out; it is logged.")]
    private async Task ProcessAsync(ReceivedMessage received)
    {
        var held = slots;
        try
        {
            var delivery = new QueueDelivery(queue, received, outagePause, clock);
            var succeeded = !stopReceiving.IsCancellationRequested && await CallWithLockAsync(delivery);
            await settling.WaitAsync(CancellationToken.None);
            held = settling;
            slots.Release();
            await SettleAsync(delivery, succeeded);
            if (succeeded && !delivery.HadOutage)
            {
                outagePause.End();
            }
        }
        catch (LockLostException)
        {
            Log.LockLost(logger, function.Function.Name, received.SequenceNumber);
        }
        catch (Exception exception)
        {
            Log.SettleFailed(logger, exception, received.SequenceNumber);
            queuePause.Report(FirstPause);
        }
        finally
        {
            held.Release();
        }
    }

    private async Task SettleAsync(QueueDelivery delivery, bool succeeded)
    {
        if (delivery.IsSettled)
        {
            return;
        }

        using var timeLimit = new CancellationTokenSource(SettleTimeLimit, clock);
        await (succeeded
            ? queue.CompleteAsync(delivery.Received, timeLimit.Token)
            : queue.AbandonAsync(delivery.Received, timeLimit.Token));
    }

    private async Task<bool> CallWithLockAsync(QueueDelivery delivery)
    {
        using var call = CancellationTokenSource.CreateLinkedTokenSource(stopCalls.Token);
        using var callOver = new CancellationTokenSource();
        var renewing = RenewLockAsync(delivery, call.CancelAsync, callOver.Token);
        var succeeded = await CallInTurnAsync(delivery, call.Token);
        await callOver.CancelAsync();
        await renewing;
        return succeeded;
    }

    private async Task<bool> CallInTurnAsync(QueueDelivery delivery, CancellationToken stopCall)
    {
        using var place = await WaitForTurnAsync(stopCall);
        return place is not null && await CallAsync(delivery, stopCall);
    }

    /// <summary>
    /// A message that was received while others met an outage, or while all workers are busy, waits under its lock. Null if it can't be
    /// called any more.
    /// </summary>
    private async Task<IDisposable?> WaitForTurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopReceiving.Token);
            await outagePause.WaitAsync(end.Token);
            return await lane.Workers.TakeAsync(lane.IsBulk, end.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "Whatever the function throws, its message is handed back; it is logged.")]
    private async Task<bool> CallAsync(QueueDelivery delivery, CancellationToken stopCall)
    {
        using var deadline = new CancellationTokenSource(rules.FunctionTimeout, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopCall, deadline.Token);
        using var span = MessageTraces.StartProcess(
            SystemOf(queue), function.QueueName, delivery.Received.Message, delivery.Received.DeliveryCount);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentDelivery>().Delivery = delivery;
            var invocation = new Invocation { Body = delivery.Received.Message.Body, CancellationToken = end.Token };
            await function.Function.CallAsync(scope.ServiceProvider, invocation);
            return true;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            Log.Cancelled(logger, function.Function.Name, delivery.Received.SequenceNumber);
            return false;
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            Log.CallFailed(logger, exception, function.Function.Name, delivery.Received.SequenceNumber);
            return false;
        }
    }

    private static string SystemOf(IMessageQueue queue) => queue is ObservedQueue { System: var system } ? system : MessageTraces.Sqlite;

    /// <summary>
    /// Renews the lock at half of its time until the call is over. A lost lock cancels the call, because another receiver may have the
    /// message by now.
    /// </summary>
    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "A renewal that fails for another reason is tried again while the lock holds; it is logged.")]
    private async Task RenewLockAsync(QueueDelivery delivery, Func<Task> cancelCall, CancellationToken callOver)
    {
        var started = clock.GetTimestamp();
        while (rules.MaxAutoLockRenewalDuration == Timeout.InfiniteTimeSpan
            || clock.GetElapsedTime(started) < rules.MaxAutoLockRenewalDuration)
        {
            try
            {
                // Nearly every call ends before its first renewal. An exception for each of them would cost far more than all else here.
                await Task.Delay(UntilRenewal(delivery.Received), clock, callOver).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (callOver.IsCancellationRequested)
                {
                    return;
                }

                delivery.Received = await queue.RenewLockAsync(delivery.Received, callOver);
            }
            catch (Exception) when (callOver.IsCancellationRequested || delivery.IsSettled)
            {
                return;
            }
            catch (LockLostException)
            {
                Log.LockLost(logger, function.Function.Name, delivery.Received.SequenceNumber);
                await cancelCall();
                return;
            }
            catch (Exception exception)
            {
                Log.RenewalFailed(logger, exception, delivery.Received.SequenceNumber);
            }
        }
    }

    private TimeSpan UntilRenewal(ReceivedMessage received)
    {
        var half = ((received.LockedUntil ?? clock.GetUtcNow()) - clock.GetUtcNow()) / 2;
        return half > FirstPause ? half : FirstPause;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 121, Level = LogLevel.Warning, Message = "Can't receive messages from the queue {Queue}. The program "
            + "tries again after a pause.")]
        public static partial void ReceiveFailed(ILogger logger, Exception exception, string queue);

        [LoggerMessage(EventId = 122, Level = LogLevel.Error, Message = "Function {Function} failed for message {SequenceNumber}. The "
            + "message goes back to the queue.")]
        public static partial void CallFailed(ILogger logger, Exception exception, string function, long sequenceNumber);

        [LoggerMessage(EventId = 123, Level = LogLevel.Warning, Message = "Function {Function} was stopped before it finished message "
            + "{SequenceNumber}. The message goes back to the queue.")]
        public static partial void Cancelled(ILogger logger, string function, long sequenceNumber);

        [LoggerMessage(EventId = 124, Level = LogLevel.Warning, Message = "Function {Function} lost the lock of message {SequenceNumber}. "
            + "The message may be delivered again.")]
        public static partial void LockLost(ILogger logger, string function, long sequenceNumber);

        [LoggerMessage(EventId = 125, Level = LogLevel.Warning, Message = "Calls of {Function} did not end in time. Their messages are "
            + "delivered again.")]
        public static partial void LeftBehind(ILogger logger, string function);

        [LoggerMessage(EventId = 126, Level = LogLevel.Warning, Message = "The lock of message {SequenceNumber} could not be renewed.")]
        public static partial void RenewalFailed(ILogger logger, Exception exception, long sequenceNumber);

        [LoggerMessage(EventId = 127, Level = LogLevel.Warning, Message = "Message {SequenceNumber} could not be settled. It is delivered "
            + "again when its lock expires.")]
        public static partial void SettleFailed(ILogger logger, Exception exception, long sequenceNumber);
    }
}
