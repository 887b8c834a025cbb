using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Operations;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Messaging;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Triggers;
using Divoc.Functions.Triggers.Divoc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Intake;

/// <summary>From an update call to its message and its outcome, with the queue in the test's hands.</summary>
public sealed class UpdateTests : IAsyncLifetime
{
    private readonly InMemoryMessageQueue queue = new(TimeProvider.System);
    private readonly IssuingBench bench;
    private Caller caller = Caller.OfNoPartner("caller");
    private int handled;
    private int corrections;

    public UpdateTests() => bench = new IssuingBench(services => services
        .AddMessageQueue(queue)
        .Configure<LifecycleOptions>(options => options.UpdateLimit = 2));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task The_message_contains_the_replaced_certificate_and_the_requester()
    {
        var first = await IssueAsync();
        var update = Assert.Single((await AcceptAsync(isUpdate: true)).Certificates);
        var certification = CertificationEventJson.Parse(queue.Sent[^1].Body)!;

        Assert.Equal(first, update.Replaces);
        Assert.Equal(update.CertificateId, queue.Sent[^1].MessageId);
        Assert.Equal(
            (first, "caller", 1, update.CertificateId),
            (certification.Replaces, certification.UpdatedBy, certification.VersionsAtAcceptance, certification.CertificateId));
    }

    [Fact]
    public async Task The_second_of_two_updates_queued_together_ends_as_conflict_in_the_status_of_its_request()
    {
        await IssueAsync();
        var (first, second) = (await AcceptAsync(isUpdate: true), await AcceptAsync(isUpdate: true));
        await DeliverAsync();

        Assert.Equal(["ISSUED", first.Certificates[0].CertificateId], await StatusAsync(first));
        Assert.Equal(["CONFLICT", first.Certificates[0].CertificateId], await StatusAsync(second));
    }

    [Fact]
    public async Task An_update_of_a_revoked_certificate_ends_as_conflict_and_is_not_sent_again()
    {
        var certificate = await IssueAsync();
        var update = await AcceptAsync(isUpdate: true, "key-1");
        await bench.Get<StateChanger>().RevokeAsync(certificate, new ChangeOrder("WRONG_PERSON", null, Caller.Service), Token);
        await DeliverAsync();
        var again = await AcceptAsync(isUpdate: true, "key-1");

        Assert.Equal(["CONFLICT", certificate], await StatusAsync(update));
        Assert.Equal(update.RequestId, again.RequestId);
        Assert.Equal(2, queue.Sent.Count);
    }

    [Fact]
    public async Task W8_an_update_neither_replaces_nor_names_a_certificate_that_another_partner_issued_meanwhile()
    {
        var (north, south) = (Caller.OfPartner("north", CallerScope.Own), Caller.OfPartner("south", CallerScope.Own));
        caller = north;
        var first = await IssueAsync();
        var update = await AcceptAsync(isUpdate: true);
        await bench.Get<StateChanger>().RevokeAsync(first, new ChangeOrder("WRONG_PERSON", null, north), Token);
        caller = south;
        var anew = (await AcceptAsync(isUpdate: false)).Certificates[0].CertificateId;
        await DeliverAsync(sent: 2);
        await DeliverAsync(sent: 1);

        var read = await bench.Get<LedgerStore>().ReadAsync(LedgerName.Of("UPDATED"), Token);
        Assert.Equal(
            [(first, "north", false), (anew, "south", true)],
            read.Ledger.Versions.Select(version => (version.CertificateId, version.Owner!, version.IsLive())));
        Assert.Equal((RequestedState.Conflict, first), await OutcomeAsync(update, north));
        Assert.Equal((RequestedState.Conflict, anew), await OutcomeAsync(update, Caller.Service));

        // Of a partner whose scope was All when it asked, and is Own now.
        Assert.Equal((RequestedState.Conflict, first), await OutcomeAsync(update, Caller.OfPartner("office", CallerScope.Own)));
    }

    /// <summary>
    /// W17: DIVOC counts rows of the person's first hundred; here the versions that were replaced one after the other are counted.
    /// </summary>
    [Fact]
    public async Task W17_the_update_limit_applies_per_certificate_and_starts_again_after_a_revocation()
    {
        await IssueAsync();
        await UpdateAsync();
        var last = await UpdateAsync();
        var refused = Assert.IsType<CertifyOutcome.NotUpdatable>(await CallAsync(isUpdate: true));

        var fault = Assert.Single(refused.Faults);
        Assert.Equal(("/0", "UPDATE_LIMIT"), (fault.Pointer, fault.Code));
        Assert.Contains("updated 2 times, which is the limit", fault.Detail, StringComparison.Ordinal);
        await bench.Get<StateChanger>().RevokeAsync(last, new ChangeOrder("WRONG_PERSON", null, Caller.Service), Token);
        await IssueAsync();
        await UpdateAsync();
    }

