using System.Collections.Concurrent;
using System.Text;
using Divoc.Functions.Messaging;

namespace Divoc.Functions.Tests.Messaging;

/// <summary>What every form of a queue must do, under every name. Uses nothing but the port and a way to let time pass.</summary>
public abstract class MessageQueueContract(string queueName) : IDisposable
{
    /// <summary>The queue under test.</summary>
    protected QueueDefinition Definition { get; } = QueueNames.All.Single(queue => queue.Name == queueName);

    /// <summary>The queue under test; the same one each time within a test.</summary>
    protected IMessageQueue Queue => Open(Definition.Name);

    /// <summary>Another queue beside it.</summary>
    private IMessageQueue Other => Open(QueueNames.All.First(queue => queue != Definition).Name);

    /// <summary>For how long the queue under test locks a received message.</summary>
    protected abstract TimeSpan LockDuration { get; }

    /// <summary>For how long the queue under test remembers ids.</summary>
    protected abstract TimeSpan DuplicateDetectionWindow { get; }

    /// <summary>How long a receive needs at most for what lies there already; zero for a queue that answers at once.</summary>
    protected virtual TimeSpan TimeLimit => TimeSpan.Zero;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An empty queue of a name; the same one each time within a test.</summary>
    protected abstract IMessageQueue Open(string name);

    /// <summary>Returns when the queue's clock has gone on so far.</summary>
    protected abstract Task LetTimePassAsync(TimeSpan duration);

    [Fact]
    public async Task A_message_is_received_as_it_was_sent()
    {
        var sent = new QueueMessage
        {
            MessageId = "id-1",
            Body = "{\"name\":\"Ä\"}"u8.ToArray(),
            ContentType = "application/json; charset=utf-8",
            Subject = "vaccination",
            CorrelationId = "request-1",
            Properties = new Dictionary<string, string> { ["attempt"] = "3", ["Empty"] = "" },
        };
        await Queue.SendAsync([sent], Cancel);

        var received = await ReceiveOneAsync();

        AssertSame(sent, received.Message);
        Assert.Null(received.Message.ScheduledFor);
        Assert.Equal(1, received.DeliveryCount);
        Assert.False(string.IsNullOrEmpty(received.LockToken));
        Assert.True(received.LockedUntil > received.EnqueuedAt);
        Assert.Null(received.DeadLetterReason);
        Assert.Null(received.DeadLetterDescription);
    }

    [Fact]
    public async Task A_message_without_its_optional_parts_is_received_without_them()
    {
        await Queue.SendAsync([new QueueMessage { MessageId = "bare", Body = Array.Empty<byte>() }], Cancel);

        var received = (await ReceiveOneAsync()).Message;
        Assert.Equal(0, received.Body.Length);
        Assert.Equal("application/json", received.ContentType);
        Assert.Equal("", received.Subject);
        Assert.Null(received.CorrelationId);
        Assert.Empty(received.Properties);
    }

    [Fact]
    public async Task Messages_are_received_in_send_order_with_increasing_numbers_and_separate_locks()
    {
        await Queue.SendAsync([Message("a"), Message("b")], Cancel);
        await Queue.SendAsync([Message("c")], Cancel);

        var received = await ReceiveAsync(10);

        Assert.Equal(["a", "b", "c"], Ids(received));
        Assert.Equal(received.Select(message => message.SequenceNumber).Order(), received.Select(message => message.SequenceNumber));
        Assert.Equal(3, received.Select(message => message.LockToken).Distinct().Count());
    }

    [Fact]
    public async Task An_empty_queue_returns_an_empty_result() => Assert.Empty(await ReceiveAsync(10));

    [Fact]
    public async Task A_receive_call_returns_at_most_the_requested_number_of_messages()
    {
        await Queue.SendAsync([Message("a"), Message("b"), Message("c")], Cancel);

        Assert.Equal(["a", "b"], Ids(await ReceiveAsync(2)));
        Assert.Equal(["c"], Ids(await ReceiveAsync(2)));
    }

