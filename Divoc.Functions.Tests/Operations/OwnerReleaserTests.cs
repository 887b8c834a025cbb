using System.Text;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Events;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Intake;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Operations;
using Divoc.Functions.Registry;
using Divoc.Functions.Status;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Messaging;
using Divoc.Functions.Tests.Status;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Tests.Verification;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Operations;

/// <summary>
/// South has certified under the code of a person of north's: certificates in every state. What is left of them after the release, who
/// reads it, and what south can do then.
/// </summary>
public sealed class OwnerReleaserTests : IAsyncLifetime
{
    private const string Code = "PE-RELEASED";
    private const string Body = """{"owner":"south","reason":"FOREIGN_CODE"}""";

    private static readonly Caller South = Caller.OfPartner("south", CallerScope.Own);
    private static readonly ChangeOrder Asked = new("ASKED_FOR", "about Noor", South);

    private readonly InMemoryMessageQueue queue = new(TimeProvider.System);
    private readonly VerificationBench bench;
    private readonly CertificationEvent live = Dose(1, "south");
    private readonly CertificationEvent suspended = Dose(2, "south");
    private readonly CertificationEvent superseded = Dose(3, "south");
    private readonly CertificationEvent successor;
    private readonly CertificationEvent revoked = Dose(4, "south");
    private readonly CertificationEvent erased = Dose(5, "south");
    private readonly CertificationEvent ofNorth = Dose(6, "north");

