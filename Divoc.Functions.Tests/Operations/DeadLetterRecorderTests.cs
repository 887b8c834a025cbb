using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Operations;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Messaging;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Operations;

/// <summary>What the queue set aside by itself gets its failure record, whatever the order in which it was set aside.</summary>
public sealed class DeadLetterRecorderTests : IAsyncLifetime
{
    private readonly InMemoryMessageQueue queue = new(TimeProvider.System);
    private readonly IssuingBench bench;

    public DeadLetterRecorderTests() => bench = new IssuingBench(services => services.AddMessageQueue(queue));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task An_event_sent_before_a_recorded_event_but_dead_lettered_after_it_is_recorded_too()
    {
        var (first, second) = (Certification("PE-1"), Certification("PE-2"));
        await queue.SendAsync([Message(first), Message(second)], Token);
        var received = await queue.ReceiveAsync(2, TimeSpan.Zero, Token);
        var recorder = bench.Get<DeadLetterRecorder>();

        await queue.DeadLetterAsync(received[1], "MaxDeliveryCountExceeded", "Ten times.", Token);
        await recorder.RecordAsync(Token);
        await queue.DeadLetterAsync(received[0], "MaxDeliveryCountExceeded", "Ten times.", Token);
        await recorder.RecordAsync(Token);

        Assert.Equal("MaxDeliveryCountExceeded", (await FailureAsync(second))?.Reason);
        Assert.Equal("MaxDeliveryCountExceeded", (await FailureAsync(first))?.Reason);
    }

    [Fact]
    public async Task A_recorded_failure_is_not_written_again_and_one_that_could_not_be_written_is_written_later()
    {
        var certification = Certification("PE-3");
        await queue.SendAsync([Message(certification)], Token);
        await queue.DeadLetterAsync(
            (await queue.ReceiveAsync(1, TimeSpan.Zero, Token))[0], "MaxDeliveryCountExceeded", "Ten times.", Token);
        var recorder = bench.Get<DeadLetterRecorder>();

        bench.Store.BeforeWrite = (_, _) => throw new StoreUnavailableException("out");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => recorder.RecordAsync(Token));
        bench.Store.BeforeWrite = null;
        await recorder.RecordAsync(Token);
        var writes = bench.Store.Writes;
        await recorder.RecordAsync(Token);