    [Fact]
    public async Task A_full_ledger_accepts_no_update()
    {
        await IssueAsync();
        var registry = bench.Get<LedgerStore>();
        var read = await registry.ReadAsync(LedgerName.Of("UPDATED"), Token);
        var others = Enumerable.Range(1, CertificateLedger.MaximumVersions - 1)
            .Select(number => Tests.Ledger.VersionBuilder.Version(number + 100));
        await registry.TryChangeAsync(read, new CertificateLedger { Versions = [.. read.Ledger.Versions, .. others] }, Token);

        Assert.Equal([0], Assert.IsType<CertifyOutcome.LedgersFull>(await CallAsync(isUpdate: true)).Elements);
    }

    /// <summary>Else one partner could fill the ledger of a person by the code and keep all others out of it.</summary>
    [Fact]
    public async Task The_versions_of_one_owner_take_no_space_from_another_owner()
    {
        caller = Caller.OfPartner("north", CallerScope.Own);
        await IssueAsync();
        var registry = bench.Get<LedgerStore>();
        var read = await registry.ReadAsync(LedgerName.Of("UPDATED"), Token);
        var others = Enumerable.Range(1, CertificateLedger.MaximumVersions)
            .Select(number => Tests.Ledger.VersionBuilder.Version(number + 100) with { Owner = "south" });
        await registry.TryChangeAsync(read, read.Ledger with { Versions = [.. read.Ledger.Versions, .. others] }, Token);

        await UpdateAsync();

        caller = Caller.OfPartner("south", CallerScope.Own);
        Assert.IsType<CertifyOutcome.NotUpdatable>(await CallAsync(isUpdate: true));
        var duplicate = Assert.Single((await AcceptAsync(isUpdate: false)).Certificates);
        Assert.True(duplicate.IsDuplicate);
        Assert.NotEqual(duplicate.DuplicateOf, duplicate.CertificateId);
    }

    [Fact]
    public async Task A_barred_partner_is_refused_before_anything_is_stored_and_other_partners_are_not_affected()
    {
        var (north, south) = (Caller.OfPartner("north", CallerScope.Own), Caller.OfPartner("south", CallerScope.Own));
        caller = south;
        await IssueAsync();
        var update = await AcceptAsync(isUpdate: true);
        await OwnerAsync(releaser => releaser.ReleaseAsync);
        var stored = bench.Store.Writes;

        Assert.Equal([0], Assert.IsType<CertifyOutcome.OwnerBarred>(await CallAsync(isUpdate: false)).Elements);
        Assert.Equal(
            "NOT_CERTIFIED", Assert.Single(Assert.IsType<CertifyOutcome.NotUpdatable>(await CallAsync(isUpdate: true)).Faults).Code);
        Assert.Equal(stored, bench.Store.Writes);

        caller = north;
        Assert.False(Assert.Single((await AcceptAsync(isUpdate: false)).Certificates).IsDuplicate);
        await DeliverAsync();
        await UpdateAsync();
        Assert.Equal(RequestedState.Conflict, (await OutcomeAsync(update, south)).State);

        await OwnerAsync(releaser => releaser.AdmitAsync);
        caller = south;
        Assert.True(Assert.Single((await AcceptAsync(isUpdate: false)).Certificates).IsDuplicate);
    }

    [Fact]
    public async Task An_event_accepted_before_the_bar_fails_and_a_repeated_call_does_not_send_it_again()
    {
        caller = Caller.OfPartner("south", CallerScope.Own);
        var first = await IssueAsync();
        await bench.Get<StateChanger>().RevokeAsync(first, new ChangeOrder("WRONG_PERSON", null, caller), Token);
        var late = await AcceptAsync(isUpdate: false, "key-1");
        await OwnerAsync(releaser => releaser.ReleaseAsync);
        var delivery = new FakeDelivery();
        await bench.Handler.HandleAsync(queue.Sent[^1].Body, delivery, SigningLane.Interactive, Token);
        var sent = queue.Sent.Count;
        var again = await AcceptAsync(isUpdate: false, "key-1");
        var outcome = Assert.Single(await bench.Get<RequestOutcomes>().DeriveAsync(late, caller, Token));

        Assert.Equal("OWNER_BARRED", delivery.SetAsideFor);
        Assert.Equal((RequestedState.Failed, "OWNER_BARRED"), (outcome.State, outcome.Failure!.Reason));
        Assert.Equal((late.RequestId, sent), (again.RequestId, queue.Sent.Count));
    }