    public OwnerReleaserTests()
    {
        bench = new VerificationBench("", services => services.AddMessageQueue(queue));
        successor = Dose(3, "south") with { VersionsAtAcceptance = 1, Replaces = superseded.CertificateId, UpdatedBy = "south" };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IReadOnlyList<CertificationEvent> OfSouth => [live, suspended, superseded, successor, revoked, erased];

    private InMemoryMessageQueue Changes =>
        (InMemoryMessageQueue)bench.Issuing.Get<IServiceProvider>().Queue(QueueNames.CertificateChanges);

    private StateChanger States => bench.Issuing.Get<StateChanger>();

    public async ValueTask InitializeAsync()
    {
        foreach (var certification in new[] { live, suspended, superseded, revoked, erased, ofNorth })
        {
            await bench.IssueAsync(certification);
        }

        foreach (var certification in new[] { suspended, superseded, revoked })
        {
            await States.SuspendAsync(certification.CertificateId, Asked, Token);
        }

        await bench.IssueAsync(successor);
        await States.RevokeAsync(revoked.CertificateId, Asked, Token);
        await bench.Issuing.Get<CertificateEraser>().EraseAsync(erased.CertificateId, Asked, Token);
        await AnnounceAsync();
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task One_write_revokes_the_live_certificates_and_bars_the_owner_and_leaves_other_owners_unchanged()
    {
        var before = await LedgerAsync();
        var report = await ReleaseAsync();
        var after = await LedgerAsync();

        Assert.Equal(before.Revision + 1, after.Revision);
        Assert.Equal(("south", true, 6), (report.Owner, report.Barred, report.Versions));
        Assert.Equal(
            new[] { live, suspended, successor, erased }.Select(certification => certification.CertificateId).Order(),
            report.Revoked.Order());
        Assert.Equal(
            before.Versions.Select(version => (version.CertificateId, version.Key)),
            after.Versions.Select(version => (version.CertificateId, version.Key)));
        Assert.DoesNotContain(after.Versions, version => version.Owner == "south" && version.IsLive());
        Assert.Equal(before.Find(ofNorth.CertificateId)!.Facts, after.Find(ofNorth.CertificateId)!.Facts);
        Assert.True(after.Find(ofNorth.CertificateId)!.IsLive());
        Assert.True(after.IsBarred("south"));
        Assert.False(after.IsBarred("north"));
        Assert.False(after.IsBarred(null));
    }

    [Fact]
    public async Task A_release_keeps_the_state_and_hashes_of_each_version_and_removes_personal_data()
    {
        var before = await LedgerAsync();
        await ReleaseAsync();
        var after = await LedgerAsync();

        Assert.Equal(["Revoked"], KindsOf(after, live));
        Assert.Equal(["Revoked"], KindsOf(after, suspended));
        Assert.Equal(["Superseded", "Released"], KindsOf(after, superseded));
        Assert.Equal(["Revoked"], KindsOf(after, successor));
        Assert.Equal(["Revoked", "Released"], KindsOf(after, revoked));
        Assert.Equal(["Erased", "Revoked"], KindsOf(after, erased));
        foreach (var now in after.Versions.Where(version => version.Owner == "south"))
        {
            var was = before.Find(now.CertificateId)!;
            Assert.Equal(was with { Facts = null, Country = now.Country, Changes = [] }, now with { Changes = [] });
            Assert.Equal(was.IsErased() ? null : "UTO", now.Country);
            Assert.All(now.Changes, change => Assert.Null(change.Text));
            Assert.All(
                now.Changes.Where(change => change.Revision == after.Revision),
                change => Assert.Equal(("FOREIGN_CODE", "OPERATOR"), (change.Reason, change.By)));
        }
    }

    /// <summary>
    /// A bar, and what goes, changes no certificate's worth: what does is announced, and so is what the register had told of suspensions.
    /// </summary>
    [Fact]
    public async Task Each_changed_certificate_is_announced_and_the_status_register_agrees_with_the_ledger()
    {
        await ReleaseAsync();
        await AnnounceAsync();
        var ledger = await LedgerAsync();
        var (statuses, _) = await bench.Issuing.Get<StatusRegister>().ListAsync("", null, Token);
        var registered = statuses.ToDictionary(status => $"{StatusRegister.Prefix}{status.Hash}.json");

        foreach (var certification in OfSouth)
        {
            var status = registered[StatusRegister.DocumentOf(certification.CertificateId)];
            Assert.Equal(certification == superseded ? RegisteredState.Superseded : RegisteredState.Revoked, status.State);
            Assert.Empty(status.Suspended);
            Assert.Equal(ledger.Revision, status.Revision);
            Assert.NotNull(status.DropAfter);
        }

        Assert.DoesNotContain(StatusRegister.DocumentOf(ofNorth.CertificateId), registered.Keys);
        var document = await bench.Issuing.Get<RegistryDocuments>()
            .ReadAsync(StatusRegister.DocumentOf(live.CertificateId), StatusJson.Compact.CertificateStatusDocument, Token);
        Assert.Equal("UTO", document!.Value.Document.Country);
    }

    [Fact]
    public async Task The_published_list_and_a_rebuilt_register_contain_the_released_certificates()
    {
        await ReleaseAsync();
        await bench.Issuing.Get<StatusRebuilder>().RebuildAsync(null, Token);
        var (statuses, _) = await bench.Issuing.Get<StatusRegister>().ListAsync("", null, Token);
        var list = (await bench.Issuing.Get<StatusEntries>().TryListAsync("", 100, Token))!.Value.List;

        Assert.Equal(5, statuses.Count(status => status.State == RegisteredState.Revoked));
        Assert.Equal(1, statuses.Count(status => status.State == RegisteredState.Superseded));
        Assert.Equal(
            OfSouth.Where(certification => certification != superseded)
                .Select(certification => StatusBench.NameOf(certification.CertificateId))
                .Order(StringComparer.Ordinal),
            list.Revoked);
        Assert.Equal([StatusBench.NameOf(superseded.CertificateId)], list.Superseded);
        Assert.Empty(list.Suspended);
    }

    [Fact]
    public async Task Verification_reports_released_certificates_as_revoked_or_superseded_and_not_as_forged()
    {
        var credentials = new Dictionary<CertificationEvent, byte[]>();
        foreach (var certification in OfSouth.Where(certification => certification != erased))
        {
            credentials.Add(
                certification,
                (await bench.Issuing.Store.GetAsync(TestArtifacts.Credential(certification.CertificateId), Token))!.Bytes.ToArray());
        }

        await ReleaseAsync();
        foreach (var (certification, credential) in credentials)
        {
            var verdict = await bench.VerifyAsync(credential);
            Assert.Equal(certification == superseded ? VerificationStatus.Superseded : VerificationStatus.Revoked, verdict.Status);
        }

        var genuine = (await bench.Issuing.Store.GetAsync(TestArtifacts.Credential(ofNorth.CertificateId), Token))!.Bytes;
        Assert.Equal(VerificationStatus.Valid, (await bench.VerifyAsync(genuine)).Status);
    }

    [Fact]
    public async Task Released_certificates_cannot_be_fetched_and_their_history_gives_the_reason()
    {
        await ReleaseAsync();
        var fetcher = bench.Issuing.Get<CertificateFetcher>();
        var page = new AskedPart(CertificatePart.Pdf);

        Assert.IsType<FetchOutcome.Revoked>(await fetcher.FetchAsync(live.CertificateId, page, South, Token));
        Assert.IsType<FetchOutcome.Revoked>(await fetcher.FetchAsync(
            live.CertificateId, new AskedPart(CertificatePart.Credential, Format: DivocFormat.FormatName), South, Token));
        Assert.IsType<FetchOutcome.Erased>(await fetcher.FetchAsync(erased.CertificateId, page, South, Token));
        Assert.IsType<FetchOutcome.NoneIsLive>(await fetcher.FetchLatestAsync(Code, VaccinationType.TypeName, page, South, Token));
        Assert.IsType<FetchOutcome.Part>(await fetcher.FetchLatestAsync(Code, VaccinationType.TypeName, page, Caller.Service, Token));

        // What was superseded is handed out with the name of its successor, as ever; its artifacts stay like those of all.
        Assert.Equal(
            successor.CertificateId,
            Assert.IsType<FetchOutcome.Part>(await fetcher.FetchAsync(superseded.CertificateId, page, South, Token)).ReplacedBy);
        var history = (await bench.Issuing.Get<HistoryReader>().FindAsync(successor.CertificateId, South, Token))!;
        Assert.Equal((CertificateStatus.Revoked, "FOREIGN_CODE"), (history.Now.State.Status, history.Now.State.Reason));
        Assert.Equal(superseded.CertificateId, history.Replaces);
        Assert.Equal(2, history.Versions.Count);
    }

    [Fact]
    public async Task The_owner_cannot_suspend_or_reinstate_released_certificates_but_can_erase_them()
    {
        await ReleaseAsync();
        var doses = await bench.Issuing.Get<CodeRevoker>()
            .RevokeAsync(Code, DoseSelection.Of(null).Select, Asked with { Text = null }, Token);
        var erasure = await bench.Issuing.Get<CertificateEraser>().EraseAsync(suspended.CertificateId, Asked, Token);

        Assert.IsType<ChangeOutcome.Revoked>(await States.ReinstateAsync(suspended.CertificateId, Asked, Token));
        Assert.IsType<ChangeOutcome.Revoked>(await States.SuspendAsync(live.CertificateId, Asked, Token));
        Assert.IsType<ChangeOutcome.Changed>(await States.RevokeAsync(live.CertificateId, Asked, Token));
        Assert.Equal(
            [superseded.CertificateId],
            Assert.IsType<RevocationByCodeOutcome.Revoked>(doses).Versions.Select(version => version.CertificateId));
        Assert.Null(Assert.IsType<ChangeOutcome.Changed>(erasure).Version.Country);
        Assert.DoesNotContain(
            await bench.Issuing.ArtifactsAsync(), name => name.StartsWith(suspended.CertificateId, StringComparison.Ordinal));
        Assert.DoesNotContain((await LedgerAsync()).Versions, version => version.Owner == "south" && version.IsLive());
    }

    [Fact]
    public async Task Later_pages_omit_the_released_doses_and_polling_still_reports_what_was_issued()
    {
        var next = Dose(7, "north");
        var before = EarlierEvents.Of(next, await LedgerAsync(), OwnTypes.Vaccination);
        await ReleaseAsync();
        var request = new CertifyRequest
        {
            RequestId = RandomId.New(),
            AcceptedAt = EventBuilder.AcceptedAt,
            Owner = "south",
            BodyHash = "",
            Certificates = [.. OfSouth.Select(Requested)],
            Warnings = [],
        };
        var outcomes = await bench.Issuing.Get<RequestOutcomes>().DeriveAsync(request, South, Token);

        Assert.Equal([1, 2, 3, 6], before.Select(dose => VaccinationType.DoseOf(dose.Text)));
        Assert.Equal(
            [6], EarlierEvents.Of(next, await LedgerAsync(), OwnTypes.Vaccination).Select(dose => VaccinationType.DoseOf(dose.Text)));
        Assert.All(outcomes, outcome => Assert.Equal(RequestedState.Issued, outcome.State));
    }

    [Fact]
    public async Task Released_versions_still_count_for_their_keys_and_for_the_owner()
    {
        await ReleaseAsync();
        var ledger = await LedgerAsync();

        Assert.Equal(6, ledger.CountOf("south"));
        Assert.Equal(2, ledger.CountOf(superseded.Key));
        Assert.False(ledger.CanList(live.Key, 0, null));
        Assert.True(ledger.CanList(live.Key, 1, null));
    }

    [Fact]
    public async Task A_repeated_delivery_of_a_listed_event_changes_nothing()
    {
        await ReleaseAsync();
        var before = await LedgerAsync();

        Assert.True((await bench.Issuing.DeliverAsync(live)).IsUntouched);
        Assert.True((await bench.Issuing.DeliverAsync(successor)).IsUntouched);
        Assert.Equal(before.Revision, (await LedgerAsync()).Revision);
    }

    [Fact]
    public async Task Releasing_a_barred_owner_again_changes_nothing()
    {
        await ReleaseAsync();
        var before = await LedgerAsync();
        var again = await ReleaseAsync();

        Assert.Equal(before.Revision, (await LedgerAsync()).Revision);
        Assert.Equal((true, 6, 0), (again.Barred, again.Versions, again.Revoked.Count));
    }

    [Fact]
    public async Task A_call_repeated_with_its_Idempotency_Key_is_executed_once_even_after_other_calls()
    {
        var first = await ReleaseAsync("key-1");
        Assert.Equal(first.Revoked, (await ReleaseAsync("key-1")).Revoked);
        Assert.False((await AdmitAsync("key-2")).Barred);
        var repeated = await ReleaseAsync("key-1");

        Assert.False(repeated.Barred);
        Assert.Equal(first.Revoked, repeated.Revoked);
        Assert.True((await ReleaseAsync("key-3")).Barred);
        Assert.True((await AdmitAsync("key-2")).Barred);
        Assert.False((await AdmitAsync("key-4")).Barred);
        Assert.Equal([true, true], (await LedgerAsync()).Bars!.Select(bar => bar.Lifted is not null));
    }

    /// <summary>Its answer is lost: the write stands, and is found.</summary>
    [Fact]
    public async Task Repeating_a_release_after_a_lost_response_finds_the_completed_release()
    {
        bench.Issuing.Store.AfterWrite = (_, name) => name.Name.StartsWith(LedgerStore.Prefix, StringComparison.Ordinal)
            ? throw new StoreUnavailableException("cut")
            : Task.CompletedTask;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => ReleaseAsync("key-1"));
        bench.Issuing.Store.AfterWrite = null;
        var before = await LedgerAsync();
        var report = await ReleaseAsync("key-1");

        Assert.Equal(4, report.Revoked.Count);
        Assert.Equal(before.Revision, (await LedgerAsync()).Revision);
        Assert.Equal(6, report.Versions);
    }

    /// <summary>Whoever else writes in between makes it begin anew.</summary>
    [Fact]
    public async Task A_release_also_revokes_a_certificate_that_is_issued_during_the_release()
    {
        var late = Dose(8, "south");
        bench.Issuing.Store.BeforeWrite = async (_, name) =>
        {
            if (name.Name.StartsWith(LedgerStore.Prefix, StringComparison.Ordinal))
            {
                bench.Issuing.Store.BeforeWrite = null;
                await bench.IssueAsync(late);
            }
        };
        var report = await ReleaseAsync();

        Assert.Contains(late.CertificateId, report.Revoked);
        Assert.Equal(5, report.Revoked.Count);
    }

    [Fact]
    public async Task A_readmitted_owner_can_certify_again_and_can_be_released_again()
    {
        await ReleaseAsync();
        var anew = Dose(1, "south") with { VersionsAtAcceptance = 1 };
        Assert.Equal("OWNER_BARRED", (await bench.Issuing.DeliverAsync(anew)).SetAsideFor);
        var admitted = await AdmitAsync();
        await bench.IssueAsync(anew);
        var before = await LedgerAsync();
        var again = await ReleaseAsync();
        var after = await LedgerAsync();

        Assert.Equal((false, 0), (admitted.Barred, admitted.Revoked.Count));
        Assert.Equal([anew.CertificateId], again.Revoked);

        // Of the others nothing more was left to take.
        Assert.Equal(
            [anew.CertificateId],
            after.Entries().Where(entry => entry.Revision == after.Revision).Select(entry => entry.Certificate.CertificateId));
        Assert.Equal(before.Revision + 1, after.Revision);
    }

    [Fact]
    public async Task Releasing_an_owner_without_certificates_in_the_ledger_changes_nothing()
    {
        var before = await LedgerAsync();
        foreach (var (code, owner) in new[] { (Code, "west"), ("PE-NOBODY", "south"), (Code, "sout") })
        {
            var call = new OwnerCall(code, Encoding.UTF8.GetBytes($$"""{"owner":"{{owner}}","reason":"FOREIGN_CODE"}"""), "path", null);
            Assert.IsType<OwnerOutcome.NotFound>((await bench.Issuing.Get<OwnerReleaser>().ReleaseAsync(call)).Outcome);
            Assert.IsType<OwnerOutcome.NotFound>((await bench.Issuing.Get<OwnerReleaser>().AdmitAsync(call)).Outcome);
        }

        Assert.Equal(before.Revision, (await LedgerAsync()).Revision);
        Assert.False((await AdmitAsync()).Barred);
        Assert.Equal(before.Revision, (await LedgerAsync()).Revision);
    }

    [Fact]
    public async Task A_hundred_owners_can_be_barred_at_the_same_time()
    {
        var store = bench.Issuing.Get<LedgerStore>();
        var read = await store.ReadAsync(LedgerName.Of(Code), Token);
        var order = new BarOrder { Order = RandomId.New(), At = EventBuilder.AcceptedAt, Reason = "FOREIGN_CODE", By = "OPERATOR" };
        var bars = Enumerable.Range(0, CertificateLedger.MaximumBars)
            .Select(number => new OwnerBar { Owner = $"other{number}", Barred = order })
            .ToList();
        Assert.NotNull(await store.TryChangeAsync(read, read.Ledger with { Bars = bars }, Token));
        var refused = await bench.Issuing.Get<OwnerReleaser>()
            .ReleaseAsync(new OwnerCall(Code, Encoding.UTF8.GetBytes(Body), "path", null));
        Assert.IsType<OwnerOutcome.TooManyBars>(refused.Outcome);

        read = await store.ReadAsync(LedgerName.Of(Code), Token);
        Assert.NotNull(await store.TryChangeAsync(
            read, read.Ledger with { Bars = [bars[0], bars[1] with { Lifted = order }, .. bars.Skip(2)] }, Token));
        await ReleaseAsync();
        var now = (await LedgerAsync()).Bars!;

        Assert.Equal(CertificateLedger.MaximumBars, now.Count);
        Assert.Equal(["other0", "other2", "south"], new[] { now[0], now[1], now[^1] }.Select(bar => bar.Owner));
    }

    private static CertificationEvent Dose(int dose, string owner) =>
        EventBuilder.Certification(EventBuilder.Vaccination(Code, dose, 9), CertificateShape.VaccinationV1) with { Owner = owner };

    private static RequestedCertificate Requested(CertificationEvent certification) => new()
    {
        PreEnrollmentCode = Code,
        Ledger = certification.Ledger,
        Key = certification.Key,
        CertificateId = certification.CertificateId,
        VersionsAtAcceptance = certification.VersionsAtAcceptance,
        Replaces = certification.Replaces,
    };

    private static IEnumerable<string> KindsOf(CertificateLedger ledger, CertificationEvent certification) =>
        ledger.Find(certification.CertificateId)!.Changes.Select(change => change.Kind.ToString());

    private Task<CertificateLedger> LedgerAsync() => bench.Issuing.LedgerAsync(live);

    private async Task<OwnerReport> ReleaseAsync(string? key = null) =>
        ReportOf(await bench.Issuing.Get<OwnerReleaser>().ReleaseAsync(new OwnerCall(Code, Encoding.UTF8.GetBytes(Body), "release", key)));

    private async Task<OwnerReport> AdmitAsync(string? key = null) =>
        ReportOf(await bench.Issuing.Get<OwnerReleaser>().AdmitAsync(new OwnerCall(Code, Encoding.UTF8.GetBytes(Body), "admit", key)));

    private static OwnerReport ReportOf(OwnerResult result) => Assert.IsType<OwnerOutcome.Changed>(result.Outcome).Report;

    /// <summary>Has every message of a change handled that was sent so far.</summary>
    private async Task AnnounceAsync()
    {
        foreach (var message in Changes.Sent.ToList())
        {
            await bench.Issuing.Get<ChangeMessageHandler>().HandleAsync(message.Body, new FakeDelivery(), Token);
        }
    }
}
