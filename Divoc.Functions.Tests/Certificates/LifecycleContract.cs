using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Ledger;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Certificates;

/// <summary>
/// What happens to a certificate after it was issued, whatever is repeated, lost or raced. Runs over each form of the store.
/// </summary>
public abstract class LifecycleContract : IAsyncLifetime
{
    private IssuingBench bench = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ChangeOrder Order { get; } = new("WRONG_PERSON", "as told", Caller.OfNoPartner("caller"));

    private StateChanger Changer => bench.Get<StateChanger>();

    private CertificateEraser Eraser => bench.Get<CertificateEraser>();

    public async ValueTask InitializeAsync()
    {
        bench = new IssuingBench(null, await OpenStoreAsync());
        await bench.RememberKeyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        await CloseStoreAsync();
        GC.SuppressFinalize(this);
    }

    public static TheoryData<int, bool> UpdateInterruptions => new() { { 1, false }, { 1, true }, { 2, false }, { 2, true } };

    public static TheoryData<int, bool> EraseInterruptions =>
        new() { { 1, false }, { 1, true }, { 2, false }, { 2, true }, { 3, true }, { 4, false }, { 5, false }, { 5, true } };

    [Fact]
    public async Task One_write_ends_the_old_certificate_and_lists_its_update()
    {
        using var recorder = new WriteRecorder();
        var first = await IssueAsync();
        var update = Update(first);
        var names = new List<string>();
        bench.Store.BeforeWrite = (_, name) => Note(names, name);
        Assert.True((await bench.DeliverAsync(update)).IsUntouched);

        Assert.Equal([$"{update.CertificateId}/credential.json", $"ledgers/{first.Ledger}.json"], names);
        Assert.Equal(["ArtifactsStored", "CertificateListed"], recorder.Of(update.CertificateId));
        Assert.Equal(["ArtifactsStored", "CertificateListed"], recorder.Of(first.CertificateId));
        var old = await FindAsync(first);
        var change = Assert.Single(old.Changes);
        Assert.Equal(update.CertificateId, old.ReplacedBy());
        Assert.Equal(("UPDATED", "updater"), (change.Reason, change.By));
        Assert.True((await FindAsync(update)).IsLive());
        await AssertOneLiveAsync(first, update.CertificateId);
    }

    /// <summary>W16: DIVOC signs the new and revokes the old in two steps, and a crash between leaves both valid.</summary>
    [Theory]
    [MemberData(nameof(UpdateInterruptions))]
    public async Task W16_an_update_that_fails_at_a_write_is_completed_later_and_never_leaves_two_live_versions(int write, bool afterwards)
    {
        var first = await IssueAsync();
        var update = Update(first);
        DieAt(write, afterwards);
        var delivery = await bench.DeliverAsync(update);

        Assert.NotNull(delivery.WaitedForOutage);
        Assert.Single((await bench.LedgerAsync(first)).Versions, version => version.IsLive());
        DieAt(0, false);
        await bench.DeliverAsync(update);
        await bench.DeliverAsync(update);
        await AssertOneLiveAsync(first, update.CertificateId);
        Assert.Equal(2, (await bench.LedgerAsync(first)).Versions.Count);
    }

    [Fact]
    public async Task Of_two_concurrent_updates_one_succeeds_and_the_other_leaves_nothing_behind()
    {
        var first = await IssueAsync();
        var (winner, loser) = (Update(first), Update(first));
        BeforeLedgerWrite(first, () => bench.DeliverAsync(winner));
        Assert.True((await bench.DeliverAsync(loser)).IsUntouched);

        await AssertOneLiveAsync(first, winner.CertificateId);
        await AssertNothingStoredAsync(loser);
        Assert.Equal(new RequestedOutcome(RequestedState.Conflict, winner.CertificateId), await OutcomeAsync(loser));
        Assert.Equal(RequestedState.Issued, (await OutcomeAsync(winner)).State);
    }

