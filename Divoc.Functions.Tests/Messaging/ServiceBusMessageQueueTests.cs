using System.Diagnostics;
using Amqp.Framing;
using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Messaging.Broker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Messaging;

[Trait("Kind", "Slow")]
public sealed class ServiceBusMessageQueueTests() : ServiceBusQueueContract(QueueNames.CertificationEvents)
{
    [Fact]
    public async Task A_call_with_more_messages_than_one_batch_can_hold_sends_all_of_them_in_order()
    {
        await Queue.SendAsync([.. Enumerable.Range(0, 100).Select(turn => Message($"{turn}") with { Body = new byte[10_000] })], Cancel);

        Assert.Equal(Enumerable.Range(0, 100).Select(turn => $"{turn}"), Ids(await ReceiveAsync(100)));
    }

    [Fact]
    public async Task A_message_larger_than_the_broker_accepts_is_refused_and_no_message_of_the_call_is_sent()
    {
        await using var small = new ServiceBusDouble(new BrokerOptions { MaxMessageSize = 64 * 1024 });
        await using var toSmall = Connect(small);

        var refused = await Assert.ThrowsAsync<MessageTooLargeException>(
            () => toSmall[Definition.Name].SendAsync([Message("small"), Message("large") with { Body = new byte[65_530] }], Cancel));
        Assert.Contains("65536", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await small.LookAsync(there => there.Messages.Count));
    }

    [Fact]
    public async Task A_message_that_arrives_while_nobody_receives_is_not_locked_and_counts_no_delivery()
    {
        Assert.Empty(await Queue.ReceiveAsync(10, TimeSpan.FromMilliseconds(200), Cancel));
        await Queue.SendAsync([Message("a")], Cancel);

        Assert.Equal(1, (await ReceiveOneAsync()).DeliveryCount);
    }

    [Fact]
    public async Task A_locked_message_can_be_settled_after_a_connection_loss()
    {
        await Queue.SendAsync([Message("done"), Message("back"), Message("dead"), Message("kept")], Cancel);
        var held = await ReceiveAsync(4);
        Broker.Cut();

        await Queue.CompleteAsync(held[0], Cancel);
        await Queue.AbandonAsync(held[1], Cancel);
        await Queue.DeadLetterAsync(held[2], "reason", "", Cancel);
        await Queue.RenewLockAsync(held[3], Cancel);

        Assert.Equal(new QueueCounts(2, 0, 1), await Queue.CountAsync(Cancel));
        Assert.Equal(2, (await ReceiveOneAsync()).DeliveryCount);
    }

    [Fact]
    public async Task Sending_and_receiving_continue_after_a_connection_loss_and_after_the_broker_closed_its_links()
    {
        for (var turn = 0; turn < 3; turn++)
        {
            await Queue.SendAsync([Message($"{turn}")], Cancel);
            await Queue.CompleteAsync(await ReceiveOneAsync(), Cancel);
            await (turn == 0 ? Broker.DetachReceiversAsync() : Task.Run(Broker.Cut, Cancel));
        }

        await Queue.SendAsync([Message("last")], Cancel);
        Assert.Equal("last", (await ReceiveOneAsync()).Message.MessageId);
    }

    [Fact]
    public async Task A_frozen_broker_is_reported_as_unavailable_in_time_and_a_repeated_send_creates_no_duplicate()
    {
        await using var hasty = Connect(Broker, isHasty: true);
        await Queue.SendAsync([Message("before")], Cancel);
        var held = await ReceiveOneAsync();
        Broker.Freeze();

        foreach (var call in new Func<Task>[]
        {
            () => hasty[Definition.Name].CheckWritableAsync(Cancel),
            () => hasty[Definition.Name].SendAsync([Message("a")], Cancel),
            () => hasty[Definition.Name].CompleteAsync(held, Cancel),
            () => hasty[Definition.Name].PeekDeadLettersAsync(0, 1, Cancel),
        })
        {
            await Assert.ThrowsAsync<QueueUnavailableException>(() => call().WaitAsync(Eventually.Limit, Cancel));
        }

        Broker.Thaw();
        await SendUntilTakenAsync(Message("a"));

        Assert.Equal(["a"], Ids(await ReceiveAsync(10)).Where(id => id != "before"));
    }

