using Amqp.Framing;
using Divoc.Functions.Messaging;
using Divoc.Functions.Messaging.ServiceBus;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Messaging.Broker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Messaging;

/// <summary>The queue over Microsoft's client against the double, whose clock the tests move. What the client itself does goes by the real clock.</summary>
[Trait("Kind", "Slow")]
public sealed class ServiceBusEventQueueTests : EventQueueContract, IAsyncDisposable
{
    /// <summary>The locks of all messages that were received.</summary>
    private readonly HashSet<Guid> seenLocks = [];
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly ServiceBusDouble broker;
    private readonly ServiceBusEventQueue queue;

    public ServiceBusEventQueueTests()
    {
        broker = new ServiceBusDouble(time: time);
        queue = Open(broker);
    }

    protected override IEventQueue Queue => queue;

    protected override TimeSpan LockDuration => broker.Options.LockDuration;

    protected override TimeSpan DuplicateDetectionWindow => broker.Options.DuplicateDetectionWindow;

    protected override TimeSpan Patience => TimeSpan.FromMilliseconds(250);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_with_more_than_fits_into_one_batch_comes_whole_and_in_order()
    {
        await queue.SendAsync([.. Enumerable.Range(0, 100).Select(turn => Message($"{turn}") with { Body = new byte[10_000] })], Cancel);

        Assert.Equal(Enumerable.Range(0, 100).Select(turn => $"{turn}"), Ids(await ReceiveAsync(100)));
    }

    [Fact]
    public async Task A_message_larger_than_this_broker_takes_is_refused_and_nothing_of_the_call_is_sent()
    {
        await using var small = new ServiceBusDouble(new BrokerOptions { MaxMessageSize = 64 * 1024 });
        await using var toSmall = Open(small);

        var refused = await Assert.ThrowsAsync<MessageTooLargeException>(() => toSmall.SendAsync([Message("small"), Message("large") with { Body = new byte[65_530] }], Cancel));
        Assert.Contains("65536", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await small.LookAsync(there => there.Messages.Count));
    }

    [Fact]
    public async Task A_message_that_comes_while_nobody_asks_is_not_held_and_its_delivery_does_not_count()
    {
        Assert.Empty(await queue.ReceiveAsync(10, TimeSpan.FromMilliseconds(200), Cancel));
        await queue.SendAsync([Message("a")], Cancel);

        Assert.Equal(1, (await ReceiveOneAsync()).DeliveryCount);
    }

    [Fact]
    public async Task What_is_held_can_be_settled_after_the_connection_was_cut_since_the_lock_outlives_it()
    {
        await queue.SendAsync([Message("done"), Message("back"), Message("dead"), Message("kept")], Cancel);
        var held = await ReceiveAsync(4);
        broker.Cut();

        await queue.CompleteAsync(held[0], Cancel);
        await queue.AbandonAsync(held[1], Cancel);
        await queue.DeadLetterAsync(held[2], "reason", "", Cancel);
        await queue.RenewLockAsync(held[3], Cancel);

        Assert.Equal(new QueueCounts(2, 0, 1), await queue.CountAsync(Cancel));
        Assert.Equal(2, (await ReceiveOneAsync()).DeliveryCount);
    }

    [Fact]
    public async Task Sending_and_receiving_go_on_after_a_cut_and_after_the_broker_closed_its_links()
    {
        for (var turn = 0; turn < 3; turn++)
        {
            await queue.SendAsync([Message($"{turn}")], Cancel);
            await queue.CompleteAsync(await ReceiveOneAsync(), Cancel);
            await (turn == 0 ? broker.DetachReceiversAsync() : Task.Run(broker.Cut, Cancel));
        }

        await queue.SendAsync([Message("last")], Cancel);
        Assert.Equal("last", (await ReceiveOneAsync()).Message.MessageId);
    }

    [Fact]
    public async Task A_broker_that_is_frozen_is_unavailable_in_time_and_a_repeated_send_makes_no_double()
    {
        await using var hasty = Open(broker, isHasty: true);
        await queue.SendAsync([Message("before")], Cancel);
        var held = await ReceiveOneAsync();
        broker.Freeze();

        foreach (var call in new Func<Task>[]
        {
            () => hasty.CheckWritableAsync(Cancel),
            () => hasty.SendAsync([Message("a")], Cancel),
            () => hasty.CompleteAsync(held, Cancel),
            () => hasty.PeekDeadLettersAsync(0, 1, Cancel),
        })
        {
            await Assert.ThrowsAsync<QueueUnavailableException>(() => call().WaitAsync(Eventually.Limit, Cancel));
        }

        broker.Thaw();
        await queue.SendAsync([Message("a")], Cancel);

        Assert.Equal(["a"], Ids(await ReceiveAsync(10)).Where(id => id != "before"));
    }