    [Fact]
    public async Task Of_many_concurrent_updates_only_one_succeeds()
    {
        var first = await IssueAsync();
        var updates = Enumerable.Range(0, 6).Select(_ => Update(first)).ToArray();
        await Task.WhenAll(updates.Select(update => Task.Run(() => bench.DeliverAsync(update))));

        var outcomes = new List<RequestedOutcome>();
        foreach (var update in updates)
        {
            outcomes.Add(await OutcomeAsync(update));
        }

        var winner = Assert.Single(outcomes, outcome => outcome.State == RequestedState.Issued);
        Assert.All(outcomes, outcome => Assert.Equal(winner.CertificateId, outcome.CertificateId));
        await AssertOneLiveAsync(first, winner.CertificateId);
        Assert.Equal(8, (await bench.ArtifactsAsync()).Count);
    }

    [Fact]
    public async Task A_revocation_before_the_commit_of_an_update_leaves_no_live_version()
    {
        var first = await IssueAsync();
        var update = Update(first);
        BeforeLedgerWrite(first, () => Changer.RevokeAsync(first.CertificateId, Order, Token));
        await bench.DeliverAsync(update);

        await AssertOneLiveAsync(first, null);
        await AssertNothingStoredAsync(update);
        Assert.Equal(new RequestedOutcome(RequestedState.Conflict, first.CertificateId), await OutcomeAsync(update));
    }

    [Fact]
    public async Task An_update_that_commits_during_the_revocation_of_its_certificate_is_revoked_too()
    {
        var first = await IssueAsync();
        var update = Update(first);
        BeforeLedgerWrite(first, () => bench.DeliverAsync(update));
        var outcome = Assert.IsType<ChangeOutcome.Changed>(await Changer.RevokeAsync(first.CertificateId, Order, Token));

        Assert.Equal(update.CertificateId, outcome.Version.CertificateId);
        await AssertOneLiveAsync(first, null);
        Assert.Equal(
            outcome.Version.Changes,
            Assert.IsType<ChangeOutcome.Changed>(await Changer.RevokeAsync(first.CertificateId, Order, Token)).Version.Changes);
    }

    [Fact]
    public async Task A_certificate_that_was_superseded_before_is_not_revoked_because_its_replacement_was_not_named()
    {
        var first = await IssueAsync();
        var update = Update(first);
        await bench.DeliverAsync(update);

        Assert.Equal(new ChangeOutcome.Superseded(update.CertificateId), await Changer.RevokeAsync(first.CertificateId, Order, Token));
        Assert.Equal(new ChangeOutcome.Superseded(update.CertificateId), await Changer.SuspendAsync(first.CertificateId, Order, Token));
        await AssertOneLiveAsync(first, update.CertificateId);
    }

    /// <summary>Without a script: whoever is first, no live version is left when the revocation says that it is done.</summary>
    [Fact]
    public async Task A_concurrent_update_and_revocation_leave_no_live_version_if_the_revocation_succeeds()
    {
        for (var round = 0; round < 4; round++)
        {
            var first = await IssueAsync($"PE-RACE-{round}");
            var update = Update(first);
            var delivery = Task.Run(() => bench.DeliverAsync(update), Token);
            var outcome = await Changer.RevokeAsync(first.CertificateId, Order, Token);
            await delivery;

            var live = (await bench.LedgerAsync(first)).Versions.Where(version => version.IsLive()).ToList();
            Assert.Equal(outcome is ChangeOutcome.Changed ? 0 : 1, live.Count);
        }
    }

