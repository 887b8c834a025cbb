using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Status;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Ledger;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Registry;

/// <summary>
/// What is stored and queued, byte for byte: the golden files hold each form as it was first written. A form that changes gets a new number
/// and a file of its own; the files of earlier forms stay and are read.
/// </summary>
public sealed class FormTests : IAsyncDisposable
{
    private const string FirstId = "0123456789abcdefghjkmnpqrs";
    private const string SecondId = "1123456789abcdefghjkmnpqrs";
    private const string RequestId = "2123456789abcdefghjkmnpqrs";
    private static readonly DateTimeOffset Instant = new(2024, 3, 1, 9, 30, 0, TimeSpan.Zero);

    private readonly IssuingBench bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_form_of_a_vaccination_message_is_unchanged() =>
        AssertForm("event-vaccination-1.json", Event(EventBuilder.Vaccination(dose: 2), CertificateShape.VaccinationV3) with
        {
            VersionsAtAcceptance = 1,
            Replaces = FirstId,
            Owner = "clinic",
            UpdatedBy = "clinic",
            Earlier = [new EarlierEvent("dose:1", OwnTypes.Vaccination.FactsOf(EventBuilder.Vaccination().Data))],
        }, CertificationEventJson.Compact.CertificationEvent);

    [Fact]
    public void The_form_of_a_test_message_is_unchanged() => AssertForm(
        "event-test-1.json", Event(EventBuilder.Test(), CertificateShape.Test), CertificationEventJson.Compact.CertificationEvent);

    [Fact]
    public void The_form_of_a_change_message_is_unchanged() => AssertForm("change-1.json", new CertificateChange
    {
        Ledger = LedgerName.Of("PE-1001"),
        Base = 0,
        Waits = 1,
        Failures = 2,
        Open = ["status"],
    }, CertificateChangeJson.Default.CertificateChange);

    [Fact]
    public void The_form_of_an_outcome_message_is_unchanged() => AssertForm(
        "change-2.json",
        CertificateChange.Of(
            LedgerName.Of("PE-1001"), new EventOutcome
            {
                Kind = OutcomeKind.Failed,
                Subject = SecondId,
                RequestId = RequestId,
                Owner = "clinic",
                Attempt = 3,
                At = Instant,
            }),
        CertificateChangeJson.Default.CertificateChange,
        form: 2);

    [Fact]
    public void The_form_of_a_finished_upload_message_is_unchanged()
    {
        var counts = new UploadTotals(3, 1, 1, 1);
        var change = CertificateChange.Of("", new EventOutcome
        {
            Kind = OutcomeKind.UploadFinished,
            Subject = RequestId,
            Owner = "clinic",
            Attempt = 1,
            At = Instant,
            Counts = counts,
        });

        AssertForm("change-2-upload.json", change, CertificateChangeJson.Default.CertificateChange, form: 2);
        Assert.Equal(counts, CertificateChange.Parse(change.ToBytes())!.Outcome!.Counts);
    }

    [Fact]
    public void The_form_of_a_webhook_message_is_unchanged()
    {
        using var told = JsonDocument.Parse("""{"specversion":"1.0","id":"1123456789abcdefghjkmnpqrs.1"}""");

        AssertForm(
            "webhook-1.json",
            new WebhookMessage { Partner = "clinic", Event = told.RootElement },
            WebhookMessageJson.Default.WebhookMessage);
    }

    [Fact]
    public void The_form_of_a_change_message_with_the_members_that_earlier_versions_lack_is_unchanged() =>
        AssertForm("change-1-since.json", new CertificateChange
        {
            Ledger = LedgerName.Of("PE-1001"),
            Base = 7,
            Since = Instant,
        }, CertificateChangeJson.Default.CertificateChange);

    [Fact]
    public void The_form_of_a_test_message_for_a_person_with_known_age_only_is_unchanged()
    {
        var happened = EventBuilder.Test();
        var certification = Event(happened with { Recipient = happened.Recipient with { Dob = null, Age = "36" } }, CertificateShape.Test);

        AssertForm(
            "event-test-1-inexact.json",
            certification with { Event = certification.Event with
            {
                Shape = OwnTypes.Test.ShapeOf(certification.Event.Data, CertificateShape.Test.RequestOf()),
            } },
            CertificationEventJson.Compact.CertificationEvent);
    }