    [Fact]
    public async Task A_send_whose_answer_is_lost_is_sent_again_and_makes_no_double()
    {
        await queue.SendAsync([Message("first")], Cancel);
        broker.Switches.DropAnswers(1);
        await queue.SendAsync([Message("a"), Message("b")], Cancel);

        Assert.Equal(["first", "a", "b"], Ids(await ReceiveAsync(10)));
    }

    [Fact]
    public async Task A_completion_whose_answer_is_lost_has_worked_and_is_told_as_a_lost_lock_at_worst()
    {
        await queue.SendAsync([Message("a")], Cancel);
        var held = await ReceiveOneAsync();
        broker.Switches.DropAnswers(1);
        var told = await Record.ExceptionAsync(() => queue.CompleteAsync(held, Cancel));

        Assert.True(told is null or LockLostException or QueueUnavailableException, $"{told}");
        Assert.Equal(0, await broker.LookAsync(there => there.Messages.Count));
    }

    [Fact]
    public async Task An_answer_that_comes_late_is_waited_for()
    {
        broker.Switches.AnswerDelay = TimeSpan.FromMilliseconds(300);
        await queue.SendAsync([Message("a")], Cancel);
        await queue.CompleteAsync(await ReceiveOneAsync(), Cancel);

        Assert.Equal(0, await broker.LookAsync(there => there.Messages.Count));
    }

    [Fact]
    public async Task A_lock_that_lapses_early_is_told_and_the_message_comes_again()
    {
        await queue.SendAsync([Message("a")], Cancel);
        var held = await ReceiveOneAsync();
        await broker.LapseLocksAsync();

        await Assert.ThrowsAsync<LockLostException>(() => queue.RenewLockAsync(held, Cancel));
        await Assert.ThrowsAsync<LockLostException>(() => queue.CompleteAsync(held, Cancel));
        Assert.Equal(2, (await ReceiveOneAsync()).DeliveryCount);
    }

    [Fact]
    public async Task A_broker_that_is_busy_or_refuses_connections_is_unavailable()
    {
        await using var hasty = Open(broker, isHasty: true);
        await using var other = Open(broker, isHasty: true);
        broker.Switches.ServerBusy = true;
        await Assert.ThrowsAsync<QueueUnavailableException>(() => hasty.SendAsync([Message("a")], Cancel));
        broker.Refuses = true;
        await Assert.ThrowsAsync<QueueUnavailableException>(() => other.ReceiveAsync(1, TimeSpan.FromSeconds(1), Cancel));
        broker.Switches.ServerBusy = false;
        broker.Refuses = false;
        await using var again = Open(broker);
        await again.SendAsync([Message("a")], Cancel);

        Assert.Equal(1, await broker.LookAsync(there => there.Messages.Count));
    }