    [Fact]
    public async Task Each_change_is_one_named_ledger_write_that_records_reason_text_and_caller()
    {
        using var recorder = new WriteRecorder();
        var first = await IssueAsync();
        var names = new List<string>();
        bench.Store.BeforeWrite = (_, name) => Note(names, name);
        await Changer.SuspendAsync(first.CertificateId, Order, Token);
        await Changer.ReinstateAsync(first.CertificateId, Order, Token);
        await Changer.RevokeAsync(first.CertificateId, Order, Token);

        var ledger = $"ledgers/{first.Ledger}.json";
        Assert.Equal([ledger, ledger, ledger], names);
        Assert.Equal(
            ["ArtifactsStored", "CertificateListed", "StateChanged", "StateChanged", "StateChanged"], recorder.Of(first.CertificateId));
        Assert.Equal(
            [StateChangeKind.Suspended, StateChangeKind.Reinstated, StateChangeKind.Revoked],
            (await FindAsync(first)).Changes.Select(change => change.Kind));
        Assert.All(
            (await FindAsync(first)).Changes,
            change => Assert.Equal(("WRONG_PERSON", "as told", "caller"), (change.Reason, change.Text, change.By)));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    public async Task A_revocation_that_fails_at_a_write_is_completed_by_the_same_call(int write, bool afterwards)
    {
        var first = await IssueAsync();
        DieAt(write, afterwards);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Changer.RevokeAsync(first.CertificateId, Order, Token));
        DieAt(0, false);

        Assert.IsType<ChangeOutcome.Changed>(await Changer.RevokeAsync(first.CertificateId, Order, Token));
        Assert.Single((await FindAsync(first)).Changes);
    }

    [Fact]
    public async Task A_repeated_change_writes_nothing()
    {
        var first = await IssueAsync();
        var until = DateTimeOffset.UtcNow.AddDays(30);
        await Changer.SuspendAsync(first.CertificateId, Order with { Until = until }, Token);
        await Changer.SuspendAsync(first.CertificateId, Order with { Until = until }, Token);
        await Changer.SuspendAsync(first.CertificateId, Order with { Until = until.AddDays(-3) }, Token);
        Assert.Single((await FindAsync(first)).Changes);

        await Changer.SuspendAsync(first.CertificateId, Order with { Until = until.AddDays(1) }, Token);
        await Changer.ReinstateAsync(first.CertificateId, Order, Token);
        await Changer.ReinstateAsync(first.CertificateId, Order, Token);
        await Changer.RevokeAsync(first.CertificateId, Order, Token);
        await Changer.RevokeAsync(first.CertificateId, Order, Token);
        Assert.Equal(4, (await FindAsync(first)).Changes.Count);
    }

    [Fact]
    public async Task A_suspension_that_loses_the_race_to_a_revocation_reports_the_revocation()
    {
        var first = await IssueAsync();
        BeforeLedgerWrite(first, () => Changer.RevokeAsync(first.CertificateId, Order, Token));

        Assert.IsType<ChangeOutcome.Revoked>(await Changer.SuspendAsync(first.CertificateId, Order, Token));
        Assert.Equal(StateChangeKind.Revoked, Assert.Single((await FindAsync(first)).Changes).Kind);
    }

    [Fact]
    public async Task A_revocation_that_loses_the_race_to_a_suspension_still_revokes()
    {
        var first = await IssueAsync();
        BeforeLedgerWrite(first, () => Changer.SuspendAsync(first.CertificateId, Order, Token));

        Assert.IsType<ChangeOutcome.Changed>(await Changer.RevokeAsync(first.CertificateId, Order, Token));
        Assert.Equal([StateChangeKind.Suspended, StateChangeKind.Revoked], (await FindAsync(first)).Changes.Select(change => change.Kind));
    }

    /// <summary>
    /// The list for offline checking is built from these notes: it must not miss a certificate that is suspended from its first moment.
    /// </summary>
    [Fact]
    public async Task An_update_of_a_suspended_certificate_is_noted_as_a_change_before_it_is_listed()
    {
        var first = await IssueAsync();
        await Changer.SuspendAsync(first.CertificateId, Order, Token);
        var update = Update(first);
        var names = new List<string>();
        bench.Store.BeforeWrite = (_, name) => Note(names, name);
        await bench.DeliverAsync(update);

        Assert.Equal(CertificateStatus.Suspended, (await FindAsync(update)).StateAt(DateTimeOffset.UtcNow).Status);
        Assert.Equal($"ledgers/{first.Ledger}.json", names[^1]);
    }

