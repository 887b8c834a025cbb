using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;
using Divoc.Functions.Hosting.AzureFunctions;
using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Formats;
using Divoc.Functions.Tests.Hosting.AzureFunctions.Rpc;
using Divoc.Functions.Tests.Messaging.Broker;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>What becomes of a message in the worker when its event can't be issued at once, or never.</summary>
[Collection(nameof(WorkerCollection))]
[Trait("Kind", "Slow")]
public sealed class DeliveryTests(WorkerBench bench) : IAsyncDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ServiceBusDouble Broker => bench.Broker;

    [Fact]
    public async Task An_attempt_that_fails_comes_back_as_a_scheduled_copy_with_the_next_number()
    {
        var accepted = await bench.CertifyHeldBackAsync(PartnerSystem.Event("certify-v1.json", "RETRIED"));
        var id = IdOf(accepted);
        var ledger = bench.Document(LedgerOf("RETRIED"));
        await ledger.UploadAsync(BinaryData.FromString("no ledger"), Token);
        await bench.Host.Listener.StartAsync();

        var copy = await WaitForAsync(
            queue => queue.Messages.SingleOrDefault(message => message.MessageId.StartsWith($"{id}.2.", StringComparison.Ordinal)));
        Assert.Equal("2", PropertiesOf(copy)["attempt"]);
        Assert.Equal(id, IdInBody(copy));
        await WaitForAsync(queue => queue.Messages.All(message => message.MessageId != id));

        await ledger.DeleteAsync(cancellationToken: Token);
        Assert.Equal("ISSUED", StatusOf(await bench.Partner.WaitAsync(accepted)));
        await AssertNothingIsSetAsideAsync(id);
    }

    [Fact]
    public async Task If_the_broker_does_not_accept_a_retry_the_message_is_delivered_again()
    {
        var accepted = await bench.CertifyHeldBackAsync(PartnerSystem.Event("certify-v1.json", "NO-COPY"));
        var id = IdOf(accepted);
        var ledger = bench.Document(LedgerOf("NO-COPY"));
        await ledger.UploadAsync(BinaryData.FromString("no ledger"), Token);
        bench.Store.Freeze();
        await bench.Host.Listener.StartAsync();
        await Eventually.HoldsAsync(() => bench.Host.Listener.InWork > 0);
        Broker.Switches.ServerBusy = true;
        bench.Store.Thaw();

        await WaitForAsync(queue => queue.Messages.Single(message => message.MessageId == id).Deliveries > 1);
        await ledger.DeleteAsync(cancellationToken: Token);
        Broker.Switches.ServerBusy = false;
        Assert.Equal("ISSUED", StatusOf(await bench.Partner.WaitAsync(accepted)));
        await AssertNothingIsSetAsideAsync(id);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(7, 60)]
    [InlineData(10, 60)]
    [InlineData(int.MaxValue, 60)]
    public void A_message_that_is_abandoned_waits_longer_each_time(int deliveries, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), DeliveryMiddleware.PauseAfter(deliveries));
    }

    [Fact]
    public async Task An_outage_of_the_store_is_not_counted_as_an_attempt()
    {
        var accepted = await bench.CertifyHeldBackAsync(PartnerSystem.Event("certify-v1.json", "OUTAGE"));
        var id = IdOf(accepted);
        bench.Store.Cut();
        await bench.Host.Listener.StartAsync();

        var copy = await WaitForAsync(
            queue => queue.Messages.FirstOrDefault(message => message.MessageId.StartsWith($"{id}.", StringComparison.Ordinal)));
        Assert.StartsWith($"{id}.1.", copy.MessageId, StringComparison.Ordinal);
        Assert.Equal("1", PropertiesOf(copy)["attempt"]);

        bench.Store.Mend();
        Assert.Equal("ISSUED", StatusOf(await bench.Partner.WaitAsync(accepted)));
        await AssertNothingIsSetAsideAsync(id);
    }

    [Fact]
    public async Task An_event_that_can_never_be_issued_moves_to_the_failures_queue_and_its_request_gives_the_reason()
    {
        var happened = DivocFormats.TooLarge(PartnerSystem.Event("certify-v1.json", "TOO-LARGE"), CertificateShape.VaccinationV1);
        var accepted = await bench.Partner.CertifyAsync("/divoc/api/v1/certify", new JsonArray(happened));
        var status = await bench.Partner.WaitAsync(accepted);

        Assert.Equal("FAILED", StatusOf(status));
        Assert.Equal("QR_TOO_LARGE", status["certificates"]![0]!["reason"]!.GetValue<string>());
        var moved = await WaitForFailureAsync(IdOf(accepted));
        Assert.Equal("QR_TOO_LARGE", PropertiesOf(moved)["DeadLetterReason"]);
        Assert.NotEmpty(PropertiesOf(moved)["DeadLetterErrorDescription"]);
        await WaitForAsync(queue => queue.Messages.All(message => message.MessageId != IdOf(accepted)));
        Assert.Equal(0, await Broker.LookAsync(queue => queue.DeadLetters!.Messages.Count));
    }

    [Fact]
    public async Task The_tenth_attempt_is_the_last()
    {
        var accepted = await bench.CertifyHeldBackAsync(PartnerSystem.Event("certify-v1.json", "TEN-ATTEMPTS"));
        var id = IdOf(accepted);
        await using var client = new ServiceBusClient(Broker.ConnectionString);
        await ReplaceAsync(client, id, "10");
        var ledger = bench.Document(LedgerOf("TEN-ATTEMPTS"));
        await ledger.UploadAsync(BinaryData.FromString("no ledger"), Token);
        await bench.Host.Listener.StartAsync();

        var moved = await WaitForFailureAsync($"{id}.10.test");
        Assert.Equal("TOO_MANY_ATTEMPTS", PropertiesOf(moved)["DeadLetterReason"]);
        await ledger.DeleteAsync(cancellationToken: Token);
        Assert.Equal("FAILED", StatusOf(await bench.Partner.WaitAsync(accepted)));
    }

    [Fact]
    public async Task A_message_that_is_not_an_event_moves_to_the_failures_queue_with_its_reason()
    {
        await using var client = new ServiceBusClient(Broker.ConnectionString);
        await client.CreateSender(Broker.Options.QueueName)
            .SendMessageAsync(new ServiceBusMessage("nothing of ours") { MessageId = "not-an-event" }, Token);

        Assert.Equal("NOT_AN_EVENT", PropertiesOf(await WaitForFailureAsync("not-an-event"))["DeadLetterReason"]);
    }

    [Fact]
    public async Task A_message_in_the_failures_queue_is_read_like_a_dead_letter()
    {
        await using var client = new ServiceBusClient(Broker.ConnectionString);
        await client.CreateSender(Broker.Options.QueueName)
            .SendMessageAsync(new ServiceBusMessage("again nothing") { MessageId = "not-an-event-either" }, Token);
        await WaitForFailureAsync("not-an-event-either");
        await using var connection = new ServiceBusNamespace(new ServiceBusQueueOptions { ConnectionString = Broker.ConnectionString });
        var failures = connection[FailuresQueue.NameOf(Broker.Options.QueueName)];

        // Others lie there too, and the broker hands out what lies there in portions.
        List<ReceivedMessage> received = [];
        var moved = await Eventually.FindAsync(async () =>
        {
            received.AddRange(await failures.ReceiveAsync(100, TimeSpan.FromSeconds(10), Token));
            return received.SingleOrDefault(message => message.Message.MessageId == "not-an-event-either");
        });
        Assert.Equal("NOT_AN_EVENT", moved.DeadLetterReason);
        Assert.Equal("The message is not a certification event.", moved.DeadLetterDescription);
        foreach (var message in received)
        {
            await failures.AbandonAsync(message, Token);
        }
    }

    [Fact]
    public async Task The_timer_records_messages_that_the_broker_dead_lettered_and_leaves_them_there()
    {
        var accepted = await bench.CertifyHeldBackAsync(PartnerSystem.Event("certify-v1.json", "CRASHED"));
        var id = IdOf(accepted);
        await using var client = new ServiceBusClient(Broker.ConnectionString);
        await using (var receiver = client.CreateReceiver(Broker.Options.QueueName))
        {
            // Somebody who takes the message and dies, again and again.
            for (var death = 0; death < Broker.Options.MaxDeliveryCount; death++)
            {
                await receiver.AbandonMessageAsync(await receiver.ReceiveMessageAsync(Eventually.Limit, Token), cancellationToken: Token);
            }
        }

        Assert.Equal(1, await Broker.LookAsync(queue => queue.DeadLetters!.Messages.Count));
        Assert.Equal(StatusResult.Types.Status.Success, (await bench.Host.TickAsync("RecordDeadLetters")).Status);
        await bench.Host.Listener.StartAsync();

        var status = await bench.Partner.WaitAsync(accepted);
        Assert.Equal("FAILED", StatusOf(status));
        Assert.Equal("MAX_DELIVERY_COUNT_EXCEEDED", status["certificates"]![0]!["reason"]!.GetValue<string>());
        Assert.Equal(id, await Broker.LookAsync(queue => queue.DeadLetters!.Messages.Single().MessageId));
        Assert.True(await Broker.LookAsync(queue => queue.DeadLetters!.Remove(id)));
    }

    [Fact]
    public async Task W15_an_event_that_failed_permanently_is_replayed_from_the_failures_queue_after_its_cause_is_fixed()
    {
        var accepted = await bench.CertifyHeldBackAsync(PartnerSystem.Event("certify-v1.json", "REPLAYED"));
        var id = IdOf(accepted);
        await using var client = new ServiceBusClient(Broker.ConnectionString);
        await ReplaceAsync(client, id, "10");
        var ledger = bench.Document(LedgerOf("REPLAYED"));
        await ledger.UploadAsync(BinaryData.FromString("no ledger"), Token);
        await bench.Host.Listener.StartAsync();
        await WaitForFailureAsync($"{id}.10.test");
        var listed = Assert.Single(await FailuresAsync(), failure => failure["certificateId"]?.GetValue<string>() == id);
        Assert.Equal(
            ("failures", "TOO_MANY_ATTEMPTS", 10),
            (listed["place"]!.GetValue<string>(), listed["reason"]!.GetValue<string>(), listed["attempt"]!.GetValue<int>()));

        await ledger.DeleteAsync(cancellationToken: Token);
        Assert.Equal(id, await ReplayAsync(id));

        Assert.Equal("ISSUED", StatusOf(await bench.Partner.WaitAsync(accepted)));
        await AssertNothingIsSetAsideAsync(id);
        Assert.DoesNotContain(await FailuresAsync(), failure => failure["certificateId"]?.GetValue<string>() == id);
    }

    [Fact]
    public async Task W15_a_message_that_the_broker_dead_lettered_is_replayed_from_the_dead_letter_queue()
    {
        var accepted = await bench.CertifyHeldBackAsync(PartnerSystem.Event("certify-v1.json", "DEAD"));
        var id = IdOf(accepted);
        await using var client = new ServiceBusClient(Broker.ConnectionString);
        await using (var receiver = client.CreateReceiver(Broker.Options.QueueName))
        {
            await receiver.DeadLetterMessageAsync(
                await receiver.ReceiveMessageAsync(Eventually.Limit, Token), "TTLExpiredException", cancellationToken: Token);
        }

        await bench.Host.TickAsync("RecordDeadLetters");
        Assert.Equal("FAILED", StatusOf(await bench.Partner.WaitAsync(accepted)));
        Assert.Equal(id, await ReplayAsync(id));
        await bench.Host.Listener.StartAsync();

        Assert.Equal("ISSUED", StatusOf(await bench.Partner.WaitAsync(accepted)));
        await AssertNothingIsSetAsideAsync(id);
    }

    /// <summary>The tests of the class share a worker: none leaves it deaf or without a store.</summary>
    public async ValueTask DisposeAsync()
    {
        bench.Store.Thaw();
        bench.Store.Mend();
        Broker.Switches.ServerBusy = false;
        await bench.Host.Listener.StopAsync();
        await bench.Host.Listener.StartAsync();
    }

    private static string IdOf(JsonObject accepted) => accepted["certificates"]![0]!["certificateId"]!.GetValue<string>();

    private static string StatusOf(JsonObject status) => status["certificates"]![0]!["status"]!.GetValue<string>();

    private static string LedgerOf(string code) =>
        $"ledgers/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)))}.json";

    private static Dictionary<string, string> PropertiesOf(StoredMessage message) =>
        StoredMessage.Decode(message.Encoded).ApplicationProperties.Map
            .ToDictionary(property => property.Key.ToString()!, property => property.Value.ToString()!);

    private static string? IdInBody(StoredMessage message) =>
        JsonNode.Parse((byte[])StoredMessage.Decode(message.Encoded).Body)!["certificateId"]?.GetValue<string>();

    private async Task<IReadOnlyList<JsonNode>> FailuresAsync()
    {
        using var response = await bench.Partner.GetAsync("/operations/failures?count=200");
        return [.. JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["failures"]!.AsArray().OfType<JsonNode>()];
    }

    /// <summary>
    /// Returns the one event that was replayed. Calls again, as operators do, as long as a busy broker has handed out nothing.
    /// </summary>
    private async Task<string> ReplayAsync(string id)
    {
        var report = await Eventually.FindAsync(async () =>
        {
            using var response = await bench.Partner.PostAsync(
                "/operations/failures/replay", new JsonObject { ["certificateIds"] = new JsonArray(id) });
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
            return answer["more"]!.GetValue<bool>() && answer["replayed"]!.AsArray().Count == 0 ? null : answer;
        });
        return Assert.Single(report["replayed"]!.AsArray())!.GetValue<string>();
    }

    /// <summary>Puts a message of another attempt in the place of the first.</summary>
    private async Task ReplaceAsync(ServiceBusClient client, string id, string attempt)
    {
        await using var receiver = client.CreateReceiver(Broker.Options.QueueName);
        var first = await receiver.ReceiveMessageAsync(Eventually.Limit, Token);
        Assert.Equal(id, first.MessageId);
        var later = new ServiceBusMessage(first) { MessageId = $"{id}.{attempt}.test" };
        later.ApplicationProperties["attempt"] = attempt;
        await client.CreateSender(Broker.Options.QueueName).SendMessageAsync(later, Token);
        await receiver.CompleteMessageAsync(first, Token);
    }

    private async Task AssertNothingIsSetAsideAsync(string id) => Assert.False(await Broker.LookAsync(queue =>
        queue.DeadLetters!.Messages.Concat(Broker.Failures.Messages)
            .Any(message => message.MessageId.StartsWith(id, StringComparison.Ordinal))));

    private Task<StoredMessage> WaitForFailureAsync(string messageId) =>
        WaitForAsync(_ => Broker.Failures.Messages.SingleOrDefault(message => message.MessageId == messageId));

    private Task<string> WaitForAsync(Func<BrokerQueue, bool> holds) => WaitForAsync(queue => holds(queue) ? "yes" : null);

    private Task<T> WaitForAsync<T>(Func<BrokerQueue, T?> find)
        where T : class => Eventually.FindAsync(() => Broker.LookAsync(find));
}
