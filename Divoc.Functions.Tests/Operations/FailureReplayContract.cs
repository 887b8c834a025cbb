using System.Text.Json;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Operations;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Messaging;
using Divoc.Functions.Tests.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Operations;

/// <summary>Operators see what was set aside and have it tried again, wherever it lies.</summary>
public abstract class FailureReplayContract : IAsyncLifetime
{
    private const string Reason = "TOO_MANY_ATTEMPTS";

    private IssuingBench bench = null!;

    /// <summary>The clock of everything but the store.</summary>
    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>Whether the host can't dead-letter and moves messages to failures queues.</summary>
    protected abstract bool HasFailuresQueues { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task<ReplayReport> ReplayAllAsync() => ReplayAsync(new ReplayOrder());

    /// <summary>What lies there more than once goes with a later call, so these go no further than they must.</summary>
    private Task<ReplayReport> ReplayAllUntilAsync(Func<ReplayReport, bool> isEnough) => ReplayAsync(new ReplayOrder(), isEnough);

    public ValueTask InitializeAsync()
    {
        bench = new IssuingBench(services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            foreach (var queue in QueueNames.All)
            {
                services.AddKeyedSingleton(queue.Name, Open(queue.Name));
                if (HasFailuresQueues)
                {
                    services.AddKeyedSingleton(FailuresQueue.NameOf(queue.Name), Open(FailuresQueue.NameOf(queue.Name)));
                }
            }
        });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        await DisposeQueuesAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task W15_a_permanently_failed_event_is_replayed_as_a_first_attempt_with_a_new_message_id_and_issued()
    {
        var failed = await FailAsync("PE-1", Reason, attempt: 10);
        Assert.Equal(RequestedState.Failed, await StateAsync(failed));

        var report = await ReplayAsync(new ReplayOrder { CertificateIds = new HashSet<string> { failed.CertificateId } });

        Assert.Equal([failed.CertificateId], report.Replayed);
        Assert.False(report.More);
        Assert.Equal(RequestedState.Queued, await StateAsync(failed));
        Assert.Empty((await ListAsync()).Events);
        var copy = Assert.Single(await ReceiveAsync()).Message;
        Assert.StartsWith($"{failed.CertificateId}.1.", copy.MessageId, StringComparison.Ordinal);
        Assert.Equal("1", copy.Properties["attempt"]);
        Assert.Equal("kept", copy.Properties["other"]);
        Assert.DoesNotContain(copy.Properties.Keys, name => name.StartsWith("DeadLetter", StringComparison.Ordinal));
        await bench.DeliverAsync(CertificationEventJson.Parse(copy.Body)!);
        Assert.Equal(RequestedState.Issued, await StateAsync(failed));
    }

    [Fact]
    public async Task Only_the_selected_events_are_replayed_and_the_others_stay_available_with_their_reason()
    {
        var (one, other, third) =
            (await FailAsync("PE-1", Reason), await FailAsync("PE-2", "QR_TOO_LARGE"), await FailAsync("PE-3", "QR_TOO_LARGE"));

        var byReason = await ReplayAsync(new ReplayOrder { Reason = Reason });
        var unknown = RandomId.New();
        var byIds = await ReplayAsync(new ReplayOrder { CertificateIds = new HashSet<string> { third.CertificateId, unknown } });

        Assert.Equal([one.CertificateId], byReason.Replayed);
        Assert.Equal([third.CertificateId], byIds.Replayed);
        Assert.Equal([unknown], byIds.NotFound);
        var left = Assert.Single((await ListAsync()).Events);
        Assert.Equal((other.CertificateId, "QR_TOO_LARGE", "It failed."), (left.CertificateId, left.Reason, left.Detail));
        Assert.Equal(RequestedState.Failed, await StateAsync(other));
        Assert.Equal([other.CertificateId], (await ReplayAllAsync()).Replayed);
        Assert.Empty((await ListAsync()).Events);
    }

    [Fact]
    public async Task A_message_skipped_many_times_still_exists_and_can_be_replayed()
    {
        var failed = await FailAsync("PE-1", Reason);
        for (var turn = 0; turn < 12; turn++)
        {
            Assert.Empty((await ReplayAsync(new ReplayOrder { Reason = "ANOTHER" })).Replayed);
        }

        Assert.Equal(Reason, Assert.Single((await ListAsync()).Events).Reason);
        Assert.Equal([failed.CertificateId], (await ReplayAllAsync()).Replayed);
    }

    [Fact]
    public async Task A_message_that_is_not_an_event_is_left_in_place_and_reported()
    {
        await SendAsync(new QueueMessage { MessageId = "nothing-of-ours", Body = "nothing of ours"u8.ToArray() }, "NOT_AN_EVENT");

        var left = Assert.Single((await ReplayAllAsync()).Left);

        Assert.Equal("NOT_AN_EVENT", left.Reason);
        var listed = Assert.Single((await ListAsync()).Events);
        Assert.Equal(left.SequenceNumber, listed.SequenceNumber);
        Assert.Null(listed.CertificateId);
        Assert.Empty(await ReceiveAsync());
    }

    [Fact]
    public async Task An_event_with_an_unreadable_ledger_stays_with_its_record_and_does_not_block_others()
    {
        var (broken, other) = (await FailAsync("PE-1", Reason), await FailAsync("PE-2", Reason));
        await bench.Store.CreateAsync(
            new ArtifactName(RegistryDocuments.Container, $"ledgers/{broken.Ledger}.json"),
            new ArtifactContent("{"u8.ToArray(), "application/json"), Token);

        var report = await ReplayAllAsync();

        Assert.Equal([other.CertificateId], report.Replayed);
        Assert.Equal("ENROLLMENT_UNREADABLE", Assert.Single(report.Left).Reason);
        Assert.Equal(broken.CertificateId, Assert.Single((await ListAsync()).Events).CertificateId);
        Assert.NotNull(await bench.Get<FailureRegistry>().FindAsync(broken.CertificateId, Token));
    }

    [Fact]
    public async Task An_already_issued_event_is_not_sent_again_and_its_message_is_removed()
    {
        var failed = await FailAsync("PE-1", Reason);
        await bench.DeliverAsync(failed);

        var report = await ReplayAllAsync();

        Assert.Empty(report.Replayed);
        Assert.Equal([failed.CertificateId], report.AlreadyIssued);
        Assert.Empty((await ListAsync()).Events);
        Assert.Empty(await ReceiveAsync());
        Assert.Equal(RequestedState.Issued, await StateAsync(failed));
    }

    [Fact]
    public async Task An_event_whose_certificate_was_erased_is_sent_again_so_that_its_stored_artifacts_are_deleted()
    {
        var failed = await FailAsync("PE-1", Reason);
        await bench.DeliverAsync(failed);
        await bench.Get<CertificateEraser>().EraseAsync(failed.CertificateId, new ChangeOrder("ASKED_FOR", null, Caller.Service), Token);
        await bench.Store.CreateAsync(
            CertificateArtifacts.Qr(failed.CertificateId), new ArtifactContent("left over"u8.ToArray(), "image/png"), Token);

        Assert.Equal([failed.CertificateId], (await ReplayAllAsync()).Replayed);
        await bench.DeliverAsync(CertificationEventJson.Parse(Assert.Single(await ReceiveAsync()).Message.Body)!);

        Assert.Empty(await bench.ArtifactsAsync());
    }

    [Fact]
    public async Task A_failed_event_whose_key_was_meanwhile_issued_by_another_event_ends_as_a_duplicate_after_a_replay()
    {
        var failed = await FailAsync("PE-1", Reason);
        await bench.DeliverAsync(Certification("PE-1"));
        Assert.Equal(RequestedState.Failed, await StateAsync(failed));

        Assert.Equal([failed.CertificateId], (await ReplayAllAsync()).Replayed);
        await bench.DeliverAsync(CertificationEventJson.Parse(Assert.Single(await ReceiveAsync()).Message.Body)!);

        Assert.Equal(RequestedState.Duplicate, await StateAsync(failed));
    }

    /// <summary>Its message is gone by then, so that nothing would be left to replay.</summary>
    [Fact]
    public async Task An_event_replayed_after_another_won_while_its_failure_is_being_recorded_ends_as_a_duplicate()
    {
        var failed = Certification("PE-1");
        await SendAsync(MessageOf(failed, 1), Reason);
        bench.Store.BeforeWrite = async (_, name) =>
        {
            bench.Store.BeforeWrite = null;
            Assert.Equal($"failures/{failed.CertificateId}.json", name.Name);
            Assert.Equal([failed.CertificateId], (await ReplayAllAsync()).Replayed);
            await bench.DeliverAsync(Certification("PE-1"));
            await bench.DeliverAsync(CertificationEventJson.Parse(Assert.Single(await ReceiveAsync()).Message.Body)!);
        };

        await bench.Get<DeadLetterRecorder>().RecordAsync(Token);

        Assert.Null(bench.Store.BeforeWrite);
        Assert.Empty((await ListAsync()).Events);
        Assert.Equal(RequestedState.Duplicate, await StateAsync(failed));
    }

    [Fact]
    public async Task An_interrupted_replay_loses_nothing_and_the_failure_is_recorded_again()
    {
        var failed = await FailAsync("PE-1", Reason);
        var recorder = bench.Get<DeadLetterRecorder>();
        await recorder.RecordAsync(Token);
        bench.Store.AfterWrite = (_, name) => name.Name.StartsWith("failures/", StringComparison.Ordinal)
            ? throw new StoreUnavailableException("The answer was lost.")
            : Task.CompletedTask;
        await Assert.ThrowsAsync<StoreUnavailableException>(ReplayAllAsync);
        bench.Store.AfterWrite = null;
        Assert.Equal(RequestedState.Queued, await StateAsync(failed));

        Time.Advance(DeadLetterRecorder.Memory);
        await recorder.RecordAsync(Token);

        Assert.Equal(RequestedState.Failed, await StateAsync(failed));
        Assert.Equal([failed.CertificateId], (await ReplayAllAsync()).Replayed);
        Assert.Single(await ReceiveAsync());
    }

    [Fact]
    public async Task Two_messages_of_one_event_are_replayed_once_and_the_second_is_removed_after_the_event_is_issued()
    {
        var failed = await FailAsync("PE-1", Reason);
        await SendAsync(MessageOf(failed, 1) with { MessageId = $"{failed.CertificateId}.1.double" }, Reason);

        Assert.Equal([failed.CertificateId], (await ReplayAllUntilAsync(soFar => soFar.Replayed.Count > 0)).Replayed);
        await bench.DeliverAsync(CertificationEventJson.Parse(Assert.Single(await ReceiveAsync()).Message.Body)!);

        Assert.Equal([failed.CertificateId], (await ReplayAllAsync()).AlreadyIssued);
        Assert.Empty((await ListAsync()).Events);
    }

    [Fact]
    public async Task A_message_locked_by_another_replay_is_reported_as_remaining_and_not_as_done()
    {
        var failed = await FailAsync("PE-1", Reason);
        var place = bench.Get<DeadLetterPlaces>().Places.Last(place => place.QueueName == QueueNames.CertificationEvents);
        IReadOnlyList<ReceivedMessage> received;
        while ((received = await place.ReceiveAsync(1, Token)).Count == 0)
        {
            LetLocksRunOut(received);
        }

        var held = Assert.Single(received);

        var report = await ReplayOnceAsync(new ReplayOrder());
        await place.GiveBackAsync(held, Token);

        Assert.Empty(report.Replayed);
        Assert.True(report.More);
        Assert.Equal([failed.CertificateId], (await ReplayAllAsync()).Replayed);
    }

    [Fact]
    public async Task Dead_lettered_events_are_listed_page_by_page_without_personal_data()
    {
        var began = Time.GetUtcNow();
        List<CertificationEvent> failed = [];
        for (var turn = 1; turn <= 5; turn++)
        {
            failed.Add(await FailAsync($"PE-{turn}", Reason, attempt: turn));
        }

        List<SetAsideEvent> seen = [];
        FailurePosition? from = null;
        do
        {
            var page = await bench.Get<FailureLister>().ListAsync(from, 2, Token);
            Assert.InRange(page!.Events.Count, 0, 2);
            seen.AddRange(page.Events);
            from = page.Next is null ? null : FailurePosition.Parse(page.Next.ToString());
        }
        while (from is not null);

        Assert.Equal(failed.Select(one => (one.CertificateId, one.RequestId)), seen.Select(one => (one.CertificateId!, one.RequestId!)));
        Assert.Equal([1, 2, 3, 4, 5], seen.Select(one => one.Attempt));
        Assert.All(seen, one => Assert.Equal((Reason, "It failed."), (one.Reason, one.Detail)));
        Assert.All(seen, one => Assert.InRange(one.Since, began, Time.GetUtcNow()));
        Assert.DoesNotContain("Noor", JsonSerializer.Serialize(seen), StringComparison.Ordinal);
        Assert.Equal(5, (await ListAsync()).Events.Count);
    }

    [Theory]
    [InlineData("elsewhere.1")]
    [InlineData("dead-letters")]
    [InlineData("dead-letters.-1")]
    [InlineData("dead-letters.1.2")]
    [InlineData("dead-letters.99999999999999999999")]
    public async Task An_invalid_page_position_returns_no_page(string from)
    {
        Assert.Null(FailurePosition.Parse(from) is { } position ? await bench.Get<FailureLister>().ListAsync(position, 1, Token) : null);
    }

    [Fact]
    public async Task A_failed_event_of_the_bulk_lane_is_listed_and_replayed_into_its_lane()
    {
        var failed = await FailAsync("PE-1", Reason, queue: QueueNames.BulkCertificationEvents);
        var shown = Assert.Single((await ListAsync()).Events);
        Assert.Equal((QueueNames.BulkCertificationEvents, failed.CertificateId, Reason), (shown.Queue, shown.CertificateId, shown.Reason));
        Assert.Equal(HasFailuresQueues ? "certification-events-bulk-failures" : "certification-events-bulk-dead-letters", shown.Place);

        Assert.Equal([failed.CertificateId], (await ReplayAsync(new ReplayOrder { Reason = Reason })).Replayed);

        Assert.Equal(RequestedState.Queued, await StateAsync(failed));
        Assert.Empty((await ListAsync()).Events);
        Assert.Empty(await ReceiveAsync());
        Assert.StartsWith(
            $"{failed.CertificateId}.1.",
            Assert.Single(await ReceiveAsync(QueueNames.BulkCertificationEvents)).Message.MessageId,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_event_of_the_bulk_queue_can_be_discarded()
    {
        var failed = await FailAsync("PE-1", Reason, queue: QueueNames.BulkCertificationEvents);

        Assert.Equal([failed.CertificateId], (await DiscardAsync(failed.CertificateId)).Discarded);

        await AssertIsDiscardedAsync(failed);
        Assert.Empty((await ListAsync()).Events);
    }

    [Fact]
    public async Task Discarding_an_event_that_was_issued_meanwhile_announces_the_change_before_its_message_is_deleted()
    {
        var first = Certification("PE-1");
        await bench.DeliverAsync(first);
        // An update, since that is always announced.
        var update = Certification("PE-1") with { Replaces = first.CertificateId, VersionsAtAcceptance = 1 };
        await RecordAsync(update, Reason, 1);
        await SendAsync(MessageOf(update, 1), Reason);
        await bench.DeliverAsync(update);
        var announced = await CountChangesAsync();

        Assert.Equal([update.CertificateId], (await DiscardAsync(update.CertificateId)).AlreadyIssued);

        Assert.Equal(announced + 1, await CountChangesAsync());
        Assert.Empty((await ListAsync()).Events);
    }

    [Fact]
    public async Task A_failed_message_of_another_queue_is_listed_with_its_queue_and_without_an_event()
    {
        var failed = await FailAsync("PE-1", Reason);
        await SendAsync(Change("change"), "NOT_A_CHANGE", QueueNames.CertificateChanges);

        var events = (await ListAsync()).Events;
        Assert.Equal(
            [(QueueNames.CertificationEvents, failed.CertificateId), (QueueNames.CertificateChanges, null)],
            events.Select(one => (one.Queue, one.CertificateId)));
        Assert.Equal((HasFailuresQueues ? "failures" : "dead-letters", Reason), (events[0].Place, events[0].Reason));
        Assert.Equal(
            (HasFailuresQueues ? "certificate-changes-failures" : "certificate-changes-dead-letters", "NOT_A_CHANGE"),
            (events[1].Place, events[1].Reason));
        Assert.Equal((null, Time.GetUtcNow()), (events[1].RequestId, events[1].Since));
        var second = (await bench.Get<FailureLister>()
            .ListAsync(new FailurePosition(events[1].Place, events[1].SequenceNumber), 1, Token))!;
        Assert.Equal(events[1], Assert.Single(second.Events));
    }

    [Fact]
    public async Task A_failed_message_of_another_queue_is_replayed_to_its_own_queue_without_writing_to_the_store()
    {
        await SendAsync(Change("change"), "NOT_A_CHANGE", QueueNames.CertificateChanges);
        await SendAsync(Change("kept"), Reason, QueueNames.CertificateChanges);
        var writes = bench.Store.Writes;

        Assert.Equal(0, (await ReplayAsync(new ReplayOrder { CertificateIds = new HashSet<string> { RandomId.New() } })).OtherMessages);
        var report = await ReplayAsync(new ReplayOrder { Reason = "NOT_A_CHANGE" });

        Assert.Equal(1, report.OtherMessages);
        Assert.Empty(report.Replayed.Concat(report.AlreadyIssued));
        var copy = Assert.Single(await ReceiveAsync(QueueNames.CertificateChanges)).Message;
        Assert.StartsWith("change.1.", copy.MessageId, StringComparison.Ordinal);
        Assert.Equal(Change("change").Body.ToArray(), copy.Body.ToArray());
        Assert.Empty(await ReceiveAsync());
        Assert.Equal(Reason, Assert.Single((await ListAsync()).Events).Reason);
        Assert.Equal(writes, bench.Store.Writes);
    }

    [Fact]
    public async Task Replaying_all_replays_the_failed_messages_of_all_queues_once_each()
    {
        var failed = await FailAsync("PE-1", Reason);
        await SendAsync(Change("change"), "NOT_A_CHANGE", QueueNames.CertificateChanges);
        await SendAsync(Change("change.1.x"), "NOT_A_CHANGE", QueueNames.CertificateChanges);

        var report = await ReplayAllUntilAsync(soFar => soFar is { Replayed.Count: > 0, OtherMessages: > 0 });

        Assert.Equal([failed.CertificateId], report.Replayed);
        Assert.Equal(1, report.OtherMessages);
        Assert.Single(await ReceiveAsync());
        Assert.Single(await ReceiveAsync(QueueNames.CertificateChanges));
        Assert.Equal(QueueNames.CertificateChanges, Assert.Single((await ListAsync()).Events).Queue);
    }

    [Fact]
    public async Task The_timer_reads_all_queues_and_keeps_failed_messages_of_other_queues()
    {
        await SendAsync(Change("change"), "MaxDeliveryCountExceeded", QueueNames.CertificateChanges);
        var writes = bench.Store.Writes;

        await bench.Get<DeadLetterRecorder>().RecordAsync(Token);

        Assert.Equal(writes, bench.Store.Writes);
        Assert.Single((await ListAsync()).Events);
    }

    [Fact]
    public async Task Discarding_an_event_deletes_everything_but_its_failure_record()
    {
        var (failed, other) = (await FailAsync("PE-1", Reason, attempt: 10), await FailAsync("PE-2", Reason));
        await bench.Store.CreateAsync(
            CertificateArtifacts.Pdf(failed.CertificateId), new ArtifactContent("of an attempt"u8.ToArray(), "application/pdf"), Token);

        var report = await DiscardAsync(failed.CertificateId);

        Assert.Equal([failed.CertificateId], report.Discarded);
        Assert.Equal(other.CertificateId, Assert.Single((await ListAsync()).Events).CertificateId);
        Assert.Empty(await bench.ArtifactsAsync());
        await AssertIsDiscardedAsync(failed);
        Assert.Equal([failed.CertificateId], (await DiscardAsync(failed.CertificateId)).NotFound);
        Assert.Equal(RequestedState.Failed, await StateAsync(other));
    }

    [Fact]
    public async Task A_copy_in_transit_is_not_issued_after_its_event_was_discarded()
    {
        var failed = await FailAsync("PE-1", Reason);
        await DiscardAsync(failed.CertificateId);

        Assert.True((await bench.DeliverAsync(failed)).IsUntouched);

        Assert.Null(await bench.Finder.FindAsync(failed.CertificateId, Caller.Service, Token));
        Assert.Empty(await bench.ArtifactsAsync());
        await AssertIsDiscardedAsync(failed);
        await bench.DeliverAsync(Certification("PE-1"));
        Assert.Single((await bench.Finder.FindAllAsync("PE-1", Caller.Service, Token)));
    }

    /// <summary>Whichever write was its last, the next look finishes it.</summary>
    [Theory]
    [InlineData("ledgers/")]
    [InlineData("failures/")]
    public async Task The_timer_completes_an_interrupted_discard(string lastWrite)
    {
        var failed = await FailAsync("PE-1", Reason);
        await bench.Store.CreateAsync(
            CertificateArtifacts.Pdf(failed.CertificateId), new ArtifactContent("of an attempt"u8.ToArray(), "application/pdf"), Token);
        bench.Store.AfterWrite = (_, name) => name.Name.StartsWith(lastWrite, StringComparison.Ordinal)
            ? throw new StoreUnavailableException("The answer was lost.")
            : Task.CompletedTask;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => DiscardAsync(failed.CertificateId));
        bench.Store.AfterWrite = null;
        Assert.Equal("DISCARDED", Assert.Single((await ReplayAllUntilAsync(soFar => soFar.Left.Count > 0)).Left).Reason);

        while ((await ListAsync()).Events.Count > 0)
        {
            Time.Advance(DeadLetterRecorder.Memory);
            await bench.Get<DeadLetterRecorder>().RecordAsync(Token);
        }

        Assert.Empty(await bench.ArtifactsAsync());
        await AssertIsDiscardedAsync(failed);
    }

    [Fact]
    public async Task Only_the_owner_of_a_failed_event_can_have_it_discarded()
    {
        var failed = Certification("PE-1") with { Owner = "north" };
        await RecordAsync(failed, Reason, 10);
        await SendAsync(MessageOf(failed, 10), Reason);
        var discarder = bench.Get<FailureDiscarder>();

        Assert.Equal(
            OwnDiscard.NotFound,
            await discarder.DiscardOwnAsync(failed.CertificateId, Caller.OfPartner("south", CallerScope.Own), "ASKED_FOR", Token));
        Assert.Equal(OwnDiscard.NotFound, await discarder.DiscardOwnAsync(RandomId.New(), Caller.Service, "ASKED_FOR", Token));
        Assert.Equal(RequestedState.Failed, await StateAsync(failed));
        Assert.Single((await ListAsync()).Events);
        Assert.Equal(
            OwnDiscard.Discarded,
            await discarder.DiscardOwnAsync(failed.CertificateId, Caller.OfPartner("north", CallerScope.Own), "ASKED_FOR", Token));

        while ((await ListAsync()).Events.Count > 0)
        {
            Time.Advance(DeadLetterRecorder.Memory);
            await bench.Get<DeadLetterRecorder>().RecordAsync(Token);
        }

        await AssertIsDiscardedAsync(failed);
    }

    /// <summary>The message may lie behind thousands of others, or be gone.</summary>
    [Fact]
    public async Task A_discard_by_the_owner_deletes_stored_data_even_if_the_message_is_not_found()
    {
        var failed = Certification("PE-1");
        await RecordAsync(failed, Reason, 10);
        await bench.Store.CreateAsync(
            CertificateArtifacts.Pdf(failed.CertificateId), new ArtifactContent("of an attempt"u8.ToArray(), "application/pdf"), Token);

        Assert.Equal(
            OwnDiscard.Discarded,
            await bench.Get<FailureDiscarder>().DiscardOwnAsync(failed.CertificateId, Caller.Service, "ASKED_FOR", Token));

        Assert.Empty(await bench.ArtifactsAsync());
        await AssertIsDiscardedAsync(failed);
    }

    [Fact]
    public async Task The_record_of_a_discarded_event_is_not_removed_and_is_rewritten_if_a_copy_is_delivered()
    {
        var failed = await FailAsync("PE-1", Reason);
        await DiscardAsync(failed.CertificateId);
        var failures = bench.Get<FailureRegistry>();
        await failures.RemoveAsync(failed.CertificateId, Token);
        await AssertIsDiscardedAsync(failed);

        await bench.Store.DeleteAsync(new ArtifactName(RegistryDocuments.Container, $"failures/{failed.CertificateId}.json"), Token);
        await bench.DeliverAsync(failed);

        Assert.Equal("DISCARDED", (await failures.FindAsync(failed.CertificateId, Token))!.Reason);
        Assert.Equal(RequestedState.Failed, await StateAsync(failed));
    }

    [Fact]
    public async Task Discarding_an_issued_event_only_deletes_its_message()
    {
        var failed = await FailAsync("PE-1", Reason);
        await bench.DeliverAsync(failed);

        Assert.Equal([failed.CertificateId], (await DiscardAsync(failed.CertificateId)).AlreadyIssued);

        Assert.Empty((await ListAsync()).Events);
        Assert.Equal(RequestedState.Issued, await StateAsync(failed));
        Assert.Equal(TestArtifacts.All(failed.CertificateId).Count, (await bench.ArtifactsAsync()).Count);
    }

    /// <summary>A broker that gives up by itself says so, whatever the event has failed for before.</summary>
    [Fact]
    public async Task Listing_and_replay_use_the_reason_from_the_failure_record_and_not_from_the_message()
    {
        var failed = Certification("PE-1");
        await RecordAsync(failed, "QR_TOO_LARGE", 1);
        await SendAsync(MessageOf(failed, 1), "MaxDeliveryCountExceeded");

        Assert.Equal(
            ("QR_TOO_LARGE", "It failed."),
            Assert.Single((await ListAsync()).Events) is { } shown ? (shown.Reason, shown.Detail) : default);
        Assert.Empty((await ReplayAsync(new ReplayOrder { Reason = "MaxDeliveryCountExceeded" })).Replayed);
        Assert.Equal([failed.CertificateId], (await ReplayAsync(new ReplayOrder { Reason = "QR_TOO_LARGE" })).Replayed);
    }

    /// <summary>A queue of the program, or the failures queue of one; the same one each time.</summary>
    protected abstract IMessageQueue Open(string name);

    protected abstract ValueTask DisposeQueuesAsync();

    private static CertificationEvent Certification(string code) =>
        EventBuilder.Certification(EventBuilder.Vaccination(code), CertificateShape.VaccinationV1);

    private static QueueMessage MessageOf(CertificationEvent certification, int attempt) => new()
    {
        MessageId = attempt == 1 ? certification.CertificateId : $"{certification.CertificateId}.{attempt}.x",
        Body = JsonSerializer.SerializeToUtf8Bytes(certification, CertificationEventJson.Compact.CertificationEvent),
        Properties = new Dictionary<string, string> { ["attempt"] = $"{attempt}", ["other"] = "kept" },
    };

    private async Task<CertificationEvent> FailAsync(
        string code, string reason, int attempt = 1, string queue = QueueNames.CertificationEvents)
    {
        var certification = Certification(code);
        await RecordAsync(certification, reason, attempt);
        await SendAsync(MessageOf(certification, attempt), reason, queue);
        return certification;
    }

    private Task RecordAsync(CertificationEvent certification, string reason, int attempt)
    {
        var failure = new FailureRecord(certification.CertificateId, reason, "It failed.", attempt, Time.GetUtcNow())
        {
            Ledger = certification.Ledger,
            Owner = certification.Owner,
        };
        return bench.Get<FailureRegistry>().RecordAsync(failure, Token);
    }

    private async Task AssertIsDiscardedAsync(CertificationEvent certification)
    {
        var record = (await bench.Get<FailureRegistry>().FindAsync(certification.CertificateId, Token))!;
        Assert.Equal("DISCARDED", record.Reason);
        Assert.StartsWith($"Discarded after {Reason}: ", record.Description, StringComparison.Ordinal);
        Assert.Equal(RequestedState.Failed, await StateAsync(certification));
    }

    /// <summary>Calls again as long as the answer says so.</summary>
    private async Task<DiscardReport> DiscardAsync(string certificateId)
    {
        while (true)
        {
            var report = await bench.Get<FailureDiscarder>().DiscardAsync(new HashSet<string> { certificateId }, "A test.", Token);
            if (!report.More)
            {
                return report;
            }

            Time.Advance(new QueueOptions().LockDuration);
        }
    }

    private async Task<long> CountChangesAsync()
    {
        var counts = await Open(QueueNames.CertificateChanges).CountAsync(Token);
        return counts.Active + counts.Scheduled;
    }

    private static QueueMessage Change(string id) => new() { MessageId = id, Body = "{}"u8.ToArray() };

    private async Task SendAsync(QueueMessage message, string reason, string queue = QueueNames.CertificationEvents)
    {
        await Open(queue).SendAsync([message], Token);
        await SetAsideAsync(queue, Assert.Single(await ReceiveAsync(queue)), reason);
    }

    /// <summary>Sets a received message aside as the host does.</summary>
    private async Task SetAsideAsync(string name, ReceivedMessage message, string reason)
    {
        var queue = Open(name);
        if (!HasFailuresQueues)
        {
            await queue.DeadLetterAsync(message, reason, "It failed.", Token);
            return;
        }

        await Open(FailuresQueue.NameOf(name)).SendAsync([FailuresQueue.MessageOf(message.Message, reason, "It failed.")], Token);
        await queue.CompleteAsync(message, Token);
    }

    /// <summary>
    /// Receives what waits. A receive can end before a busy broker has handed it out; then it is free when its lock has run out.
    /// </summary>
    private async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string name = QueueNames.CertificationEvents)
    {
        var queue = Open(name);
        IReadOnlyList<ReceivedMessage> received = [];
        while (received.Count == 0 && (await queue.PeekAsync(0, 1, Token)).Count > 0)
        {
            received = await queue.ReceiveAsync(
                10, queue.Unobserved() is SqliteMessageQueue ? TimeSpan.Zero : TimeSpan.FromSeconds(1), Token);
            LetLocksRunOut(received);
        }

        return received;
    }

    private void LetLocksRunOut(IReadOnlyList<ReceivedMessage> received)
    {
        if (received.Count == 0)
        {
            Time.Advance(new QueueOptions().LockDuration);
        }
    }

    /// <summary>
    /// Calls again as long as the answer says so, as operators do: what a broker has handed out to nobody is free when its lock has run
    /// out.
    /// </summary>
    private async Task<ReplayReport> ReplayAsync(ReplayOrder order, Func<ReplayReport, bool>? isEnough = null)
    {
        var report = await ReplayOnceAsync(order);
        while (report.More && isEnough?.Invoke(report) != true)
        {
            Time.Advance(new QueueOptions().LockDuration);
            var next = await ReplayOnceAsync(order);
            report = next with
            {
                Replayed = [.. report.Replayed, .. next.Replayed],
                AlreadyIssued = [.. report.AlreadyIssued, .. next.AlreadyIssued],
                NotFound = [.. report.NotFound.Intersect(next.NotFound)],
                OtherMessages = report.OtherMessages + next.OtherMessages,
            };
        }

        return report;
    }

    private Task<ReplayReport> ReplayOnceAsync(ReplayOrder order) => bench.Get<FailureReplayer>().ReplayAsync(order, Token);

    private async Task<FailurePage> ListAsync() => (await bench.Get<FailureLister>().ListAsync(null, FailureLister.LargestPage, Token))!;

    private async Task<RequestedState> StateAsync(CertificationEvent certification)
    {
        var request = new CertifyRequest
        {
            RequestId = certification.RequestId,
            AcceptedAt = certification.AcceptedAt,
            BodyHash = "",
            Warnings = [],
            Certificates =
            [
                new RequestedCertificate
                {
                    PreEnrollmentCode = certification.Event.PreEnrollmentCode,
                    Ledger = certification.Ledger,
                    Key = certification.Key,
                    CertificateId = certification.CertificateId,
                    VersionsAtAcceptance = certification.VersionsAtAcceptance,
                },
            ],
        };
        return Assert.Single(await bench.Get<RequestOutcomes>().DeriveAsync(request, Caller.Service, Token)).State;
    }
}