    [Fact]
    public void The_form_of_claims_with_the_members_that_earlier_versions_lack_is_unchanged() =>
        AssertForm("claims-1-known.json", new CertificateClaims
        {
            Form = PersistedForm.First,
            CertificateId = SecondId,
            AcceptedAt = Instant,
            Event = EventBuilder.Vaccination().Accepted(CertificateShape.VaccinationV1) with
            {
                Data = OwnTypes.Vaccination.ClaimsOf(EventBuilder.Vaccination().Data, "did:example:subject"),
            },
            DobKnownTo = ((ICertificateType)OwnTypes.Vaccination).DobKnownTo(EventBuilder.Vaccination().Data),
            PageHash = new string('f', 64),
        }, CertificateClaimsJson.Compact.CertificateClaims);

    /// <summary>Older programs wait for it: derived formats would lack the codes.</summary>
    [Fact]
    public void The_form_of_claims_with_codes_is_unchanged() => AssertForm("claims-2.json", new CertificateClaims
    {
        CertificateId = SecondId,
        AcceptedAt = Instant,
        Event = EventBuilder.Vaccination().Accepted(CertificateShape.VaccinationV1) with
        {
            Data = OwnTypes.Vaccination.ClaimsOf(EventBuilder.Vaccination().Data, "did:example:subject"),
        },
        DobKnownTo = ((ICertificateType)OwnTypes.Vaccination).DobKnownTo(EventBuilder.Vaccination().Data),
        Codes = OwnTypes.Vaccination.CodesOf(EventBuilder.Vaccination().Data),
        Uvci = Uvci.Of("IN", SecondId),
    }, CertificateClaimsJson.Compact.CertificateClaims, 2);

    [Fact]
    public void The_form_of_a_recovery_message_is_unchanged() => AssertForm(
        "event-recovery-1.json",
        Event(EventBuilder.Recovery(), CertificateShape.Recovery),
        CertificationEventJson.Compact.CertificationEvent);

    [Fact]
    public void The_form_of_recovery_claims_is_unchanged() => AssertForm("claims-2-recovery.json", new CertificateClaims
    {
        CertificateId = SecondId,
        AcceptedAt = Instant,
        Event = EventBuilder.Recovery().Accepted(CertificateShape.Recovery) with
        {
            Data = OwnTypes.Recovery.ClaimsOf(EventBuilder.Recovery().Data, "did:example:subject"),
        },
        DobKnownTo = ((ICertificateType)OwnTypes.Recovery).DobKnownTo(EventBuilder.Recovery().Data),
        Codes = OwnTypes.Recovery.CodesOf(EventBuilder.Recovery().Data),
        Uvci = Uvci.Of("IN", SecondId),
    }, CertificateClaimsJson.Compact.CertificateClaims, 2);

    [Fact]
    public void The_form_of_claims_is_unchanged() => AssertForm("claims-1.json", new CertificateClaims
    {
        Form = PersistedForm.First,
        CertificateId = SecondId,
        AcceptedAt = Instant,
        Event = EventBuilder.Vaccination().Accepted(CertificateShape.VaccinationV1) with
        {
            Data = OwnTypes.Vaccination.ClaimsOf(EventBuilder.Vaccination().Data, "did:example:subject"),
        },
    }, CertificateClaimsJson.Compact.CertificateClaims);