    [Fact]
    public async Task An_update_that_commits_during_the_suspension_of_its_certificate_is_suspended_too()
    {
        var first = await IssueAsync();
        var update = Update(first);
        BeforeLedgerWrite(first, () => bench.DeliverAsync(update));
        await Changer.SuspendAsync(first.CertificateId, Order, Token);
        await Changer.SuspendAsync(first.CertificateId, Order, Token);

        Assert.Equal(CertificateStatus.Suspended, (await FindAsync(update)).StateAt(DateTimeOffset.UtcNow).Status);
        Assert.Single((await FindAsync(update)).Changes);
    }

    [Fact]
    public async Task After_a_revocation_the_key_can_be_certified_again_but_an_earlier_update_ends_as_a_conflict()
    {
        var first = await IssueAsync();
        var late = Update(first);
        await Changer.RevokeAsync(first.CertificateId, Order, Token);
        var anew = EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1, versionsAtAcceptance: 1);
        await bench.DeliverAsync(anew);
        await bench.DeliverAsync(late);

        await AssertOneLiveAsync(first, anew.CertificateId);
        Assert.Equal(new RequestedOutcome(RequestedState.Conflict, anew.CertificateId), await OutcomeAsync(late));
    }

    [Fact]
    public async Task An_event_that_lost_to_a_certificate_revoked_later_is_its_duplicate_and_does_not_stay_queued()
    {
        var overtaken = EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1);
        var first = await IssueAsync();
        await Changer.RevokeAsync(first.CertificateId, Order, Token);

        Assert.Equal(new RequestedOutcome(RequestedState.Duplicate, first.CertificateId), await OutcomeAsync(overtaken));
    }

    [Fact]
    public async Task An_erasure_is_first_noted_then_marked_then_artifacts_are_deleted_and_the_hashes_are_kept()
    {
        using var recorder = new WriteRecorder();
        var first = await IssueAsync();
        var before = await FindAsync(first);
        var names = new List<string>();
        bench.Store.BeforeWrite = (_, name) => Note(names, name);
        Assert.IsType<ChangeOutcome.Changed>(await Eraser.EraseAsync(first.CertificateId, Order, Token));

        Assert.Equal(
            [
                $"erased/{first.CertificateId}.json", $"ledgers/{first.Ledger}.json",
                $"{first.CertificateId}/qr.png", $"{first.CertificateId}/certificate.pdf", $"{first.CertificateId}/claims.json",
                $"{first.CertificateId}/credential.json",
            ],
            names);
        Assert.Equal(["ErasureNoted", "StateChanged", "ArtifactsErased"], recorder.Of(first.CertificateId).Skip(2));
        var after = await FindAsync(first);
        Assert.True(after.IsErased());
        Assert.Null(after.Facts);
        Assert.Equal(before.Hashes, after.Hashes);
        await AssertNothingStoredAsync(first);
    }

    [Theory]
    [MemberData(nameof(EraseInterruptions))]
    public async Task An_erasure_that_fails_at_a_write_is_completed_by_the_same_call(int write, bool afterwards)
    {
        var first = await IssueAsync();
        DieAt(write, afterwards);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Eraser.EraseAsync(first.CertificateId, Order, Token));
        DieAt(0, false);

        Assert.NotNull(await bench.Finder.FindAsync(first.CertificateId, Caller.Service, Token));
        Assert.IsType<ChangeOutcome.Changed>(await Eraser.EraseAsync(first.CertificateId, Order, Token));
        Assert.Single((await FindAsync(first)).Changes);
        await AssertNothingStoredAsync(first);
    }

    /// <summary>
    /// The event was listed by a double and erased while this delivery, held up before its first write, was on its way to store the
    /// artifacts again.
    /// </summary>
    [Fact]
    public async Task A_delayed_delivery_leaves_no_artifacts_of_a_certificate_that_was_erased_meanwhile()
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1);
        bench.Store.BeforeWrite = async (_, _) =>
        {
            bench.Store.BeforeWrite = null;
            await bench.DeliverAsync(certification);
            Assert.IsType<ChangeOutcome.Changed>(await Eraser.EraseAsync(certification.CertificateId, Order, Token));
        };
        await bench.DeliverAsync(certification);

        await AssertNothingStoredAsync(certification);
        Assert.True((await FindAsync(certification)).IsErased());
    }

    [Fact]
    public async Task Artifacts_that_a_killed_delivery_stored_again_are_deleted_by_its_next_delivery_or_the_next_call()
    {
        var first = await IssueAsync();
        await Eraser.EraseAsync(first.CertificateId, Order, Token);
        async Task StoreAgainAsync() => await bench.Store.CreateAsync(
            CertificateArtifacts.Pdf(first.CertificateId), new ArtifactContent(new byte[3], CertificateArtifacts.PdfContentType), Token);

        await StoreAgainAsync();
        await bench.DeliverAsync(first);
        await AssertNothingStoredAsync(first);
        await StoreAgainAsync();
        Assert.IsType<ChangeOutcome.Changed>(await Eraser.EraseAsync(first.CertificateId, Order, Token));
        await AssertNothingStoredAsync(first);
    }

    [Fact]
    public async Task Artifacts_kept_by_a_retention_policy_are_reported_not_served_and_deleted_when_the_policy_ends()
    {
        var first = await IssueAsync();
        bench.Store.KeepsDeleted = true;
        Assert.IsType<ChangeOutcome.StillKept>(await Eraser.EraseAsync(first.CertificateId, Order, Token));
        Assert.True((await FindAsync(first)).IsErased());

        bench.Store.KeepsDeleted = false;
        Assert.IsType<ChangeOutcome.Changed>(await Eraser.EraseAsync(first.CertificateId, Order, Token));
    }

    [Fact]
    public async Task The_sweep_deletes_only_artifacts_that_were_stored_again_for_an_erased_certificate()
    {
        var (erased, noted) = (await IssueAsync("PE-3001"), await IssueAsync("PE-3002"));
        await Eraser.EraseAsync(erased.CertificateId, Order, Token);
        await bench.Get<LedgerReferences>().NoteErasureAsync(noted.CertificateId, noted.Ledger, Token);
        var late = new ArtifactContent("late"u8.ToArray(), "application/pdf");
        await bench.Store.CreateAsync(CertificateArtifacts.Pdf(erased.CertificateId), late, Token);

        await bench.Get<ErasureSweeper>().SweepAsync(Token);

        await AssertNothingStoredAsync(erased);
        Assert.NotNull(await bench.Store.GetAsync(CertificateArtifacts.Pdf(noted.CertificateId), Token));
    }

    [Fact]
    public async Task An_erasure_that_loses_the_race_to_an_update_erases_the_named_certificate()
    {
        var first = await IssueAsync();
        var update = Update(first);
        BeforeLedgerWrite(first, () => bench.DeliverAsync(update));
        await Eraser.EraseAsync(first.CertificateId, Order, Token);

        Assert.True((await FindAsync(first)).IsErased());
        Assert.False((await FindAsync(update)).IsErased());
        await AssertOneLiveAsync(first, update.CertificateId);
        await AssertNothingStoredAsync(first);
    }

    [Fact]
    public async Task An_erased_certificate_can_still_be_revoked()
    {
        var first = await IssueAsync();
        await Eraser.EraseAsync(first.CertificateId, Order, Token);
        Assert.IsType<ChangeOutcome.Changed>(await Changer.RevokeAsync(first.CertificateId, Order, Token));

        Assert.Equal(CertificateStatus.Revoked, (await FindAsync(first)).StateAt(DateTimeOffset.UtcNow).Status);
    }

    [Fact]
    public async Task A_full_history_refuses_another_suspension_but_accepts_a_revocation_and_an_erasure()
    {
        var first = await IssueAsync();
        var registry = bench.Get<LedgerStore>();
        var read = await registry.ReadAsync(first.Ledger, Token);
        var version = read.Ledger.Find(first.CertificateId)!;
        while (version.HasRoomFor(StateChangeKind.Reinstated))
        {
            version = version.With(VersionBuilder.Change(StateChangeKind.Reinstated));
        }

        Assert.NotNull(await registry.TryChangeAsync(read, read.Ledger.WithChanged(version), Token));
        Assert.IsType<ChangeOutcome.HistoryFull>(await Changer.SuspendAsync(first.CertificateId, Order, Token));
        Assert.IsType<ChangeOutcome.Changed>(await Changer.RevokeAsync(first.CertificateId, Order, Token));
        Assert.IsType<ChangeOutcome.Changed>(await Eraser.EraseAsync(first.CertificateId, Order, Token));
    }

    /// <summary>W18: DIVOC sends one message a certificate after it has answered, and nobody learns which of them failed.</summary>
    [Fact]
    public async Task W18_one_write_revokes_all_versions_of_all_doses_of_a_person_including_a_concurrent_update()
    {
        var first = await IssueAsync();
        var second = EventBuilder.Certification(EventBuilder.Vaccination(dose: 2), CertificateShape.VaccinationV1);
        await bench.DeliverAsync(second);
        var update = Update(first);
        var ledgerWrites = 0;
        BeforeLedgerWrite(first, async () =>
        {
            await bench.DeliverAsync(update);
            bench.Store.AfterWrite = (_, name) =>
                Task.FromResult(ledgerWrites += name.Name.StartsWith("ledgers/", StringComparison.Ordinal) ? 1 : 0);
        });
        var outcome = await bench.Get<CodeRevoker>()
            .RevokeAsync(first.Event.PreEnrollmentCode, DoseSelection.Of(null).Select, Order, Token);

        Assert.Equal(3, Assert.IsType<RevocationByCodeOutcome.Revoked>(outcome).Versions.Count);
        Assert.Equal(2, ledgerWrites);
        Assert.All((await bench.LedgerAsync(first)).Versions, version => Assert.True(version.IsRevoked()));
    }

    [Theory]
    [InlineData(new[] { 3 }, typeof(RevocationByCodeOutcome.Revoked))]
    [InlineData(new[] { 3, 2 }, typeof(RevocationByCodeOutcome.Revoked))]
    [InlineData(new[] { 2 }, typeof(RevocationByCodeOutcome.Refused))]
    [InlineData(new[] { 1, 2 }, typeof(RevocationByCodeOutcome.Refused))]
    [InlineData(new[] { 1, 3 }, typeof(RevocationByCodeOutcome.Refused))]
    [InlineData(new[] { 4 }, typeof(RevocationByCodeOutcome.NotFound))]
    [InlineData(new[] { 3, 4 }, typeof(RevocationByCodeOutcome.Revoked))]
    public async Task Doses_are_revoked_by_DIVOC_s_rules(int[] doses, Type expected)
    {
        foreach (var dose in new[] { 1, 2, 3 })
        {
            await bench.DeliverAsync(
                EventBuilder.Certification(EventBuilder.Vaccination(dose: dose, totalDoses: 3), CertificateShape.VaccinationV1));
        }

        var outcome = await bench.Get<CodeRevoker>().RevokeAsync("PE-1001", DoseSelection.Of(doses).Select, Order, Token);

        Assert.IsType(expected, outcome);
    }

    [Fact]
    public async Task A_dose_with_only_a_superseded_version_left_does_not_block_the_revocation_of_an_earlier_dose()
    {
        var first = await IssueAsync();
        var second = EventBuilder.Certification(EventBuilder.Vaccination(dose: 2), CertificateShape.VaccinationV1);
        await bench.DeliverAsync(second);
        var correction = Update(second);
        await bench.DeliverAsync(correction);
        Assert.IsType<ChangeOutcome.Changed>(await Changer.RevokeAsync(correction.CertificateId, Order, Token));

        var outcome = await bench.Get<CodeRevoker>().RevokeAsync(first.Event.PreEnrollmentCode, DoseSelection.Of([1]).Select, Order, Token);

        Assert.Equal(first.CertificateId, Assert.Single(Assert.IsType<RevocationByCodeOutcome.Revoked>(outcome).Versions).CertificateId);
    }

    /// <summary>The store of the test; null for the one of its own that the bench has.</summary>
    private protected abstract Task<IArtifactStore?> OpenStoreAsync();

    /// <summary>The bench is gone; its store may go too.</summary>
    private protected virtual Task CloseStoreAsync() => Task.CompletedTask;

    private static CertificationEvent Update(CertificationEvent replaced)
    {
        return EventBuilder.Certification(
            HealthEvent.Of(replaced.Event), EventBuilder.ShapeOf(replaced.Event), replaced.VersionsAtAcceptance + 1) with
        {
            Replaces = replaced.CertificateId,
            UpdatedBy = "updater",
        };
    }

    private static Task Note(List<string> names, ArtifactName name)
    {
        names.Add(name.Name);
        return Task.CompletedTask;
    }

    private async Task<CertificationEvent> IssueAsync(string code = "PE-1001")
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination(code), CertificateShape.VaccinationV1);
        Assert.True((await bench.DeliverAsync(certification)).IsUntouched);
        return certification;
    }

    private async Task<ListedCertificate> FindAsync(CertificationEvent certification)
    {
        return (await bench.Finder.FindAsync(certification.CertificateId, Caller.Service, Token))!;
    }

    /// <summary>What a status call would tell of the event.</summary>
    private async Task<RequestedOutcome> OutcomeAsync(CertificationEvent certification)
    {
        var requested = new RequestedCertificate
        {
            PreEnrollmentCode = certification.Event.PreEnrollmentCode,
            Ledger = certification.Ledger,
            Key = certification.Key,
            CertificateId = certification.CertificateId,
            VersionsAtAcceptance = certification.VersionsAtAcceptance,
            Replaces = certification.Replaces,
        };
        var request = new CertifyRequest
        {
            RequestId = certification.RequestId,
            AcceptedAt = certification.AcceptedAt,
            BodyHash = "",
            Certificates = [requested],
            Warnings = [],
        };
        return Assert.Single(await bench.Get<RequestOutcomes>().DeriveAsync(request, Caller.Service, Token)) with { IssuedAt = null };
    }

    /// <summary>Does something once, right before the ledger of an event is written next.</summary>
    private void BeforeLedgerWrite(CertificationEvent certification, Func<Task> happens)
    {
        bench.Store.BeforeWrite = async (_, name) =>
        {
            if (name.Name == $"ledgers/{certification.Ledger}.json")
            {
                bench.Store.BeforeWrite = null;
                await happens();
            }
        };
    }

    /// <summary>The store is cut off at a write from now on, before it or with its answer lost; at none for 0.</summary>
    private void DieAt(int write, bool afterwards)
    {
        var last = bench.Store.Writes + write;
        Task Die(int number, ArtifactName name) =>
            write > 0 && number == last ? throw new StoreUnavailableException("cut") : Task.CompletedTask;
        bench.Store.BeforeWrite = afterwards ? null : Die;
        bench.Store.AfterWrite = afterwards ? Die : null;
    }

    private async Task AssertOneLiveAsync(CertificationEvent certification, string? certificateId)
    {
        var ledger = await bench.LedgerAsync(certification);
        Assert.Equal(
            certificateId is null ? [] : [certificateId],
            ledger.Versions.Where(version => version.Key == certification.Key && version.IsLive())
                .Select(version => version.CertificateId));
    }

    private async Task AssertNothingStoredAsync(CertificationEvent certification)
    {
        Assert.DoesNotContain(await bench.ArtifactsAsync(), name => name.StartsWith(certification.CertificateId, StringComparison.Ordinal));
    }
}