        Assert.NotNull(await FailureAsync(certification));
        Assert.Equal(writes, bench.Store.Writes);
    }

    [Fact]
    public async Task An_unreadable_ledger_does_not_prevent_the_failure_records_of_other_events()
    {
        var (damaged, other) = (Certification("PE-5"), Certification("PE-6"));
        var ledger = new ArtifactName(ArtifactContainers.Registry, $"ledgers/{damaged.Ledger}.json");
        await bench.Store.PutAsync(ledger, new ArtifactContent("{"u8.ToArray(), "application/json"), Token);
        await queue.SendAsync([Message(damaged), Message(other)], Token);
        foreach (var received in await queue.ReceiveAsync(2, TimeSpan.Zero, Token))
        {
            await queue.DeadLetterAsync(received, "MaxDeliveryCountExceeded", "Ten times.", Token);
        }

        await bench.Get<DeadLetterRecorder>().RecordAsync(Token);

        Assert.NotNull(await FailureAsync(other));
        Assert.Null(await FailureAsync(damaged));
    }

    [Fact]
    public async Task A_listed_certificate_gets_no_failure_record()
    {
        var certification = Certification("PE-4");
        await bench.DeliverAsync(certification);
        await queue.SendAsync([Message(certification)], Token);
        await queue.DeadLetterAsync(
            (await queue.ReceiveAsync(1, TimeSpan.Zero, Token))[0], "MaxDeliveryCountExceeded", "Ten times.", Token);

        await bench.Get<DeadLetterRecorder>().RecordAsync(Token);

        Assert.Null(await FailureAsync(certification));
    }

    /// <summary>Its caller may have been told already that it is a duplicate, and an outcome does not change.</summary>
    [Fact]
    public async Task An_event_that_was_a_duplicate_before_it_was_dead_lettered_gets_no_failure_record()
    {
        var (winner, loser) = (Certification("PE-5"), Certification("PE-5"));
        await bench.DeliverAsync(winner);
        await queue.SendAsync([Message(loser)], Token);
        await queue.DeadLetterAsync(
            (await queue.ReceiveAsync(1, TimeSpan.Zero, Token))[0], "MaxDeliveryCountExceeded", "Ten times.", Token);

        await bench.Get<DeadLetterRecorder>().RecordAsync(Token);

        Assert.Null(await FailureAsync(loser));
    }

    [Fact]
    public async Task One_run_examines_a_limited_number_of_messages_and_the_next_run_continues_after_them()
    {
        var last = Certification("PE-6");
        var others = Enumerable.Range(0, DeadLetterRecorder.MostLookedAt + 100)
            .Select(turn => new QueueMessage { MessageId = $"{turn}", Body = "nothing of ours"u8.ToArray() });
        await SetAsideAsync([.. others, Message(last)]);
        var recorder = bench.Get<DeadLetterRecorder>();

        await recorder.RecordAsync(Token);
        Assert.Equal(DeadLetterRecorder.MostLookedAt, queue.HeadersPeeked);
        Assert.Null(await FailureAsync(last));
        await recorder.RecordAsync(Token);

        Assert.NotNull(await FailureAsync(last));
        Assert.Equal(DeadLetterRecorder.MostLookedAt + 101, queue.HeadersPeeked);
        await recorder.RecordAsync(Token);
        Assert.Equal((2 * DeadLetterRecorder.MostLookedAt) + 101, queue.HeadersPeeked);
    }

    /// <summary>Where instances come and go, each look may be another process's first.</summary>
    [Fact]
    public async Task Another_process_continues_where_a_run_ended()
    {
        var last = Certification("PE-7");
        var others = Enumerable.Range(0, DeadLetterRecorder.MostLookedAt)
            .Select(turn => new QueueMessage { MessageId = $"{turn}", Body = "nothing of ours"u8.ToArray() });
        await SetAsideAsync([.. others, Message(last)]);

        await bench.Create<DeadLetterRecorder>().RecordAsync(Token);
        Assert.Null(await FailureAsync(last));
        await bench.Create<DeadLetterRecorder>().RecordAsync(Token);

        Assert.NotNull(await FailureAsync(last));
        Assert.Empty((await bench.Store.ListAsync(ArtifactContainers.Registry, "sweeps/", 10, null, Token)).Names);
    }

    [Fact]
    public async Task Bodies_are_read_one_at_a_time_and_not_again_while_the_message_is_remembered()
    {
        await SetAsideAsync([.. Enumerable.Range(0, 50).Select(turn => Message(Certification($"PE-{turn}")))]);
        var recorder = bench.Get<DeadLetterRecorder>();

        await recorder.RecordAsync(Token);
        Assert.Equal((1, 50), (queue.MostBodiesPeeked, queue.BodiesPeeked));
        await recorder.RecordAsync(Token);

        Assert.Equal((1, 50), (queue.MostBodiesPeeked, queue.BodiesPeeked));
    }

    [Fact]
    public async Task A_page_of_failures_loads_only_few_bodies_at_a_time()
    {
        await SetAsideAsync([.. Enumerable.Range(0, 70).Select(turn => Message(Certification($"PE-{turn}")))]);

        var page = (await bench.Get<FailureLister>().ListAsync(null, 65, Token))!;

        Assert.Equal(65, page.Events.Count);
        Assert.Equal(65, page.Events.Select(one => one.CertificateId).Distinct().Count());
        Assert.InRange(queue.MostBodiesPeeked, 1, 20);
        Assert.Equal(5, (await bench.Get<FailureLister>().ListAsync(page.Next, 65, Token))!.Events.Count);
    }

    private async Task SetAsideAsync(IReadOnlyList<QueueMessage> messages)
    {
        await queue.SendAsync(messages, Token);
        foreach (var message in await queue.ReceiveAsync(messages.Count, TimeSpan.Zero, Token))
        {
            await queue.DeadLetterAsync(message, "MaxDeliveryCountExceeded", "Ten times.", Token);
        }
    }

    private Task<FailureRecord?> FailureAsync(CertificationEvent certification) =>
        bench.Get<FailureRegistry>().FindAsync(certification.CertificateId, Token);

    private static QueueMessage Message(CertificationEvent certification) => new()
    {
        MessageId = certification.CertificateId,
        Body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(certification, CertificationEventJson.Compact.CertificationEvent),
    };

    private static CertificationEvent Certification(string code)
    {
        return EventBuilder.Certification(EventBuilder.Vaccination(code), CertificateShape.VaccinationV1);
    }
}