    [Fact]
    public void The_form_of_a_ledger_is_unchanged()
    {
        var first = VersionBuilder.Version() with { CertificateId = FirstId, Owner = "clinic", ValidUntil = new DateOnly(2025, 1, 15) };
        var second = VersionBuilder.Version() with { CertificateId = SecondId, ValidUntil = new DateOnly(2025, 1, 15) };
        var suspended = VersionBuilder.Suspension(1, null) with { Order = "3123456789abcdefghjkmnpqrs" };
        var superseded = VersionBuilder.Change(StateChangeKind.Superseded, 2, SecondId) with { Order = SecondId };
        var erased = VersionBuilder.Change(StateChangeKind.Erased, 3) with { Order = "4123456789abcdefghjkmnpqrs" };
        var ledger = CertificateLedger.Empty.With(first).AsRevision(1);
        ledger = ledger.WithChanged(ledger.Versions[0].With(suspended)).AsRevision(2);
        ledger = ledger.WithUpdate(second, superseded).AsRevision(3);
        ledger = ledger.WithChanged(ledger.Versions[1].With(erased)).AsRevision(4).WithDiscarded("5123456789abcdefghjkmnpqrs");
        var third = VersionBuilder.Version(2) with { CertificateId = RequestId, Owner = "south", ValidUntil = new DateOnly(2025, 1, 15) };
        ledger = ledger.With(third).AsRevision(5);
        ledger = ledger.WithReleased(
            "south", VersionBuilder.Change(StateChangeKind.Released, 4) with { Order = "6123456789abcdefghjkmnpqrs", Text = null })
            .AsRevision(6);
        ledger = ledger
            .WithAdmitted("south", VersionBuilder.Change(StateChangeKind.Released, 5) with { Order = "7123456789abcdefghjkmnpqrs" })
            .AsRevision(7);
        ledger = ledger
            .WithReleased("south", VersionBuilder.Change(StateChangeKind.Released, 6) with { Order = "8123456789abcdefghjkmnpqrs" })
            .AsRevision(8);

        AssertForm("ledger-1.json", ledger, LedgerJson.Compact.CertificateLedger);
        Assert.Equal([1L, 2, 3, 3, 3, 4, 5, 6], ledger.Entries().Select(entry => entry.Revision));
    }

    [Fact]
    public void The_form_of_a_ledger_note_is_unchanged() =>
        AssertForm("reference-1.json", new LedgerReference(LedgerName.Of("PE-1001")), LedgerJson.Compact.LedgerReference);

    [Fact]
    public void The_form_of_a_request_is_unchanged() => AssertForm("request-1.json", new CertifyRequest
    {
        RequestId = RequestId,
        AcceptedAt = Instant,
        Owner = "clinic",
        UpdatedBy = "clinic",
        BodyHash = new string('a', 64),
        TypeVersion = 1,
        Shape = "v3",
        IsBulk = true,
        Certificates =
        [
            new RequestedCertificate
            {
                PreEnrollmentCode = "PE-1001",
                Ledger = LedgerName.Of("PE-1001"),
                Key = VaccinationType.KeyOf("covid-2024", 2),
                CertificateId = SecondId,
                VersionsAtAcceptance = 1,
                Replaces = FirstId,
            },
            new RequestedCertificate
            {
                PreEnrollmentCode = "PE-1002",
                Ledger = LedgerName.Of("PE-1002"),
                Key = VaccinationType.KeyOf("covid-2024", 1),
                CertificateId = "5123456789abcdefghjkmnpqrs",
                VersionsAtAcceptance = 1,
                IsDuplicate = true,
                DuplicateOf = "6123456789abcdefghjkmnpqrs",
            },
        ],
        Warnings = [new ValidationMessage("/0/recipient/name", "UNPRINTABLE_CHARACTER", "A character can't be printed.")],
    }, RegistryJson.Compact.CertifyRequest);

    [Fact]
    public void The_form_of_an_update_request_that_changes_nothing_is_unchanged() =>
        AssertForm("request-1-unchanged.json", new CertifyRequest
        {
            RequestId = RequestId,
            AcceptedAt = Instant,
            Owner = "clinic",
            UpdatedBy = "clinic",
            BodyHash = new string('a', 64),
            TypeVersion = 1,
            Shape = "v3",
            IsBulk = true,
            Certificates =
            [
                new RequestedCertificate
                {
                    PreEnrollmentCode = "PE-1001",
                    Ledger = LedgerName.Of("PE-1001"),
                    Key = VaccinationType.KeyOf("covid-2024", 2),
                    CertificateId = SecondId,
                    VersionsAtAcceptance = 1,
                    IsDuplicate = true,
                    IsUnchanged = true,
                },
            ],
            Warnings = [new ValidationMessage("/0/recipient/name", "UNPRINTABLE_CHARACTER", "A character can't be printed.")],
        }, RegistryJson.Compact.CertifyRequest);