    [Fact]
    public async Task A_locked_message_is_not_delivered_again_and_a_completed_message_never_is()
    {
        await Queue.SendAsync([Message("a")], Cancel);
        var received = await ReceiveOneAsync();
        Assert.Empty(await ReceiveAsync(1));

        await Queue.CompleteAsync(received, Cancel);
        await LetTimePassAsync(LockDuration + LockDuration);

        Assert.Empty(await ReceiveAsync(1));
        Assert.Equal(new QueueCounts(0, 0, 0), await Queue.CountAsync(Cancel));
    }

    [Fact]
    public async Task An_abandoned_message_is_redelivered_immediately_and_the_delivery_counts()
    {
        await Queue.SendAsync([Message("a")], Cancel);
        var first = await ReceiveOneAsync();
        await Queue.AbandonAsync(first, Cancel);
        var second = await ReceiveOneAsync();

        Assert.Equal(2, second.DeliveryCount);
        Assert.Equal(first.SequenceNumber, second.SequenceNumber);
        Assert.NotEqual(first.LockToken, second.LockToken);
    }

    [Fact]
    public async Task A_message_whose_lock_expires_is_redelivered_with_a_higher_delivery_count()
    {
        await Queue.SendAsync([Message("a")], Cancel);
        await ReceiveOneAsync();
        await LetTimePassAsync(LockDuration);

        Assert.Equal(2, (await ReceiveOneAsync()).DeliveryCount);
    }