    [Fact]
    public async Task A_barred_partner_gets_an_error_for_each_element()
    {
        caller = Caller.OfPartner("south", CallerScope.Own);
        await IssueAsync();
        await OwnerAsync(releaser => releaser.ReleaseAsync);
        var answer = Assert.IsType<Problem>(CertifyAnswer.Of(await CallAsync(isUpdate: false), hasKey: false, new PublicAddressOptions()));
        var error = Assert.Single(answer.Errors);

        Assert.Equal(409, answer.Status);
        Assert.Equal(("/0/preEnrollmentCode", "OWNER_BARRED"), (error.Pointer, error.Code));
        Assert.Contains("until an operator of the service admits you again", error.Detail, StringComparison.Ordinal);
    }

    /// <summary>W19: DIVOC answers 400 when its registry is down, which verifiers take for an invalid certificate.</summary>
    [Fact]
    public async Task W19_an_unavailable_registry_makes_the_revocation_check_answer_503_instead_of_not_revoked()
    {
        var certificate = await IssueAsync();
        bench.Store.BeforeRead = _ => throw new StoreUnavailableException("cut");
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(
            Encoding.UTF8.GetBytes($$"""{"evidence":[{"id":"https://divoc.dev/vaccine/{{certificate}}"}]}"""));
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => bench.Create<RevocationFunctions>().CheckAsync(context.Request, Token));

