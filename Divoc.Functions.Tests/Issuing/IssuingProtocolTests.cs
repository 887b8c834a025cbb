using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Operations;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Ledger;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Issuing;

/// <summary>The protocol of issuing: an event is certified once, whatever is repeated, lost or raced.</summary>
public sealed class IssuingProtocolTests : IAsyncLifetime
{
    private readonly IssuingBench bench = new();

    public async ValueTask InitializeAsync() => await bench.RememberKeyAsync();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Theory]
    [InlineData(CertificateShape.VaccinationV1)]
    [InlineData(CertificateShape.VaccinationV3)]
    [InlineData(CertificateShape.Test)]
    [InlineData(CertificateShape.Recovery)]
    public async Task An_event_becomes_a_listed_certificate_with_two_writes(CertificateShape shape)
    {
        var certification = Certification(shape);
        var delivery = await bench.DeliverAsync(certification);

        Assert.True(delivery.IsUntouched);
        Assert.Equal(2, bench.Store.Writes);
        await AssertIssuedOnceAsync(certification);
    }

    [Fact]
    public async Task A_repeated_delivery_changes_nothing()
    {
        var certification = Certification();
        await bench.DeliverAsync(certification);
        var before = await bench.LedgerAsync(certification);
        await bench.DeliverAsync(certification);

        Assert.Equal(2, bench.Store.Writes);
        Assert.Equal(before.Versions, (await bench.LedgerAsync(certification)).Versions);
    }

    public static TheoryData<int, bool, bool> Interruptions => new()
    {
        { 1, false, false }, { 1, true, false }, { 2, false, false }, { 2, true, false }, { 1, false, true }, { 1, true, true },
        { 2, false, true }, { 2, true, true },
    };

    /// <summary>
    /// A delivery that dies at each write, before it or with its answer lost, is made good by the next one, and the stored bytes stay; also
    /// where the next one seems a first one, as that of a message which was sent twice does.
    /// </summary>
    [Theory]
    [MemberData(nameof(Interruptions))]
    public async Task A_delivery_that_fails_at_a_write_is_completed_by_the_next_delivery(int write, bool afterwards, bool nextSeemsFirst)
    {
        var certification = Certification();
        Task Die(int number, ArtifactName name) => number == write ? throw new StoreUnavailableException("cut") : Task.CompletedTask;
        bench.Store.BeforeWrite = afterwards ? null : Die;
        bench.Store.AfterWrite = afterwards ? Die : null;
        var first = await bench.DeliverAsync(certification, isFirst: true);
        var stored = await bench.Store.GetAsync(
            TestArtifacts.Credential(certification.CertificateId), TestContext.Current.CancellationToken);
        await bench.DeliverAsync(certification, isFirst: nextSeemsFirst);

        Assert.NotNull(first.WaitedForOutage);
        Assert.Null(first.RetriedAfter);
        await AssertIssuedOnceAsync(certification);
        if (stored is not null)
        {
            Assert.Equal(stored.Bytes.ToArray(), (await ReadAsync(TestArtifacts.Credential(certification.CertificateId))).ToArray());
        }
    }

    /// <summary>
    /// Something within gave up waiting, though nobody told the delivery to end: handed back as it is, the event would use up its
    /// deliveries at once.
    /// </summary>
    [Fact]
    public async Task A_cancellation_that_nobody_requested_is_handled_like_any_other_error()
    {
        bench.Store.BeforeWrite = (_, _) => throw new TaskCanceledException("too slow");
        var certification = Certification();
        var delivery = await bench.DeliverAsync(certification);
        bench.Store.BeforeWrite = null;
        await bench.DeliverAsync(certification);

        Assert.NotNull(delivery.RetriedAfter);
        await AssertIssuedOnceAsync(certification);
    }

    [Fact]
    public async Task A_cancelled_delivery_leaves_its_message_for_the_next_delivery()
    {
        using var end = new CancellationTokenSource();
        bench.Store.BeforeWrite = async (_, _) =>
        {
            await end.CancelAsync();
            end.Token.ThrowIfCancellationRequested();
        };
        var delivery = new FakeDelivery();
        var body = JsonSerializer.SerializeToUtf8Bytes(Certification(), CertificationEventJson.Compact.CertificationEvent);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => bench.Handler.HandleAsync(body, delivery, SigningLane.Interactive, end.Token));
        Assert.True(delivery.IsUntouched);
    }

    [Fact]
    public async Task If_only_the_credential_was_stored_image_and_page_are_created_from_it()
    {
        var certification = Certification();
        bench.Store.AfterWrite = (number, _) => number == 1 ? throw new StoreUnavailableException("cut") : Task.CompletedTask;
        await bench.DeliverAsync(certification);
        bench.Store.AfterWrite = null;
        var qr = await ReadAsync(CertificateArtifacts.Qr(certification.CertificateId));
        await bench.Store.DeleteAsync(CertificateArtifacts.Qr(certification.CertificateId), TestContext.Current.CancellationToken);
        await bench.Store.DeleteAsync(CertificateArtifacts.Pdf(certification.CertificateId), TestContext.Current.CancellationToken);
        await bench.DeliverAsync(certification);

        await AssertIssuedOnceAsync(certification);
        Assert.Equal(qr.ToArray(), (await ReadAsync(CertificateArtifacts.Qr(certification.CertificateId))).ToArray());
    }

    [Fact]
    public async Task Two_events_with_the_same_key_give_one_certificate_and_nothing_of_the_second_is_stored()
    {
        var first = Certification();
        var second = Certification();
        await bench.DeliverAsync(first);
        var delivery = await bench.DeliverAsync(second);

        Assert.True(delivery.IsUntouched);
        await AssertIssuedOnceAsync(first);
        Assert.Null(await bench.Finder.FindAsync(second.CertificateId, Caller.Service, TestContext.Current.CancellationToken));
        Assert.DoesNotContain(await bench.ArtifactsAsync(), name => name.StartsWith(second.CertificateId, StringComparison.Ordinal));
    }

    /// <summary>The other event is listed between this one's stored artifacts and its own commit.</summary>
    /// <summary>
    /// Two deliveries of one message at once, as after a lock that ran out: one stores and lists between the other's signature and its
    /// store.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_concurrent_delivery_of_the_same_event_continues_from_what_the_other_one_stored(bool otherSeemsFirst)
    {
        var certification = Certification();
        ReadOnlyMemory<byte> stored = default;
        bench.Store.BeforeWrite = async (_, _) =>
        {
            bench.Store.BeforeWrite = null;
            await bench.DeliverAsync(certification, isFirst: otherSeemsFirst);
            stored = await ReadAsync(TestArtifacts.Credential(certification.CertificateId));
        };
        Assert.True((await bench.DeliverAsync(certification, isFirst: true)).IsUntouched);

        await AssertIssuedOnceAsync(certification);
        Assert.Equal(stored.ToArray(), (await ReadAsync(TestArtifacts.Credential(certification.CertificateId))).ToArray());
    }

    [Fact]
    public async Task An_event_that_loses_the_race_at_the_commit_deletes_its_stored_artifacts()
    {
        var winner = Certification();
        var loser = Certification();
        bench.Store.BeforeWrite = async (number, name) =>
        {
            if (number == 2)
            {
                bench.Store.BeforeWrite = null;
                await bench.DeliverAsync(winner);
            }
        };
        await bench.DeliverAsync(loser);

        await AssertIssuedOnceAsync(winner);
        Assert.DoesNotContain(await bench.ArtifactsAsync(), name => name.StartsWith(loser.CertificateId, StringComparison.Ordinal));
    }

    /// <summary>
    /// The owner is released between the stored artifacts of its event and the commit: the event fails. It can be replayed once the owner
    /// is admitted, so what is stored stays.
    /// </summary>
    [Fact]
    public async Task An_event_of_an_owner_barred_before_its_commit_fails_and_a_replay_issues_it_after_the_bar_is_lifted()
    {
        var (listed, late) = (OfSouth(1), OfSouth(2));
        await bench.DeliverAsync(listed);
        bench.Store.BeforeWrite = async (_, name) =>
        {
            if (name.Name.StartsWith(LedgerStore.Prefix, StringComparison.Ordinal))
            {
                bench.Store.BeforeWrite = null;
                await bench.Get<OwnerReleaser>().ReleaseAsync(Release);
            }
        };
        var delivery = await bench.DeliverAsync(late);
        var failure = await bench.Get<FailureRegistry>().FindAsync(late.CertificateId, TestContext.Current.CancellationToken);

        Assert.Equal("OWNER_BARRED", delivery.SetAsideFor);
        Assert.Equal(("OWNER_BARRED", "south"), (failure!.Reason, failure.Owner));
        Assert.Equal([listed.CertificateId], (await bench.LedgerAsync(late)).Versions.Select(version => version.CertificateId));
        Assert.True((await bench.LedgerAsync(late)).Versions[0].IsRevoked());
        Assert.Contains(await bench.ArtifactsAsync(), name => name.StartsWith(late.CertificateId, StringComparison.Ordinal));
        Assert.Equal("OWNER_BARRED", (await bench.DeliverAsync(late)).SetAsideFor);

        await bench.Get<OwnerReleaser>().AdmitAsync(Release);
        Assert.True((await bench.DeliverAsync(late)).IsUntouched);
        await AssertIssuedOnceAsync(late);
    }

    /// <summary>The other way round: the certificate is listed between the look of the release and its write.</summary>
    [Fact]
    public async Task A_certificate_that_is_listed_just_before_an_owner_release_is_written_is_revoked_by_it()
    {
        var (listed, late) = (OfSouth(1), OfSouth(2));
        await bench.DeliverAsync(listed);
        bench.Store.BeforeWrite = async (_, name) =>
        {
            if (name.Name.StartsWith(LedgerStore.Prefix, StringComparison.Ordinal))
            {
                bench.Store.BeforeWrite = null;
                await bench.DeliverAsync(late);
            }
        };
        await bench.Get<OwnerReleaser>().ReleaseAsync(Release);

        var versions = (await bench.LedgerAsync(late)).Versions;
        Assert.Equal([listed.CertificateId, late.CertificateId], versions.Select(version => version.CertificateId));
        Assert.All(versions, version => Assert.True(version.IsRevoked()));
        Assert.Null(await bench.Get<FailureRegistry>().FindAsync(late.CertificateId, TestContext.Current.CancellationToken));
    }

    /// <summary>
    /// An update was accepted before its certificate was revoked: it is no failure but a conflict, as after any revocation.
    /// </summary>
    [Fact]
    public async Task An_update_of_a_certificate_of_a_barred_owner_adds_no_version()
    {
        var listed = OfSouth(1);
        await bench.DeliverAsync(listed);
        await bench.Get<OwnerReleaser>().ReleaseAsync(Release);
        var update = OfSouth(1) with { VersionsAtAcceptance = 1, Replaces = listed.CertificateId, UpdatedBy = "south" };

        Assert.True((await bench.DeliverAsync(update)).IsUntouched);
        Assert.Null((await bench.LedgerAsync(update)).Find(update.CertificateId));
    }

    /// <summary>A release makes a document smaller, so that a copy of the event beside this delivery may still list it.</summary>
    [Fact]
    public async Task Stored_artifacts_are_kept_when_the_ledger_document_would_become_too_large()
    {
        var certification = Certification() with { Owner = "north" };
        bench.Store.BeforeWrite = async (_, name) =>
        {
            if (name.Name.StartsWith(LedgerStore.Prefix, StringComparison.Ordinal))
            {
                bench.Store.BeforeWrite = null;
                await MakeTooLargeAsync(certification.Ledger);
            }
        };

        Assert.Equal("ENROLLMENT_FULL", (await bench.DeliverAsync(certification)).SetAsideFor);
        Assert.Contains(await bench.ArtifactsAsync(), name => name.StartsWith(certification.CertificateId, StringComparison.Ordinal));

        await bench.Get<OwnerReleaser>().ReleaseAsync(Release);
        Assert.True((await bench.DeliverAsync(certification)).IsUntouched);
        await AssertIssuedOnceAsync(certification);
    }

    [Fact]
    public async Task Doses_of_one_person_that_are_issued_concurrently_are_all_listed()
    {
        var doses = Enumerable.Range(1, 12)
            .Select(
                dose => EventBuilder.Certification(EventBuilder.Vaccination(dose: dose, totalDoses: 12), CertificateShape.VaccinationV1))
            .ToArray();
        var deliveries = await Task.WhenAll(doses.Select(dose => Task.Run(() => bench.DeliverAsync(dose))));

        Assert.All(deliveries, delivery => Assert.True(delivery.IsUntouched));
        Assert.Equal(
            Enumerable.Range(1, 12),
            (await bench.LedgerAsync(doses[0])).Versions.Select(version => VaccinationType.DoseOf(version.Key)).Order());
    }

    [Fact]
    public async Task A_full_ledger_fails_permanently_and_leaves_nothing_stored()
    {
        var certification = Certification();
        await FillLedgerAsync(certification.Ledger);
        var delivery = await bench.DeliverAsync(certification);
        var failure = await bench.Get<FailureRegistry>().FindAsync(certification.CertificateId, TestContext.Current.CancellationToken);

        Assert.Equal("ENROLLMENT_FULL", delivery.SetAsideFor);
        Assert.Equal("ENROLLMENT_FULL", failure!.Reason);
        Assert.DoesNotContain(await bench.ArtifactsAsync(), name => name.StartsWith(certification.CertificateId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_ledger_filled_by_another_owner_still_lists_the_certificate()
    {
        var certification = Certification() with { Owner = "north" };
        await FillLedgerAsync(certification.Ledger);

        Assert.True((await bench.DeliverAsync(certification)).IsUntouched);
        Assert.Equal(CertificateLedger.MaximumVersions + 1, (await bench.LedgerAsync(certification)).Versions.Count);
    }

    [Fact]
    public async Task A_certificate_that_can_never_be_printed_fails_before_the_first_artifact_is_written()
    {
        // Random text does not compress, so that no QR code holds it.
        var happened = EventBuilder.Vaccination();
        var incompressible = Convert.ToHexString(RandomNumberGenerator.GetBytes(500));
        var address = happened.Recipient.Address! with
        {
            AddressLine1 = incompressible,
            AddressLine2 = Convert.ToHexString(RandomNumberGenerator.GetBytes(500)),
            District = Convert.ToHexString(RandomNumberGenerator.GetBytes(500)),
        };
        var certification = EventBuilder.Certification(
            happened with { Recipient = happened.Recipient with { Address = address } }, CertificateShape.VaccinationV1);
        var delivery = await bench.DeliverAsync(certification);

        Assert.Equal("QR_TOO_LARGE", delivery.SetAsideFor);
        Assert.Empty(await bench.ArtifactsAsync());
    }

    [Fact]
    public async Task W15_an_error_is_retried_with_growing_delays_and_dead_lettered_at_the_tenth_attempt()
    {
        var certification = Certification();
        bench.Store.BeforeWrite = (_, name) =>
            name.Container == CertificateArtifacts.Container ? throw new InvalidOperationException("bug") : Task.CompletedTask;
        var first = await bench.DeliverAsync(certification);
        var ninth = await bench.DeliverAsync(certification, attempt: 9);
        var tenth = await bench.DeliverAsync(certification, attempt: 10);
        var failure = await bench.Get<FailureRegistry>().FindAsync(certification.CertificateId, TestContext.Current.CancellationToken);

        Assert.InRange(first.RetriedAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.InRange(ninth.RetriedAfter!.Value, TimeSpan.FromSeconds(150), TimeSpan.FromSeconds(300));
        Assert.Equal("TOO_MANY_ATTEMPTS", tenth.SetAsideFor);
        Assert.Equal(10, failure!.Attempts);
    }

    /// <summary>
    /// An earlier record may tell of another copy of the message, which the queue gave up on; that of a discarded event is the last word.
    /// </summary>
    [Theory]
    [InlineData("MaxDeliveryCountExceeded", "ENROLLMENT_FULL")]
    [InlineData(FailureRecord.Discarded, FailureRecord.Discarded)]
    public async Task The_latest_failure_reason_replaces_the_recorded_reason_unless_the_event_is_discarded(string before, string after)
    {
        var certification = Certification();
        await FillLedgerAsync(certification.Ledger);
        await bench.Get<FailureRegistry>().RecordAsync(
            new FailureRecord(certification.CertificateId, before, "It failed.", 10, DateTimeOffset.UnixEpoch)
            {
                Ledger = certification.Ledger,
            },
            TestContext.Current.CancellationToken);
        await bench.DeliverAsync(certification);

        Assert.Equal(
            after,
            (await bench.Get<FailureRegistry>().FindAsync(certification.CertificateId, TestContext.Current.CancellationToken))!.Reason);
    }

    /// <summary>With this message goes what could be replayed.</summary>
    [Fact]
    public async Task An_event_that_became_a_duplicate_after_its_failure_was_recorded_loses_the_failure_record()
    {
        var (failed, other) = (Certification(), Certification());
        await bench.Get<FailureRegistry>().RecordAsync(
            new FailureRecord(failed.CertificateId, "TOO_MANY_ATTEMPTS", "It failed.", 10, DateTimeOffset.UnixEpoch)
            {
                Ledger = failed.Ledger,
            },
            TestContext.Current.CancellationToken);
        await bench.DeliverAsync(other);

        Assert.True((await bench.DeliverAsync(failed, attempt: 10)).IsUntouched);

        Assert.Null(await bench.Get<FailureRegistry>().FindAsync(failed.CertificateId, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("no json")]
    public async Task A_message_that_is_not_an_event_is_dead_lettered_immediately(string body)
    {
        var delivery = new FakeDelivery();
        await bench.Handler.HandleAsync(
            System.Text.Encoding.UTF8.GetBytes(body), delivery, SigningLane.Interactive, TestContext.Current.CancellationToken);

        Assert.Equal("NOT_AN_EVENT", delivery.SetAsideFor);
        Assert.Equal(0, bench.Store.Writes);
    }

    [Fact]
    public async Task Cancellation_at_shutdown_counts_neither_as_a_failure_nor_as_a_retry()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        var delivery = new FakeDelivery();
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Certification(), CertificationEventJson.Compact.CertificationEvent);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => bench.Handler.HandleAsync(body, delivery, SigningLane.Interactive, stopped.Token));
        Assert.True(delivery.IsUntouched);
    }

    private static CertificationEvent Certification(CertificateShape shape = CertificateShape.VaccinationV1)
    {
        return EventBuilder.Certification(EventBuilder.Of(shape), shape);
    }

    private static OwnerCall Release => new("PE-1001", """{"owner":"south","reason":"FOREIGN_CODE"}"""u8.ToArray(), "path", null);

    private static CertificationEvent OfSouth(int dose) =>
        EventBuilder.Certification(EventBuilder.Vaccination(dose: dose), CertificateShape.VaccinationV1) with { Owner = "south" };

    /// <summary>By suspensions of south's.</summary>
    private async Task MakeTooLargeAsync(string name)
    {
        var registry = bench.Get<LedgerStore>();
        var suspension = VersionBuilder.Suspension(1, 2) with
        {
            Order = new string('0', 64),
            Text = new string('\u0d9a', StateChange.LongestText),
        };
        var versions = Enumerable.Range(1, 99).Select(number => VersionBuilder.Version(key: VaccinationType.KeyOf("other", number)) with
        {
            Owner = "south",
            Changes = [.. Enumerable.Repeat(suspension, ListedCertificate.MaximumRepeatableChanges)],
        });
        var ledger = new CertificateLedger { Versions = [.. versions] };
        Assert.True(ledger.IsTooLarge());
        Assert.NotNull(await registry.TryChangeAsync(
            await registry.ReadAsync(name, TestContext.Current.CancellationToken), ledger, TestContext.Current.CancellationToken));
    }

    private async Task FillLedgerAsync(string name)
    {
        var registry = bench.Get<LedgerStore>();
        var read = await registry.ReadAsync(name, TestContext.Current.CancellationToken);
        var versions = Enumerable.Range(0, CertificateLedger.MaximumVersions).Select(number => new ListedCertificate
        {
            Key = VaccinationType.KeyOf($"other-{number}", 1),
            CertificateId = RandomId.New(),
            IssuedAt = EventBuilder.AcceptedAt,
            Kid = "kid",
            TemplateVersion = "vaccination/1",
            TypeVersion = 1,
            Hashes = new ArtifactHashes(("credential.json", ""), ("qr.png", ""), ("certificate.pdf", ""), ("claims.json", "")),
            BindingHash = "",
            Facts = VersionBuilder.Facts(EventBuilder.AcceptedAt, vaccine: "", batch: "", country: ""),
        });
        Assert.NotNull(
            await registry.TryChangeAsync(read, new CertificateLedger { Versions = [.. versions] }, TestContext.Current.CancellationToken));
    }

    private async Task AssertIssuedOnceAsync(CertificationEvent certification)
    {
        var ledger = await bench.LedgerAsync(certification);
        var version = Assert.Single(ledger.Versions, candidate => candidate.Key == certification.Key);
        Assert.Equal(certification.CertificateId, version.CertificateId);
        Assert.Equal(
            version, await bench.Finder.FindAsync(certification.CertificateId, Caller.Service, TestContext.Current.CancellationToken));
        Assert.Equal(
            version.Hashes.Of(TestArtifacts.CredentialFile), await HashAsync(TestArtifacts.Credential(certification.CertificateId)));
        Assert.Equal(version.Hashes.Of(CertificateArtifacts.QrFile), await HashAsync(CertificateArtifacts.Qr(certification.CertificateId)));
        Assert.Equal(
            version.Hashes.Of(CertificateArtifacts.PdfFile), await HashAsync(CertificateArtifacts.Pdf(certification.CertificateId)));
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(ArtifactName name)
    {
        return (await bench.Store.GetAsync(name, TestContext.Current.CancellationToken))!.Bytes;
    }

    private async Task<string> HashAsync(ArtifactName name) => Convert.ToHexStringLower(SHA256.HashData((await ReadAsync(name)).Span));
}