    [Fact]
    public void The_form_of_an_owner_entry_is_unchanged() =>
        AssertForm("owned-1.json", new OwnedRequest(RequestId), RegistryJson.Compact.OwnedRequest);

    [Fact]
    public void The_form_of_a_sweep_cursor_is_unchanged() =>
        AssertForm("sweep-1.json", new SweepCursor($"erased/{FirstId}", "next"), RegistryJson.Compact.SweepCursor);

    [Fact]
    public void The_form_of_an_operator_audit_record_is_unchanged() => AssertForm("audit-1.json", new AuditRecord
    {
        Id = RequestId,
        At = Instant,
        Name = "duty",
        Order = OperatorOrder.ReplayFailures,
        Reason = "QR_TOO_LARGE",
        Counts = new Dictionary<string, int> { ["replayed"] = 2 },
    }, RegistryJson.Compact.AuditRecord);

    [Fact]
    public void The_form_of_an_update_note_is_unchanged() =>
        AssertForm("update-1.json", new UpdateNote([FirstId, SecondId]), RegistryJson.Compact.UpdateNote);

    [Fact]
    public void The_form_of_partner_usage_is_unchanged() => AssertForm("usage-1.json", new PartnerUsage
    {
        WriteId = RequestId,
        Slots = new() { [Instant.UtcTicks / TimeSpan.FromSeconds(10).Ticks] = 12 },
    }, RegistryJson.Compact.PartnerUsage);

    [Fact]
    public void The_form_of_instance_activity_is_unchanged() => AssertForm("activity-1.json", new ActivityRecord
    {
        Instance = RequestId,
        Minutes = [new ActivityMinute(Instant, 4, 3, 2, 1)],
    }, RegistryJson.Compact.ActivityRecord);

    [Fact]
    public void The_form_of_an_Idempotency_Key_is_unchanged() =>
        AssertForm(
            "idempotency-1.json", new IdempotencyRecord(RequestId, new string('a', 64), Instant), RegistryJson.Compact.IdempotencyRecord);

    [Fact]
    public void The_form_of_a_failure_is_unchanged() => AssertForm(
        "failure-1.json",
        new FailureRecord(FirstId, "QR_TOO_LARGE", "It is too large.", 1, Instant) { Ledger = LedgerName.Of("PE-1"), Owner = "north" },
        RegistryJson.Compact.FailureRecord);

    [Fact]
    public void The_form_of_a_status_is_unchanged() => AssertForm(
        "status-1.json",
        new CertificateStatusDocument { CertificateId = FirstId, Country = "UTO" },
        StatusJson.Compact.CertificateStatusDocument);

    [Fact]
    public void The_form_of_an_upload_message_is_unchanged() =>
        AssertForm(
            "upload-step-1.json",
            new UploadStep { UploadId = RequestId, Run = 1, Progress = 0, Waits = 2 },
            UploadStepJson.Default.UploadStep);

    [Fact]
    public void The_form_of_an_upload_is_unchanged() => AssertForm("upload-1.json", new UploadRecord
    {
        UploadId = RequestId,
        Owner = "clinic",
        Type = "vaccination",
        Shape = "v1",
        FileName = "march.csv",
        Header = ["preEnrollmentCode", "recipientName"],
        Run = 2,
        ReceivedAt = Instant,
        File = new UploadedFile(FirstId, 1200, 1, UploadFiles.PartBytes),
        Next = new UploadCursor(1, 1200, 7),
        IsRead = true,
        Settled = 1,
        Counts = new UploadCounts { Read = 5, Refused = 1, Kept = 1, Accepted = 3, Issued = 2, Duplicate = 1, Failed = 1 },
        WithFailures = [0],
        FinishedAt = Instant,
    }, RegistryJson.Compact.UploadRecord);