        Assert.Equal(503, Divoc.Functions.Hosting.UnhandledProblem.Of(fault).Status);
    }

    /// <summary>The reader has seen the certificate listed, and it is erased before its bytes are read.</summary>
    [Fact]
    public async Task A_certificate_that_is_erased_during_a_read_is_reported_as_erased()
    {
        var certificate = await IssueAsync();
        bench.Store.BeforeRead = async name =>
        {
            if (name == CertificateArtifacts.Pdf(certificate))
            {
                bench.Store.BeforeRead = null;
                await bench.Get<CertificateEraser>()
                    .EraseAsync(certificate, new ChangeOrder("ERASURE_REQUEST", null, Caller.Service), Token);
            }
        };
        var result = await bench.Create<CertificateFunctions>().FetchPdfAsync(new DefaultHttpContext().Request, certificate, Token);

        Assert.Equal(410, Assert.IsType<Problem>(result).Status);
    }

    [Fact]
    public async Task An_update_without_changes_leaves_the_certificate_unchanged_and_does_not_count_as_a_correction()
    {
        var first = await IssueAsync();
        var sent = queue.Sent.Count;
        for (var time = 0; time < 4; time++)
        {
            var unchanged = await AcceptAsync(isUpdate: true, Happened());

            Assert.Equal(["UNCHANGED", first], await StatusAsync(unchanged));
            Assert.Equal((null, true), (unchanged.Certificates[0].Replaces, unchanged.Certificates[0].IsDuplicate));
        }

        Assert.Equal(sent, queue.Sent.Count);
        await UpdateAsync();
        await UpdateAsync();
        Assert.IsType<CertifyOutcome.NotUpdatable>(await CallAsync(isUpdate: true));
    }

    [Fact]
    public async Task Fields_that_are_not_stored_are_not_a_change_but_fields_only_on_the_page_are()
    {
        var happened = Happened();
        happened["meta"] = new JsonObject { ["note"] = "one" };
        var request = await AcceptAsync(isUpdate: false, happened);
        await DeliverAsync();
        happened["recipient"]!["contact"] = new JsonArray("tel:+10000000");
        happened["comorbidities"] = new JsonArray("asthma");

        Assert.Equal("UNCHANGED", (await StatusAsync(await AcceptAsync(isUpdate: true, happened)))[0]);
        happened["meta"]!["note"] = "two";
        Assert.Equal("QUEUED", (await StatusAsync(await AcceptAsync(isUpdate: true, happened)))[0]);
        Assert.Empty((await AcceptAsync(isUpdate: false, happened)).Warnings);
        Assert.Equal("ISSUED", (await StatusAsync(request))[0]);
    }

    [Fact]
    public async Task A_completed_update_gives_the_same_answer_for_its_Idempotency_Key()
    {
        var first = await IssueAsync();
        var update = await AcceptAsync(isUpdate: true, "key-1");
        await DeliverAsync();
        var again = await AcceptAsync(isUpdate: true, "key-1");

        Assert.Equal((update.RequestId, first), (again.RequestId, again.Certificates[0].Replaces));
        Assert.Equal(["ISSUED", update.Certificates[0].CertificateId], await StatusAsync(again));
    }

    [Fact]
    public async Task While_an_update_is_queued_an_identical_update_is_queued_too_and_ends_as_conflict()
    {
        await IssueAsync();
        var corrected = Happened();
        corrected["recipient"]!["name"] = "Corrected";
        var first = await AcceptAsync(isUpdate: true, corrected);
        var second = await AcceptAsync(isUpdate: true, corrected);
        await DeliverAsync();
        var third = await AcceptAsync(isUpdate: true, corrected);

        Assert.Equal("CONFLICT", (await StatusAsync(second))[0]);
        Assert.Equal(["UNCHANGED", first.Certificates[0].CertificateId], await StatusAsync(third));
    }

    [Fact]
    public async Task While_an_update_is_queued_no_update_is_reported_as_unchanged()
    {
        var first = await IssueAsync();
        var correction = await AcceptAsync(isUpdate: true);
        var back = await AcceptAsync(isUpdate: true, Happened());
        await DeliverAsync();

        Assert.Equal(first, back.Certificates[0].Replaces);
        Assert.Equal(["CONFLICT", correction.Certificates[0].CertificateId], await StatusAsync(back));
        Assert.Equal("QUEUED", (await StatusAsync(await AcceptAsync(isUpdate: true, Happened())))[0]);
    }

    [Fact]
    public async Task A_failed_or_discarded_update_no_longer_counts_as_queued()
    {
        var first = await IssueAsync();
        var failed = (await AcceptAsync(isUpdate: true)).Certificates[0];
        await bench.Get<FailureRegistry>()
            .RecordAsync(
                new FailureRecord(failed.CertificateId, "QR_TOO_LARGE", "Too large.", 1, DateTimeOffset.UtcNow) { Ledger = failed.Ledger },
                Token);

        Assert.Equal(["UNCHANGED", first], await StatusAsync(await AcceptAsync(isUpdate: true, Happened())));
    }

    [Fact]
    public async Task When_the_claims_are_erased_an_update_is_accepted_and_a_duplicate_is_not_compared()
    {
        var first = await IssueAsync();
        await bench.Get<CertificateEraser>().EraseAsync(first, new ChangeOrder("ERASURE_REQUEST", null, Caller.Service), Token);
        var corrected = Happened();
        corrected["recipient"]!["name"] = "Corrected";

        Assert.Empty((await AcceptAsync(isUpdate: false, corrected)).Warnings);
        Assert.Equal(first, (await AcceptAsync(isUpdate: true, Happened())).Certificates[0].Replaces);
    }

    [Fact]
    public async Task A_duplicate_with_different_content_gives_a_warning_and_one_with_the_same_content_does_not()
    {
        var first = await IssueAsync();
        var other = Happened();
        other["vaccination"]!["batch"] = "OTHER";
        var duplicates = await AcceptAsync(isUpdate: false, other);

        var warning = Assert.Single(duplicates.Warnings);
        Assert.Equal(("/0", "DUPLICATE_DIFFERS"), (warning.Pointer, warning.Code));
        Assert.Contains("PUT", warning.Detail, StringComparison.Ordinal);
        Assert.Equal((first, true), (duplicates.Certificates[0].CertificateId, duplicates.Certificates[0].IsDuplicate));
        Assert.Empty((await AcceptAsync(isUpdate: false, Happened())).Warnings);
    }

    [Fact]
    public async Task A_duplicate_of_a_certificate_of_another_partner_gives_no_warning_about_different_content()
    {
        caller = Caller.OfPartner("north", CallerScope.Own);
        await IssueAsync();
        caller = Caller.OfPartner("south", CallerScope.Own);
        var other = Happened();
        other["vaccination"]!["batch"] = "OTHER";

        Assert.Empty((await AcceptAsync(isUpdate: false, other)).Warnings);
    }

    [Fact]
    public async Task Claims_are_not_read_for_an_event_that_is_not_a_duplicate()
    {
        await IssueAsync();
        bench.Store.BeforeRead = name => name.Name.EndsWith(CertificateArtifacts.ClaimsFile, StringComparison.Ordinal)
            ? throw new StoreUnavailableException("cut")
            : Task.CompletedTask;

        Assert.False(Assert.Single((await AcceptAsync(isUpdate: false, Happened("ANOTHER"))).Certificates).IsDuplicate);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => CallAsync(isUpdate: false));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void An_update_limit_out_of_range_stops_the_start(int limit)
    {
        var result = new LifecycleOptionsValidator().Validate(null, new LifecycleOptions { UpdateLimit = limit });

        Assert.Contains("Divoc:Lifecycle:UpdateLimit must be from 0 to 100", result.FailureMessage, StringComparison.Ordinal);
        Assert.Equal(5, new LifecycleOptions().UpdateLimit);
    }

    private async Task<string> IssueAsync()
    {
        var request = await AcceptAsync(isUpdate: false);
        await DeliverAsync();
        Assert.Equal("ISSUED", (await StatusAsync(request))[0]);
        return request.Certificates[0].CertificateId;
    }

    private async Task OwnerAsync(Func<OwnerReleaser, Func<OwnerCall, Task<OwnerResult>>> change)
    {
        var call = new OwnerCall("UPDATED", """{"owner":"south","reason":"FOREIGN_CODE"}"""u8.ToArray(), "path", null);
        Assert.IsType<OwnerOutcome.Changed>((await change(bench.Get<OwnerReleaser>())(call)).Outcome);
    }

    private async Task<string> UpdateAsync()
    {
        var request = await AcceptAsync(isUpdate: true);
        await DeliverAsync();
        Assert.Equal("ISSUED", (await StatusAsync(request))[0]);
        return request.Certificates[0].CertificateId;
    }

    /// <summary>Each update says something new, but where it is repeated with its key.</summary>
    private Task<CertifyOutcome> CallAsync(bool isUpdate, string? key = null)
    {
        var happened = Happened();
        if (isUpdate)
        {
            happened["recipient"]!["name"] = $"Corrected {key ?? $"{++corrections}"}";
        }

        return CallAsync(isUpdate, key, happened);
    }

    private Task<CertifyOutcome> CallAsync(bool isUpdate, string? key, params JsonObject[] elements)
    {
        var body = new JsonArray([.. elements.Select(element => element.DeepClone())]).ToJsonString();
        var call = new CertifyCall(
            Encoding.UTF8.GetBytes(body), CertificateShape.VaccinationV1.TypeOf(), CertificateShape.VaccinationV1.RequestOf(), caller,
            "path", key, isUpdate);
        return bench.Get<CertifyHandler>().HandleAsync(call, Token);
    }

    private static JsonObject Happened(string code = "UPDATED") => PartnerSystem.Event("certify-v1.json", code);

    private async Task<CertifyRequest> AcceptAsync(bool isUpdate, JsonObject happened, string? key = null)
    {
        return Assert.IsType<CertifyOutcome.Accepted>(await CallAsync(isUpdate, key, happened)).Request;
    }

    private async Task<CertifyRequest> AcceptAsync(bool isUpdate, string? key = null)
    {
        return Assert.IsType<CertifyOutcome.Accepted>(await CallAsync(isUpdate, key)).Request;
    }

    /// <summary>Delivers what was sent since the last time, in that order.</summary>
    private async Task DeliverAsync()
    {
        for (; handled < queue.Sent.Count; handled++)
        {
            await DeliverAsync(handled);
        }
    }

    private async Task DeliverAsync(int sent)
    {
        var delivery = new FakeDelivery();
        await bench.Handler.HandleAsync(queue.Sent[sent].Body, delivery, SigningLane.Interactive, Token);
        Assert.True(delivery.IsUntouched);
    }

    private async Task<(RequestedState State, string CertificateId)> OutcomeAsync(CertifyRequest request, Caller toldTo)
    {
        var outcome = Assert.Single(await bench.Get<RequestOutcomes>().DeriveAsync(request, toldTo, Token));
        return (outcome.State, outcome.CertificateId);
    }

    private async Task<string[]> StatusAsync(CertifyRequest request)
    {
        var context = new DefaultHttpContext { RequestServices = bench.Get<IServiceProvider>() };
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await (await bench.Create<RequestFunctions>().ShowAsync(context.Request, request.RequestId, Token)).ExecuteAsync(context);
        var certificate = JsonNode.Parse(answer.ToArray())!["certificates"]![0]!;
        return [certificate["status"]!.GetValue<string>(), certificate["certificateId"]!.GetValue<string>()];
    }
}