    [Fact]
    public async Task A_completion_after_the_lock_expired_is_refused_and_the_message_is_redelivered()
    {
        await Queue.SendAsync([Message("a")], Cancel);
        var late = await ReceiveOneAsync();
        await LetTimePassAsync(LockDuration);

        await Assert.ThrowsAsync<LockLostException>(() => Queue.CompleteAsync(late, Cancel));
        var again = await ReceiveOneAsync();
        await Assert.ThrowsAsync<LockLostException>(() => Queue.CompleteAsync(late, Cancel));
        await Queue.CompleteAsync(again, Cancel);
        Assert.Equal(new QueueCounts(0, 0, 0), await Queue.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_message_whose_lock_is_lost_cannot_be_changed()
    {
        await Queue.SendAsync([Message("a"), Message("b"), Message("c"), Message("d")], Cancel);
        var messages = await ReceiveAsync(4);
        await Queue.CompleteAsync(messages[0], Cancel);
        await Queue.AbandonAsync(messages[1], Cancel);
        await Queue.DeadLetterAsync(messages[2], "reason", "", Cancel);
        await LetTimePassAsync(LockDuration);

        foreach (var message in messages)
        {
            await Assert.ThrowsAsync<LockLostException>(() => Queue.CompleteAsync(message, Cancel));
            await Assert.ThrowsAsync<LockLostException>(() => Queue.AbandonAsync(message, Cancel));
            await Assert.ThrowsAsync<LockLostException>(() => Queue.DeadLetterAsync(message, "reason", "", Cancel));
            await Assert.ThrowsAsync<LockLostException>(() => Queue.RenewLockAsync(message, Cancel));
        }
    }

    [Fact]
    public async Task A_renewed_lock_lasts_for_another_lock_duration()
    {
        await Queue.SendAsync([Message("a")], Cancel);
        var received = await ReceiveOneAsync();
        await LetTimePassAsync(LockDuration * 0.6);
        var renewed = await Queue.RenewLockAsync(received, Cancel);
        await LetTimePassAsync(LockDuration * 0.6);

        Assert.True(renewed.LockedUntil > received.LockedUntil);
        Assert.Empty(await ReceiveAsync(1));
        await Queue.CompleteAsync(renewed, Cancel);
    }

    [Fact]
    public async Task A_repeated_id_within_the_window_is_silently_dropped_if_the_queue_detects_duplicates()
    {
        await Queue.SendAsync([Message("a"), Message("a")], Cancel);
        await Queue.SendAsync([Message("a"), Message("b")], Cancel);

        Assert.Equal(Definition.DetectsDuplicates ? ["a", "b"] : ["a", "a", "a", "b"], Ids(await ReceiveAsync(10)));
    }

    [Fact]
    public async Task An_id_is_remembered_until_the_window_ends_even_after_its_message_is_completed()
    {
        await Queue.SendAsync([Message("a")], Cancel);
        await Queue.CompleteAsync(await ReceiveOneAsync(), Cancel);
        await Queue.SendAsync([Message("a")], Cancel);
        var again = await ReceiveAsync(1);
        Assert.Equal(Definition.DetectsDuplicates ? 0 : 1, again.Count);
        foreach (var message in again)
        {
            await Queue.CompleteAsync(message, Cancel);
        }

        await LetTimePassAsync(DuplicateDetectionWindow);
        await Queue.SendAsync([Message("a")], Cancel);
        Assert.Equal("a", (await ReceiveOneAsync()).Message.MessageId);
    }

    [Fact]
    public async Task Ids_that_differ_only_in_case_are_different() =>
        Assert.Equal(2, await SendAndCountAsync([Message("a"), Message("A")]));

    [Fact]
    public async Task A_replay_within_the_window_is_delivered_under_a_new_id()
    {
        await Queue.SendAsync([Message("certificate")], Cancel);
        var received = await ReceiveOneAsync();
        await Queue.SendAsync([received.Message with { MessageId = "certificate.2.x" }], Cancel);
        await Queue.CompleteAsync(received, Cancel);

        var replayed = await ReceiveOneAsync();
        Assert.Equal("certificate.2.x", replayed.Message.MessageId);
        Assert.Equal(1, replayed.DeliveryCount);
        Assert.Equal(received.Message.Body.ToArray(), replayed.Message.Body.ToArray());
    }

    [Fact]
    public async Task Scheduled_messages_are_delivered_in_the_order_of_their_times_and_not_earlier()
    {
        await Queue.SendAsync([Message("now")], Cancel);
        var now = (await ReceiveOneAsync()).EnqueuedAt;
        await Queue.SendAsync(
            [
                Message("later") with { ScheduledFor = now + (LockDuration * 3) },
                Message("sooner") with { ScheduledFor = now + (LockDuration * 1.5) },
                Message("past") with { ScheduledFor = now - TimeSpan.FromDays(1) },
            ],
            Cancel);

        Assert.Equal(2, (await Queue.CountAsync(Cancel)).Scheduled);
        var past = Assert.Single(await ReceiveAsync(10));
        Assert.Equal("past", past.Message.MessageId);
        await Queue.CompleteAsync(past, Cancel);
        await LetTimePassAsync(LockDuration * 1.6);
        Assert.Equal(["now", "sooner"], Ids(await ReceiveAsync(10)).Order());
        await LetTimePassAsync(LockDuration * 1.6);
        var last = Assert.Single(await ReceiveAsync(10), message => message.Message.MessageId == "later");
        Assert.Equal(now + (LockDuration * 3), last.Message.ScheduledFor);
    }

    [Fact]
    public async Task Scheduled_messages_that_are_all_due_are_delivered_in_the_order_of_their_times()
    {
        await Queue.SendAsync([Message("first")], Cancel);
        var first = await ReceiveOneAsync();
        await Queue.CompleteAsync(first, Cancel);
        await Queue.SendAsync(
            [.. new[] { 3, 1, 2 }.Select(turn => Message($"{turn}") with { ScheduledFor = first.EnqueuedAt + (LockDuration * turn / 2) })],
            Cancel);
        await LetTimePassAsync(LockDuration * 2);

        Assert.Equal(["1", "2", "3"], Ids(await ReceiveAsync(10)));
    }

    [Fact]
    public async Task The_tenth_delivery_is_the_last_if_each_delivery_is_abandoned()
    {
        await Queue.SendAsync([Message("poison"), Message("good")], Cancel);
        for (var delivery = 1; delivery <= 10; delivery++)
        {
            foreach (var message in await ReceiveAsync(2))
            {
                if (message.Message.MessageId == "poison")
                {
                    Assert.Equal(delivery, message.DeliveryCount);
                    await Queue.AbandonAsync(message, Cancel);
                }
                else
                {
                    await Queue.CompleteAsync(message, Cancel);
                }
            }
        }

        Assert.Empty(await ReceiveAsync(2));
        var dead = Assert.Single(await Queue.PeekDeadLettersAsync(0, 10, Cancel));
        Assert.Equal("poison", dead.Message.MessageId);
        Assert.Equal("MaxDeliveryCountExceeded", dead.DeadLetterReason);
        Assert.Equal(10, dead.DeliveryCount);
    }

    [Fact]
    public async Task The_tenth_delivery_is_the_last_if_each_lock_expires()
    {
        await Queue.SendAsync([Message("poison")], Cancel);
        for (var delivery = 1; delivery <= 10; delivery++)
        {
            Assert.Equal(delivery, (await ReceiveOneAsync()).DeliveryCount);
            await LetTimePassAsync(LockDuration);
        }

        await Queue.SendAsync([Message("good")], Cancel);
        Assert.Equal(["good"], Ids(await ReceiveAsync(1)));
        Assert.Equal("MaxDeliveryCountExceeded", Assert.Single(await Queue.PeekDeadLettersAsync(0, 10, Cancel)).DeadLetterReason);
    }

    [Fact]
    public async Task A_dead_lettered_message_can_be_peeked_with_its_reason_and_is_not_delivered()
    {
        await SetAsideAsync("a", "b", "c");

        Assert.Empty(await ReceiveAsync(10));
        Assert.Equal(new QueueCounts(0, 0, 3), await Queue.CountAsync(Cancel));
        var peeked = await Queue.PeekDeadLettersAsync(0, 10, Cancel);
        Assert.Equal(["a", "b", "c"], Ids(peeked));
        Assert.All(peeked, dead =>
        {
            Assert.Equal("no-event", dead.DeadLetterReason);
            Assert.Equal("It is no event.", dead.DeadLetterDescription);
            Assert.Equal(1, dead.DeliveryCount);
            Assert.Null(dead.LockToken);
            Assert.Null(dead.LockedUntil);
            AssertSame(Message(dead.Message.MessageId), dead.Message);
        });
    }

    [Fact]
    public async Task Waiting_locked_and_scheduled_messages_can_be_peeked_without_a_change()
    {
        await Queue.SendAsync([Message("locked")], Cancel);
        var locked = await ReceiveOneAsync();
        await Queue.SendAsync(
            [Message("waiting"), Message("scheduled") with { ScheduledFor = locked.EnqueuedAt + TimeSpan.FromDays(1) }], Cancel);

        var peeked = await Queue.PeekAsync(0, 10, Cancel);

        Assert.Equal(["locked", "waiting", "scheduled"], Ids(peeked));
        Assert.All(peeked, message => Assert.Null(message.LockToken));
        AssertSame(Message("waiting"), peeked[1].Message);
        Assert.Equal(0, peeked[1].DeliveryCount);
        Assert.Equal(["locked"], Ids(await Queue.PeekAsync(0, 1, Cancel)));
        Assert.Equal(["waiting", "scheduled"], Ids(await Queue.PeekAsync(locked.SequenceNumber + 1, 10, Cancel)));
        await Queue.CompleteAsync(locked, Cancel);
        await Queue.DeadLetterAsync(await ReceiveOneAsync(), "reason", "", Cancel);
        Assert.Equal(["scheduled"], Ids(await Queue.PeekAsync(0, 10, Cancel)));
    }

    [Fact]
    public async Task Peeked_headers_equal_peeked_messages_except_for_the_bodies()
    {
        await SetAsideAsync("a", "b", "c");
        await Queue.SendAsync([Message("d"), Message("e")], Cancel);

        var (dead, live) = (await Queue.PeekDeadLettersAsync(0, 10, Cancel), await Queue.PeekAsync(0, 10, Cancel));
        AssertHeaders(dead, await Queue.PeekDeadLetterHeadersAsync(0, 10, Cancel));
        AssertHeaders(live, await Queue.PeekHeadersAsync(0, 10, Cancel));
        AssertHeaders([dead[1]], await Queue.PeekDeadLetterHeadersAsync(dead[0].SequenceNumber + 1, 1, Cancel));
        AssertHeaders([live[0]], await Queue.PeekHeadersAsync(0, 1, Cancel));
    }

    [Fact]
    public async Task A_message_in_one_queue_is_not_in_another_queue()
    {
        await SetAsideAsync("dead");
        await Queue.SendAsync([Message("here")], Cancel);
        await Other.SendAsync(
            [Message("here"), Message("there") with { ScheduledFor = new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero) }], Cancel);

        Assert.Equal(new QueueCounts(1, 0, 1), await Queue.CountAsync(Cancel));
        Assert.Equal(new QueueCounts(1, 1, 0), await Other.CountAsync(Cancel));
        Assert.Equal(["here"], Ids(await Queue.PeekAsync(0, 10, Cancel)));
        Assert.Equal(["here", "there"], Ids(await Other.PeekHeadersAsync(0, 10, Cancel)));
        Assert.Equal(["dead"], Ids(await Queue.PeekDeadLettersAsync(0, 10, Cancel)));
        Assert.Empty(await Other.PeekDeadLettersAsync(0, 10, Cancel));
        Assert.Empty(await Other.ReceiveDeadLettersAsync(10, Cancel));
        Assert.Equal(["here"], Ids(await ReceiveAsync(10)));
        Assert.Equal(new QueueCounts(1, 1, 0), await Other.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_message_can_be_settled_only_in_its_own_queue()
    {
        await Queue.SendAsync([Message("a")], Cancel);
        var received = await ReceiveOneAsync();

        await Assert.ThrowsAsync<LockLostException>(() => Other.CompleteAsync(received, Cancel));
        await Assert.ThrowsAsync<LockLostException>(() => Other.DeadLetterAsync(received, "reason", "", Cancel));
        await Assert.ThrowsAsync<LockLostException>(() => Other.RenewLockAsync(received, Cancel));
        await Queue.CompleteAsync(received, Cancel);
        Assert.Equal(new QueueCounts(0, 0, 0), await Queue.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_waiting_receiver_is_not_woken_by_a_send_to_another_queue()
    {
        var receiving = Queue.ReceiveAsync(1, LockDuration, Cancel);
        await Other.SendAsync([Message("there")], Cancel);
        Assert.Equal(new QueueCounts(1, 0, 0), await Other.CountAsync(Cancel));
        await Queue.SendAsync([Message("here")], Cancel);

        Assert.Equal(["here"], Ids(await receiving));
        Assert.Equal(0, Assert.Single(await Other.PeekAsync(0, 10, Cancel)).DeliveryCount);
    }

    [Fact]
    public async Task Peeking_continues_from_a_sequence_number()
    {
        await SetAsideAsync("a", "b", "c");

        var first = Assert.Single(await Queue.PeekDeadLettersAsync(0, 1, Cancel));
        Assert.Equal(["b", "c"], Ids(await Queue.PeekDeadLettersAsync(first.SequenceNumber + 1, 10, Cancel)));
        Assert.Equal(["a", "b", "c"], Ids(await Queue.PeekDeadLettersAsync(first.SequenceNumber, 10, Cancel)));
    }

    [Fact]
    public async Task Dead_lettered_messages_are_received_under_a_lock_and_completed_or_abandoned()
    {
        await SetAsideAsync("a", "b");
        var received = await ReceiveDeadLettersAsync(10);

        Assert.Equal(["a", "b"], Ids(received));
        Assert.All(received, dead => Assert.Equal("no-event", dead.DeadLetterReason));
        Assert.Empty(await ReceiveDeadLettersAsync(10));
        await Queue.CompleteAsync(received[0], Cancel);
        await Queue.AbandonAsync(received[1], Cancel);
        await Assert.ThrowsAsync<LockLostException>(() => Queue.CompleteAsync(received[1], Cancel));
        Assert.Equal(["b"], Ids(await ReceiveDeadLettersAsync(10)));
        await LetTimePassAsync(LockDuration);
        Assert.Equal(["b"], Ids(await ReceiveDeadLettersAsync(10)));
        Assert.Empty(await ReceiveAsync(10));
    }

    [Fact]
    public async Task A_dead_lettered_message_can_be_abandoned_more_than_ten_times()
    {
        await SetAsideAsync("a");
        for (var turn = 0; turn < 12; turn++)
        {
            await Queue.AbandonAsync(Assert.Single(await ReceiveDeadLettersAsync(1)), Cancel);
        }

        Assert.Equal("no-event", Assert.Single(await Queue.PeekDeadLettersAsync(0, 10, Cancel)).DeadLetterReason);
    }

    [Fact]
    public async Task Counts_distinguish_waiting_scheduled_and_dead_lettered_messages()
    {
        await SetAsideAsync("dead");
        await Queue.SendAsync([Message("locked")], Cancel);
        var locked = await ReceiveOneAsync();
        await Queue.SendAsync(
            [Message("waiting"), Message("scheduled") with { ScheduledFor = locked.EnqueuedAt + TimeSpan.FromDays(1) }], Cancel);

        Assert.Equal(new QueueCounts(2, 1, 1), await Queue.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_waiting_receiver_is_woken_by_a_send_and_by_an_abandoned_message()
    {
        var receiving = Queue.ReceiveAsync(1, LockDuration, Cancel);
        await Queue.SendAsync([Message("a")], Cancel);
        var first = Assert.Single(await receiving);

        receiving = Queue.ReceiveAsync(1, LockDuration, Cancel);
        await Queue.AbandonAsync(first, Cancel);
        Assert.Equal(2, Assert.Single(await receiving).DeliveryCount);
    }

    [Fact]
    public async Task A_cancelled_receive_call_takes_no_message()
    {
        using var source = new CancellationTokenSource();
        var receiving = Queue.ReceiveAsync(1, LockDuration, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);

        await Queue.SendAsync([Message("a")], Cancel);
        Assert.Equal(1, (await ReceiveOneAsync()).DeliveryCount);
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_refused_and_no_message_of_the_call_is_sent()
    {
        var large = Message("large") with { Body = new byte[256 * 1024] };

        await Assert.ThrowsAsync<MessageTooLargeException>(() => Queue.SendAsync([Message("small"), large], Cancel));
        Assert.Equal(new QueueCounts(0, 0, 0), await Queue.CountAsync(Cancel));
        await Queue.SendAsync([large with { Body = new byte[192 * 1024] }], Cancel);
        Assert.Equal(192 * 1024, (await ReceiveOneAsync()).Message.Body.Length);
    }

    [Fact]
    public async Task Calls_outside_the_limits_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.SendAsync([Message("")], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.SendAsync([Message(new string('x', 129))], Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Queue.ReceiveAsync(0, TimeSpan.Zero, Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Queue.ReceiveAsync(1, TimeSpan.FromSeconds(-1), Cancel));
        await SetAsideAsync("dead");
        var peeked = Assert.Single(await Queue.PeekDeadLettersAsync(0, 1, Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Queue.CompleteAsync(peeked, Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Queue.DeadLetterAsync(peeked, new string('x', 4097), "", Cancel));
        await Queue.SendAsync([], Cancel);
    }

    [Fact]
    public async Task With_many_senders_and_receivers_each_message_is_delivered_once()
    {
        const int senders = 16;
        const int each = 50;
        var delivered = new ConcurrentBag<string>();
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var receiving = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (delivered.Count < senders * each)
                {
                    var received = await Queue.ReceiveAsync(7, TimeLimit, failed.Token);
                    foreach (var message in received)
                    {
                        Assert.Equal(1, message.DeliveryCount);
                        delivered.Add(message.Message.MessageId);
                        await Queue.CompleteAsync(message, Cancel);
                    }

                    if (received.Count == 0)
                    {
                        // A queue that answers at once would keep the threads from the senders otherwise.
                        await Task.Delay(1, failed.Token);
                    }
                }
            }
            catch
            {
                // What it has not completed would never come again, and the others would wait for it for ever.
                await failed.CancelAsync();
                throw;
            }
        }));
        var sending = Enumerable.Range(0, senders).Select(sender => Task.Run(async () =>
        {
            for (var turn = 0; turn < each; turn += 2)
            {
                await Queue.SendAsync([Message($"{sender}/{turn}"), Message($"{sender}/{turn + 1}")], Cancel);
            }
        }));
        await Task.WhenAll([.. sending, .. receiving]);

        Assert.Equal(senders * each, delivered.Distinct().Count());
        Assert.Equal(senders * each, delivered.Count);
        Assert.Equal(new QueueCounts(0, 0, 0), await Queue.CountAsync(Cancel));
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    protected static QueueMessage Message(string id) =>
        new() { MessageId = id, Body = Encoding.UTF8.GetBytes($"body of {id}"), Subject = "test" };

    protected static IEnumerable<string> Ids(IEnumerable<ReceivedMessage> messages) =>
        messages.Select(message => message.Message.MessageId);

    /// <summary>Receives what lies there, up to a number of messages.</summary>
    protected virtual Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count) => Queue.ReceiveAsync(count, TimeLimit, Cancel);

    /// <summary>Receives what was set aside, up to a number of messages.</summary>
    protected virtual Task<IReadOnlyList<ReceivedMessage>> ReceiveDeadLettersAsync(int count) =>
        Queue.ReceiveDeadLettersAsync(count, Cancel);

    protected async Task<ReceivedMessage> ReceiveOneAsync() => Assert.Single(await ReceiveAsync(1));

    private static void AssertHeaders(IReadOnlyList<ReceivedMessage> whole, IReadOnlyList<ReceivedMessage> headers)
    {
        Assert.All(headers, message => Assert.Equal(0, message.Message.Body.Length));
        Assert.Equal(
            whole.Select(
                message => (
                    message.SequenceNumber, message.Message.MessageId, message.DeliveryCount, message.DeadLetterReason,
                    message.DeadLetterDescription)),
            headers.Select(
                message => (
                    message.SequenceNumber, message.Message.MessageId, message.DeliveryCount, message.DeadLetterReason,
                    message.DeadLetterDescription)));
        Assert.All(
            whole.Zip(headers), pair => AssertSame(pair.First.Message with { Body = ReadOnlyMemory<byte>.Empty }, pair.Second.Message));
    }

    private static void AssertSame(QueueMessage expected, QueueMessage actual)
    {
        Assert.Equal(expected.MessageId, actual.MessageId);
        Assert.Equal(expected.Body.ToArray(), actual.Body.ToArray());
        Assert.Equal(expected.ContentType, actual.ContentType);
        Assert.Equal(expected.Subject, actual.Subject);
        Assert.Equal(expected.CorrelationId, actual.CorrelationId);
        Assert.Equal(expected.Properties, actual.Properties);
    }

    private async Task<int> SendAndCountAsync(IReadOnlyList<QueueMessage> messages)
    {
        await Queue.SendAsync(messages, Cancel);
        return (await ReceiveAsync(10)).Count;
    }

    private async Task SetAsideAsync(params string[] ids)
    {
        await Queue.SendAsync([.. ids.Select(Message)], Cancel);
        foreach (var message in await ReceiveAsync(ids.Length))
        {
            await Queue.DeadLetterAsync(message, "no-event", "It is no event.", Cancel);
        }
    }
}