    [Fact]
    public async Task What_the_operator_must_mend_is_told_with_the_remedy()
    {
        await using var noQueue = Open(broker, "other-queue");
        await using var wrongKey = new ServiceBusDouble(new BrokerOptions { Key = "another key" });
        await using var noRight = Open(broker, connectionString: broker.ConnectionString.Replace(broker.Options.Key, wrongKey.Options.Key, StringComparison.Ordinal));

        await queue.CheckWritableAsync(Cancel);
        await Assert.ThrowsAsync<QueueUnavailableException>(() => noQueue.CheckWritableAsync(Cancel));
        await Assert.ThrowsAsync<QueueUnavailableException>(() => noRight.CheckWritableAsync(Cancel));
        var missing = await Assert.ThrowsAsync<QueueUnavailableException>(() => noQueue.SendAsync([Message("a")], Cancel));
        Assert.Contains("no queue other-queue", missing.Message, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<QueueUnavailableException>(() => noRight.SendAsync([Message("a")], Cancel));
        Assert.Contains("Data Sender", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_of_others_without_a_count_or_with_a_value_for_a_body_can_be_looked_at_and_received()
    {
        using var foreign = new Amqp.Message { Properties = new Properties { MessageId = "foreign" }, BodySection = new AmqpValue { Value = 17 } };
        await broker.LookAsync(there => there.DeadLetters!.Enqueue(foreign) + there.Enqueue(foreign));

        var peeked = Assert.Single(await queue.PeekDeadLettersAsync(0, 10, Cancel));
        Assert.Equal((0, 0, ""), (peeked.DeliveryCount, peeked.Message.Body.Length, peeked.Message.ContentType));
        var received = await ReceiveOneAsync();
        Assert.Equal((1, 0, "foreign"), (received.DeliveryCount, received.Message.Body.Length, received.Message.MessageId));
        await queue.CompleteAsync(received, Cancel);
    }

    [Fact]
    public async Task A_queue_that_was_closed_is_unavailable()
    {
        await queue.SendAsync([Message("a")], Cancel);
        await queue.DisposeAsync();

        await Assert.ThrowsAsync<QueueUnavailableException>(() => queue.SendAsync([Message("b")], Cancel));
        await Assert.ThrowsAsync<QueueUnavailableException>(() => queue.ReceiveAsync(1, TimeSpan.Zero, Cancel));
    }

    [Fact]
    public async Task A_lock_of_another_kind_of_queue_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => queue.CompleteAsync(
            new ReceivedMessage { Message = Message("a"), SequenceNumber = 1, DeliveryCount = 1, EnqueuedAt = time.GetUtcNow(), LockToken = "17" }, Cancel));

    [Theory]
    [InlineData("ServiceBus", "")]
    [InlineData("ServiceBus", "nonsense")]
    [InlineData("ServiceBus", "Endpoint=sb://example.servicebus.windows.net")]
    [InlineData("ServiceBus", "Endpoint=sb://example.servicebus.windows.net;SharedAccessKeyName=a;SharedAccessKey=b;EntityPath=other")]
    [InlineData("ServiceBus:fullyQualifiedNamespace", "https://example.servicebus.windows.net/")]
    [InlineData("ServiceBus:credential", "password")]
    [InlineData("Divoc:Queue:ServiceBus:TryTimeout", "00:00:00.5")]
    [InlineData("Divoc:Queue:ServiceBus:CallTimeout", "00:05:01")]
    public async Task A_setting_that_can_not_work_is_refused_by_name_and_without_the_key(string setting, string value)
    {
        await using var provider = Register((setting, value));

        var refused = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IEventQueue>);
        Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SharedAccessKey=b", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ServiceBus", "Endpoint=sb://localhost;SharedAccessKeyName=a;SharedAccessKey=b;UseDevelopmentEmulator=true")]
    [InlineData("ServiceBus:fullyQualifiedNamespace", "example.servicebus.windows.net")]
    public async Task A_connection_string_or_a_namespace_will_do(string setting, string value)
    {
        await using var provider = Register((setting, value));

        Assert.IsType<ServiceBusEventQueue>(provider.GetRequiredService<IEventQueue>());
    }

    protected override async Task LetTimePassAsync(TimeSpan duration)
    {
        time.Advance(duration);
        await broker.LookAsync(there => there.Messages.Count);
    }

    protected override Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int count) =>
        ReceiveAllAsync(count, broker.Queue, rest => queue.ReceiveAsync(rest, Patience, Cancel));

    protected override Task<IReadOnlyList<ReceivedMessage>> ReceiveDeadLettersAsync(int count) =>
        ReceiveAllAsync(count, broker.Queue.DeadLetters!, rest => queue.ReceiveDeadLettersAsync(rest, Cancel));

    public async ValueTask DisposeAsync()
    {
        await queue.DisposeAsync();
        await broker.DisposeAsync();
        Dispose();
    }

    /// <summary>
    /// A broker hands out what lies there in more than one portion, and on a busy machine not at once: an empty answer is the end only when nothing waits in the double,
    /// and nothing is on its way to the client or back from it. What is on its way when a receive ends goes back and is handed out again after others that came later,
    /// so the order is that of the numbers.
    /// </summary>
    private async Task<IReadOnlyList<ReceivedMessage>> ReceiveAllAsync(int count, BrokerQueue place, Func<int, Task<IReadOnlyList<ReceivedMessage>>> receive)
    {
        List<ReceivedMessage> received = [];
        await Eventually.HoldsAsync(async () =>
        {
            var more = await receive(count - received.Count);
            received.AddRange(more);
            seenLocks.UnionWith(more.Select(message => LockName.Of(message).Token));
            return received.Count == count
                || (more.Count == 0 && await broker.Loop.AskAsync(() => place.ReadyCount == 0 && place.Locks.All(seenLocks.Contains)));
        });
        return [.. received.OrderBy(message => message.SequenceNumber)];
    }

    /// <summary>A queue with the time that a busy machine takes, or with short limits where the test waits for them to run out.</summary>
    private static ServiceBusEventQueue Open(ServiceBusDouble broker, string? queueName = null, string? connectionString = null, bool isHasty = false) => new(new ServiceBusQueueOptions
    {
        QueueName = queueName ?? broker.Options.QueueName,
        ConnectionString = connectionString ?? broker.ConnectionString,
        TryTimeout = TimeSpan.FromSeconds(isHasty ? 2 : 5),
        CallTimeout = TimeSpan.FromSeconds(isHasty ? 5 : 60),
    });

    private static ServiceProvider Register(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
        return new ServiceCollection().AddServiceBusEventQueue(configuration, "certification-events").BuildServiceProvider();
    }
}