    /// <summary>
    /// Sends again as a caller would: on a busy machine a connection that stood still may need longer than one call to come to itself.
    /// </summary>
    private async Task SendUntilTakenAsync(QueueMessage message)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await Queue.SendAsync([message], Cancel);
                return;
            }
            catch (QueueUnavailableException) when (Stopwatch.GetElapsedTime(began) < Eventually.Limit)
            {
                // It is as it was.
            }
        }
    }

    [Fact]
    public async Task A_send_whose_response_is_lost_is_repeated_without_a_duplicate_message()
    {
        await Queue.SendAsync([Message("first")], Cancel);
        Broker.Switches.DropAnswers(1);
        await Queue.SendAsync([Message("a"), Message("b")], Cancel);

        Assert.Equal(["first", "a", "b"], Ids(await ReceiveAsync(10)));
    }

    [Fact]
    public async Task A_completion_whose_response_is_lost_succeeds_and_at_worst_reports_a_lost_lock_or_an_outage()
    {
        await Queue.SendAsync([Message("a")], Cancel);
        var held = await ReceiveOneAsync();
        Broker.Switches.DropAnswers(1);
        var told = await Record.ExceptionAsync(() => Queue.CompleteAsync(held, Cancel));

        Assert.True(told is null or LockLostException or QueueUnavailableException, $"{told}");
        Assert.Equal(0, await Broker.LookAsync(there => there.Messages.Count));
    }

    [Fact]
    public async Task A_late_response_is_awaited()
    {
        Broker.Switches.AnswerDelay = TimeSpan.FromMilliseconds(300);
        await Queue.SendAsync([Message("a")], Cancel);
        await Queue.CompleteAsync(await ReceiveOneAsync(), Cancel);

        Assert.Equal(0, await Broker.LookAsync(there => there.Messages.Count));
    }

    [Fact]
    public async Task A_lock_that_expires_early_is_reported_and_the_message_is_redelivered()
    {
        await Queue.SendAsync([Message("a")], Cancel);
        var held = await ReceiveOneAsync();
        await Broker.LapseLocksAsync();

        await Assert.ThrowsAsync<LockLostException>(() => Queue.RenewLockAsync(held, Cancel));
        await Assert.ThrowsAsync<LockLostException>(() => Queue.CompleteAsync(held, Cancel));
        Assert.Equal(2, (await ReceiveOneAsync()).DeliveryCount);
    }

    [Fact]
    public async Task A_broker_that_is_busy_or_refuses_connections_is_reported_as_unavailable()
    {
        await using var hasty = Connect(Broker, isHasty: true);
        await using var other = Connect(Broker, isHasty: true);
        Broker.Switches.ServerBusy = true;
        await Assert.ThrowsAsync<QueueUnavailableException>(() => hasty[Definition.Name].SendAsync([Message("a")], Cancel));
        Broker.Refuses = true;
        await Assert.ThrowsAsync<QueueUnavailableException>(() => other[Definition.Name].ReceiveAsync(1, TimeSpan.FromSeconds(1), Cancel));
        Broker.Switches.ServerBusy = false;
        Broker.Refuses = false;
        await using var again = Connect(Broker);
        await again[Definition.Name].SendAsync([Message("a")], Cancel);

        Assert.Equal(1, await Broker.LookAsync(there => there.Messages.Count));
    }

    [Fact]
    public async Task An_error_that_the_operator_must_fix_is_reported_with_the_solution()
    {
        var noQueue = Namespace["other-queue"];
        await using var wrongKey = new ServiceBusDouble(new BrokerOptions { Key = "another key" });
        await using var noRight = Connect(
            Broker, connectionString: Broker.ConnectionString.Replace(Broker.Options.Key, wrongKey.Options.Key, StringComparison.Ordinal));

        await Queue.CheckWritableAsync(Cancel);
        await Assert.ThrowsAsync<QueueUnavailableException>(() => noQueue.CheckWritableAsync(Cancel));
        await Assert.ThrowsAsync<QueueUnavailableException>(() => noRight[Definition.Name].CheckWritableAsync(Cancel));
        var missing = await Assert.ThrowsAsync<QueueUnavailableException>(() => noQueue.SendAsync([Message("a")], Cancel));
        Assert.Contains("no queue other-queue", missing.Message, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<QueueUnavailableException>(() => noRight[Definition.Name].SendAsync([Message("a")], Cancel));
        Assert.Contains("Data Sender", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Foreign_messages_without_a_count_or_with_a_value_body_can_be_peeked_and_received()
    {
        using var foreign = new Amqp.Message
        {
            Properties = new Properties { MessageId = "foreign" },
            BodySection = new AmqpValue { Value = 17 },
        };
        await Broker.LookAsync(there => there.DeadLetters!.Enqueue(foreign) + there.Enqueue(foreign));

        var peeked = Assert.Single(await Queue.PeekDeadLettersAsync(0, 10, Cancel));
        Assert.Equal((0, 0, ""), (peeked.DeliveryCount, peeked.Message.Body.Length, peeked.Message.ContentType));
        var received = await ReceiveOneAsync();
        Assert.Equal((1, 0, "foreign"), (received.DeliveryCount, received.Message.Body.Length, received.Message.MessageId));
        await Queue.CompleteAsync(received, Cancel);
    }

    [Fact]
    public async Task A_closed_queue_is_reported_as_unavailable()
    {
        await Queue.SendAsync([Message("a")], Cancel);
        await Namespace.DisposeAsync();

        await Assert.ThrowsAsync<QueueUnavailableException>(() => Queue.SendAsync([Message("b")], Cancel));
        await Assert.ThrowsAsync<QueueUnavailableException>(() => Queue.ReceiveAsync(1, TimeSpan.Zero, Cancel));
    }

    [Fact]
    public async Task A_lock_token_of_another_queue_implementation_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.CompleteAsync(
            new ReceivedMessage
            {
                Message = Message("a"),
                SequenceNumber = 1,
                DeliveryCount = 1,
                EnqueuedAt = Time.GetUtcNow(),
                LockToken = "17",
            },
            Cancel));

    [Theory]
    [InlineData("ServiceBus", "")]
    [InlineData("ServiceBus", "nonsense")]
    [InlineData("ServiceBus", "Endpoint=sb://example.servicebus.windows.net")]
    [InlineData("ServiceBus", "Endpoint=sb://example.servicebus.windows.net;SharedAccessKeyName=a;SharedAccessKey=b;EntityPath=other")]
    [InlineData("ServiceBus:fullyQualifiedNamespace", "https://example.servicebus.windows.net/")]
    [InlineData("ServiceBus:credential", "password")]
    [InlineData("Divoc:Queue:ServiceBus:TryTimeout", "00:00:00.5")]
    [InlineData("Divoc:Queue:ServiceBus:CallTimeout", "00:05:01")]
    public async Task An_invalid_setting_is_refused_with_its_name_and_without_the_key(string setting, string value)
    {
        await using var provider = Register((setting, value));

        var refused = Assert.Throws<OptionsValidationException>(() => provider.Queue(QueueNames.CertificationEvents));
        Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SharedAccessKey=b", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ServiceBus", "Endpoint=sb://localhost;SharedAccessKeyName=a;SharedAccessKey=b;UseDevelopmentEmulator=true")]
    [InlineData("ServiceBus:fullyQualifiedNamespace", "example.servicebus.windows.net")]
    public async Task A_connection_string_or_a_namespace_is_sufficient(string setting, string value)
    {
        await using var provider = Register((setting, value));

        Assert.All(QueueNames.All, queue => Assert.IsType<ServiceBusMessageQueue>(provider.Queue(queue.Name).Unobserved()));
    }

    private static ServiceProvider Register(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build();
        return new ServiceCollection().AddServiceBusMessageQueues(configuration).BuildServiceProvider();
    }
}