    [Fact]
    public void The_form_of_an_upload_chunk_is_unchanged() => AssertForm("upload-chunk-1.json", new UploadChunk
    {
        Start = new UploadCursor(0, 500, 2),
        End = new UploadCursor(1, 1200, 7),
        IsLast = true,
        Revision = 1,
        Rows = [2, 3, 5],
        Repeated = 1,
        Read = 5,
        Refused = 1,
        Errors = [new RefusedRow(
            6,
            new Dictionary<string, string> { ["preEnrollmentCode"] = "PE-1001" },
            [new RowError("recipientName", "REQUIRED", "recipient.name is required.")])],
        RequestId = SecondId,
        Failed = [5],
    }, RegistryJson.Compact.UploadChunk);

    [Fact]
    public void The_form_of_an_upload_in_the_list_of_its_owner_is_unchanged() =>
        AssertForm("upload-list-1.json", new UploadListEntry(RequestId), RegistryJson.Compact.UploadListEntry);

    /// <summary>During a deployment and a roll-back two versions run side by side.</summary>
    [Fact]
    public async Task A_message_with_a_newer_form_waits_and_is_issued_once_its_form_is_known()
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1);
        var message = JsonSerializer.SerializeToNode(certification, CertificationEventJson.Compact.CertificationEvent)!;
        message["form"] = CertificationEvent.CurrentForm + 1;
        message["somethingNew"] = new JsonObject();
        var newer = await DeliverAsync(message);

        Assert.NotNull(newer.WaitedForOutage);
        Assert.Null(newer.SetAsideFor);
        Assert.Null(await bench.Get<FailureRegistry>().FindAsync(certification.CertificateId, Token));
        Assert.Empty(await bench.ArtifactsAsync());

        message["form"] = CertificationEvent.CurrentForm;
        message.AsObject().Remove("somethingNew");
        Assert.True((await DeliverAsync(message)).IsUntouched);
        Assert.NotNull((await bench.LedgerAsync(certification)).Find(certification.CertificateId));
    }

    [Fact]
    public async Task A_message_of_a_type_known_only_to_a_newer_version_waits()
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1);
        foreach (var unknown in new[]
        {
            certification.Event with { Type = "convalescence" },
            certification.Event with { Version = 2 },
            certification.Event with { Shape = "v9" },
        })
        {
            Assert.NotNull((await bench.DeliverAsync(certification with { Event = unknown })).WaitedForOutage);
        }
    }

    [Fact]
    public async Task A_ledger_written_by_a_newer_version_makes_events_wait_and_is_never_overwritten()
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1);
        var name = new ArtifactName(RegistryDocuments.Container, $"ledgers/{certification.Ledger}.json");
        var newer = new ArtifactContent("""{"form":2,"somethingNew":[]}"""u8.ToArray(), "application/json");
        await bench.Store.PutAsync(name, newer, Token);

        Assert.NotNull((await bench.DeliverAsync(certification)).WaitedForOutage);
        Assert.Equal(newer.Bytes.ToArray(), (await bench.Store.GetAsync(name, Token))!.Bytes.ToArray());
        await Assert.ThrowsAsync<NewerFormException>(() => bench.Finder.FindAllAsync("PE-1001", Caller.Service, Token));

        await bench.Store.DeleteAsync(name, Token);
        Assert.True((await bench.DeliverAsync(certification)).IsUntouched);
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    private static CertificationEvent Event(HealthEvent happened, CertificateShape shape) =>
        EventBuilder.Certification(happened, shape) with
        {
            CertificateId = SecondId,
            RequestId = RequestId,
        };

    private static void AssertForm<T>(string file, T document, JsonTypeInfo<T> type, int form = 1)
    {
        var golden = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "Registry", "Forms", file))
            .TrimEnd('\n');
        var written = JsonSerializer.Serialize(document, type);

        Assert.Equal(golden, written);
        Assert.Equal(golden, JsonSerializer.Serialize(JsonSerializer.Deserialize(golden, type)!, type));
        Assert.StartsWith($"{{\"form\":{form},", golden, StringComparison.Ordinal);
    }

    private async Task<FakeDelivery> DeliverAsync(JsonNode message)
    {
        var delivery = new FakeDelivery(attempt: 10);
        await bench.Handler.HandleAsync(
            System.Text.Encoding.UTF8.GetBytes(message.ToJsonString()), delivery, SigningLane.Interactive, Token);
        return delivery;
    }
}
