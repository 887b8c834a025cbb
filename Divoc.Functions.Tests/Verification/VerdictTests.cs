using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Rendering;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Ledger;
using Divoc.Functions.Tests.Storage.Blob;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;
using Divoc.Functions.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Divoc.Functions.Tests.Verification;

/// <summary>What our own certificates are worth, from the day of issue to the end.</summary>
public sealed class VerdictTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly CertificateShape[] Shapes = Enum.GetValues<CertificateShape>();

    private readonly VerificationBench bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<CertificateShape> AllShapes => [.. Shapes];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Theory]
    [MemberData(nameof(AllShapes))]
    public async Task An_own_certificate_is_valid_in_every_form_of_presentation(CertificateShape shape)
    {
        var credential = await bench.IssueAsync(shape);
        var archive = QrPayload.Pack(credential);
        byte[][] forms =
        [
            credential,
            [0xEF, 0xBB, 0xBF, .. "\n  "u8, .. credential, .. "\n"u8],
            archive,
            Encoding.UTF8.GetBytes(QrPayload.ToText(archive)),
            [.. Encoding.UTF8.GetBytes(QrPayload.ToText(archive)), .. "\n"u8],
        ];

        foreach (var form in forms)
        {
            var verdict = await bench.VerifyAsync(form);
            Assert.Empty(verdict.Reasons);
            Assert.Equal(VerificationStatus.Valid, verdict.Status);
        }
    }

    [Fact]
    public async Task The_verdict_contains_the_data_that_a_verifier_compares_with_the_person()
    {
        var certification = VerificationBench.Event(CertificateShape.VaccinationV3);
        var verdict = await bench.VerifyAsync(await bench.IssueAsync(certification));

        Assert.Equal(certification.CertificateId, verdict.CertificateId);
        Assert.Equal(VaccinationType.TypeName, verdict.Kind);
        Assert.Equal("https://divoc.dev/", verdict.Issuer);
        Assert.Equal("did:india", verdict.VerificationMethod);
        Assert.Equal((await bench.Issuing.Finder.FindAsync(certification.CertificateId, Caller.Service, Token))!.Kid, verdict.Kid);
        Assert.Equal("2024-06-01T12:00:00.000Z", verdict.Issued);
        Assert.Equal(bench.Clock.UtcNow, verdict.CheckedAt);
        Assert.Equal("2024-01-15", verdict.ValidFrom);
        Assert.Equal("2025-01-15", verdict.ValidUntil);
        Assert.Null(verdict.ReplacedBy);
        Assert.Equal(
            """
            {"name":"Noor \"Zoë\" O'Brien","dateOfBirth":"1987-04-21","age":"36","gender":"Female","vaccine":"Covishield",
            "prophylaxis":"COVID-19 vaccine, non-replicating viral vector","date":"2024-01-01T10:15:30.123+05:30","dose":1,"totalDoses":2,
            "facility":"Harbour Clinic","country":"UTO"}
            """.ReplaceLineEndings(""),
            JsonSerializer.Serialize(verdict.Summary, Readable));
    }

    [Fact]
    public async Task The_verdict_on_a_test_shows_the_test_and_its_result()
    {
        var verdict = await bench.VerifyAsync(await bench.IssueAsync(CertificateShape.Test));

        Assert.Equal(TestType.TypeName, verdict.Kind);
        Assert.Null(verdict.ValidUntil);
        Assert.Equal(
            ("RT-PCR", "COVID-19", "Negative", "2024-02-01T08:00:00.000Z"),
            (
                verdict.Summary!.Text("testType"), verdict.Summary!.Text("disease"), verdict.Summary!.Text("result"),
                verdict.Summary!.Text("sampleCollected")));
        Assert.Null(verdict.Summary!.Text("dose"));
    }

    [Fact]
    public async Task The_verdict_on_a_recovery_shows_the_disease_and_the_validity_period()
    {
        var verdict = await bench.VerifyAsync(await bench.IssueAsync(CertificateShape.Recovery));
        bench.Clock.UtcNow = new DateTimeOffset(2024, 8, 1, 0, 0, 0, TimeSpan.Zero);
        var late = await bench.VerifyAsync(await bench.IssueAsync(VerificationBench.Event(CertificateShape.Recovery, "PE-LATE")));

        Assert.Equal((RecoveryType.TypeName, "2024-02-12", "2024-07-30"), (verdict.Kind, verdict.ValidFrom, verdict.ValidUntil));
        Assert.Equal(
            """
            {"name":"Noor \"Zoë\" O'Brien","dateOfBirth":"1987-04-21","gender":"Female","disease":"COVID-19","firstPositiveTest":"2024-02-01","testType":"RT-PCR","facility":"Harbour Lab","country":"UTO"}
            """,
            JsonSerializer.Serialize(verdict.Summary, Readable));
        Assert.Equal(VerificationStatus.Expired, late.Status);
    }

    [Fact]
    public async Task A_certificate_expires_after_its_last_day_in_the_time_zone_of_its_issuer()
    {
        await using var inKolkata = new VerificationBench(
            configure: services => services.Configure<TimeZoneOptions>(options => options.TimeZone = "Asia/Kolkata"));
        var credential = await inKolkata.IssueAsync(CertificateShape.VaccinationV1);

        inKolkata.Clock.UtcNow = new DateTimeOffset(2025, 1, 15, 18, 29, 59, TimeSpan.Zero);
        Assert.Equal(VerificationStatus.Valid, (await inKolkata.VerifyAsync(credential)).Status);
        inKolkata.Clock.UtcNow = new DateTimeOffset(2025, 1, 15, 18, 30, 0, TimeSpan.Zero);
        var verdict = await inKolkata.VerifyAsync(credential);

        Assert.Equal(VerificationStatus.Expired, verdict.Status);
        Assert.Equal(["EXPIRED"], Codes(verdict));
        Assert.NotNull(verdict.Summary);
    }

    [Fact]
    public async Task A_certificate_before_its_first_day_is_valid_and_reported_as_not_yet_effective()
    {
        bench.Clock.UtcNow = new DateTimeOffset(2024, 1, 2, 0, 0, 0, TimeSpan.Zero);
        var verdict = await bench.VerifyAsync(await bench.IssueAsync(CertificateShape.VaccinationV1));

        Assert.Equal(VerificationStatus.Valid, verdict.Status);
        Assert.Equal(["NOT_YET_EFFECTIVE"], Codes(verdict));
    }

    public static TheoryData<StateChangeKind[], VerificationStatus, string> Fates => new()
    {
        { [StateChangeKind.Superseded], VerificationStatus.Superseded, "SUPERSEDED EXPIRED" },
        { [StateChangeKind.Suspended], VerificationStatus.Suspended, "SUSPENDED EXPIRED" },
        { [StateChangeKind.Revoked], VerificationStatus.Revoked, "REVOKED EXPIRED" },
        { [StateChangeKind.Suspended, StateChangeKind.Reinstated], VerificationStatus.Expired, "EXPIRED" },
        { [StateChangeKind.Suspended, StateChangeKind.Superseded], VerificationStatus.Suspended, "SUSPENDED SUPERSEDED EXPIRED" },
        { [StateChangeKind.Superseded, StateChangeKind.Revoked], VerificationStatus.Revoked, "REVOKED SUPERSEDED EXPIRED" },
        {
            [StateChangeKind.Suspended, StateChangeKind.Revoked, StateChangeKind.Erased],
            VerificationStatus.Revoked,
            "REVOKED SUSPENDED EXPIRED ERASED"
        },
        { [StateChangeKind.Erased], VerificationStatus.Expired, "EXPIRED ERASED" },
    };

    [Theory]
    [MemberData(nameof(Fates))]
    public async Task The_most_serious_change_of_a_certificate_decides_the_status_and_all_changes_are_reported(
        StateChangeKind[] kinds, VerificationStatus status, string codes)
    {
        var certification = VerificationBench.Event(CertificateShape.VaccinationV3);
        var credential = await bench.IssueAsync(certification);
        var successor = RandomId.New();
        await bench.ChangeAsync(certification, [.. kinds.Select(kind => kind switch
        {
            StateChangeKind.Suspended => VersionBuilder.Suspension(1, null),
            StateChangeKind.Superseded => VersionBuilder.Change(kind, 2, successor),
            _ => VersionBuilder.Change(kind, 3),
        })]);
        bench.Clock.UtcNow = new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);
        var verdict = await bench.VerifyAsync(credential);

        Assert.Equal(status, verdict.Status);
        Assert.Equal(codes.Split(' '), Codes(verdict));
        Assert.Equal(kinds.Contains(StateChangeKind.Superseded) ? successor : null, verdict.ReplacedBy);
        Assert.NotNull(verdict.Summary);
    }

    [Fact]
    public async Task A_suspension_starts_and_ends_at_its_times_without_another_call()
    {
        var certification = VerificationBench.Event(CertificateShape.VaccinationV1);
        var credential = await bench.IssueAsync(certification);
        await bench.ChangeAsync(certification, VersionBuilder.Suspension(100, 110));

        foreach (var (day, status) in new[]
        {
            (99, VerificationStatus.Valid),
            (100, VerificationStatus.Suspended),
            (109, VerificationStatus.Suspended),
            (110, VerificationStatus.Valid),
        })
        {
            bench.Clock.UtcNow = VersionBuilder.Day(day);
            Assert.Equal(status, (await bench.VerifyAsync(credential)).Status);
        }
    }

    [Fact]
    public async Task Reinstating_a_correction_also_ends_the_suspension_of_the_superseded_certificate()
    {
        var certification = VerificationBench.Event(CertificateShape.VaccinationV1);
        var credential = await bench.IssueAsync(certification);
        var changer = bench.Issuing.Get<StateChanger>();
        await changer.SuspendAsync(certification.CertificateId, new ChangeOrder("UNDER_REVIEW", null, Caller.Service), Token);
        var correction = certification with
        {
            CertificateId = RandomId.New(),
            VersionsAtAcceptance = 1,
            Replaces = certification.CertificateId,
        };
        await bench.IssueAsync(correction);
        var before = await bench.VerifyAsync(credential);
        await changer.ReinstateAsync(correction.CertificateId, new ChangeOrder("REVIEWED", null, Caller.Service), Token);
        var after = await bench.VerifyAsync(credential);

        Assert.Equal(["SUSPENDED", "SUPERSEDED"], Codes(before));
        Assert.Equal(["SUPERSEDED"], Codes(after));
    }

    [Fact]
    public async Task A_held_copy_of_an_erased_certificate_stays_valid_and_a_changed_copy_is_detected()
    {
        var certification = VerificationBench.Event(CertificateShape.VaccinationV1);
        var credential = await bench.IssueAsync(certification);
        await bench.Issuing.Get<LedgerReferences>().NoteErasureAsync(certification.CertificateId, certification.Ledger, Token);
        await bench.ChangeAsync(certification, VersionBuilder.Change(StateChangeKind.Erased));
        foreach (var name in TestArtifacts.All(certification.CertificateId))
        {
            Assert.True(await bench.Issuing.Store.DeleteAsync(name, Token));
        }

        var verdict = await bench.VerifyAsync(credential);
        var changed = await bench.VerifyAsync(Swapped(credential, "vaccine", "manufacturer"));

        Assert.Equal(VerificationStatus.Valid, verdict.Status);
        Assert.Equal(["ERASED"], Codes(verdict));
        Assert.Equal(VerificationStatus.Invalid, changed.Status);
        Assert.Equal(["NOT_AS_ISSUED"], Codes(changed));
    }

    [Theory]
    [MemberData(nameof(AllShapes))]
    public async Task A_certificate_signed_with_an_own_key_but_not_listed_in_the_registry_is_invalid(CertificateShape shape)
    {
        var verdict = await bench.VerifyAsync(await bench.SignAsync(shape));

        Assert.Equal(VerificationStatus.Invalid, verdict.Status);
        Assert.Equal(["NOT_ISSUED"], Codes(verdict));
    }

    [Fact]
    public async Task An_invalid_verdict_repeats_no_content_of_the_certificate()
    {
        var verdict = await bench.VerifyAsync(await bench.SignAsync(CertificateShape.VaccinationV3));

        Assert.Equivalent(
            new Verdict
            {
                Status = VerificationStatus.Invalid,
                Signature = SignatureState.Valid,
                Reasons = verdict.Reasons,
                CheckedAt = bench.Clock.UtcNow,
            },
            verdict,
            strict: true);
    }

    /// <summary>
    /// W1: what one predicate has in common can be exchanged under a good signature; the stored hash binds it, whatever the exchange.
    /// </summary>
    [Theory]
    [InlineData("dose", "totalDoses")]
    [InlineData("vaccine", "manufacturer")]
    [InlineData("vaccine", "batch")]
    [InlineData("certificateId", "batch")]
    [InlineData("date", "effectiveStart")]
    public async Task W1_values_exchanged_under_a_valid_signature_are_detected(string one, string other)
    {
        var verdict = await bench.VerifyAsync(Swapped(await bench.IssueAsync(CertificateShape.VaccinationV1), one, other));

        Assert.Equal(VerificationStatus.Invalid, verdict.Status);
        Assert.DoesNotContain("SIGNATURE_WRONG", Codes(verdict));
    }

    /// <summary>
    /// W1: a revoked certificate can't hide behind another dose, code or id: only the id counts, and it is held against the signed one.
    /// </summary>
    [Fact]
    public async Task W1_a_revoked_certificate_never_becomes_valid_by_exchanging_values()
    {
        var certification = VerificationBench.Event(CertificateShape.VaccinationV1);
        var credential = await bench.IssueAsync(certification);
        await bench.ChangeAsync(certification, VersionBuilder.Change(StateChangeKind.Revoked));
        var renamed = JsonNode.Parse(credential)!;
        var subject = renamed["credentialSubject"]!.AsObject();
        subject["uhid"] = subject["refId"]!.DeepClone();
        subject.Remove("refId");

        Assert.Equal(VerificationStatus.Revoked, (await bench.VerifyAsync(credential)).Status);
        Assert.Equal(VerificationStatus.Invalid, (await bench.VerifyAsync(Swapped(credential, "dose", "totalDoses"))).Status);
        Assert.Equal(VerificationStatus.Invalid, (await bench.VerifyAsync(Swapped(credential, "certificateId", "batch"))).Status);
        Assert.Equal(VerificationStatus.Invalid, (await bench.VerifyAsync(Encoding.UTF8.GetBytes(renamed.ToJsonString()))).Status);
    }

    /// <summary>W19: a registry out of reach says nothing about the certificate.</summary>
    [Fact]
    public async Task W19_no_verdict_is_given_while_the_registry_is_unavailable()
    {
        var isDown = false;
        await using var shaky = new VerificationBench(configure: services =>
        {
            var store = (IArtifactStore)services.Last(service => service.ServiceType == typeof(IArtifactStore)).ImplementationInstance!;
            services.AddSingleton<IArtifactStore>(new BreakableStore(store, () => isDown));
        });
        var credential = await shaky.IssueAsync(CertificateShape.VaccinationV1);
        Assert.Equal(VerificationStatus.Valid, (await shaky.VerifyAsync(credential)).Status);
        isDown = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => shaky.VerifyAsync(credential));
        Assert.Equal(
            ["SIGNATURE_WRONG"],
            Codes(await shaky.VerifyAsync(
                Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(credential).Replace("Covishield", "Covaxin", StringComparison.Ordinal)))));
    }

    /// <summary>W28: contexts are part of the program; a credential can't bring, name or nest others.</summary>
    [Theory]
    [InlineData("""["https://www.w3.org/2018/credentials/v1"]""")]
    [InlineData("""["https://www.w3.org/2018/credentials/v1","https://evil.example/context"]""")]
    [InlineData(
        """["https://www.w3.org/2018/credentials/v1","https://divoc.dev/credentials/vaccination/v1","https://divoc.dev/credentials/vaccination/v1"]""")]
    [InlineData(
        """["https://www.w3.org/2018/credentials/v1","https://divoc.dev/credentials/vaccination/v1",{"name":"https://schema.org/description"}]""")]
    [InlineData("""["https://www.w3.org/2018/credentials/v1",{"name":"https://schema.org/name"}]""")]
    [InlineData("""["https://divoc.dev/credentials/vaccination/v1","https://www.w3.org/2018/credentials/v1"]""")]
    [InlineData("""["https://www.w3.org/2018/credentials#","https://divoc.dev/credentials/vaccination/v1"]""")]
    [InlineData("\"https://www.w3.org/2018/credentials/v1\"")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    public async Task W28_any_other_list_of_contexts_is_refused(string contexts)
    {
        var credential = JsonNode.Parse(await bench.IssueAsync(CertificateShape.VaccinationV1))!;
        credential["@context"] = JsonNode.Parse(contexts);
        var verdict = await bench.VerifyAsync(Encoding.UTF8.GetBytes(credential.ToJsonString()));

        Assert.Equal(["UNKNOWN_KIND"], Codes(verdict));
    }

    /// <summary>W9: health data and ids of people stay out of the logs.</summary>
    [Fact]
    public async Task W9_no_certificate_data_is_logged()
    {
        using var lines = new LogLines();
        await using var logged = new VerificationBench(
            configure: services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(lines)));
        var certification = VerificationBench.Event(CertificateShape.VaccinationV3);
        var credential = await logged.IssueAsync(certification);
        var before = lines.Lines.Count;
        await logged.VerifyAsync(credential);
        await logged.VerifyAsync(Swapped(credential, "dose", "totalDoses"));
        var written = lines.Lines.Skip(before).ToList();

        Assert.Equal(
            ["Information: A certificate was verified: Valid  ", "Information: A certificate was verified: Invalid NOT_AS_ISSUED "],
            written);
    }

    /// <summary>
    /// W26: a certificate of an earlier version of the key verifies for good, published or not, and a new version counts at once.
    /// </summary>
    [Fact]
    public async Task W26_every_key_version_that_is_published_or_has_signed_is_accepted()
    {
        using var folder = new TemporaryFolder();
        using var first = KeyFileSigningKeys.Open(folder.PathOf("first.pem"));
        using var second = KeyFileSigningKeys.Open(folder.PathOf("second.pem"));
        var key = new RotatingKey();
        key.Add(first);
        await using var rotated = new VerificationBench(configure: services => services.AddSingleton<ISigningKeys>(key));
        var earlier = await rotated.IssueAsync(VerificationBench.Event(CertificateShape.VaccinationV1, "EARLIER"));
        key.Add(second);
        var later = await rotated.IssueAsync(VerificationBench.Event(CertificateShape.VaccinationV1, "LATER"));
        var verdicts = new[] { await rotated.VerifyAsync(earlier), await rotated.VerifyAsync(later) };
        key.RemoveFirst();

        Assert.All(verdicts, verdict => Assert.Equal(VerificationStatus.Valid, verdict.Status));
        Assert.Equal(2, verdicts.Select(verdict => verdict.Kid).Distinct().Count());
        Assert.Equal(verdicts[0].Kid, (await rotated.VerifyAsync(earlier)).Kid);
        Assert.Equal(VerificationStatus.Valid, (await rotated.VerifyAsync(earlier)).Status);
        var forged = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(earlier).Replace("Covishield", "Covaxin", StringComparison.Ordinal));
        Assert.Equal(["SIGNATURE_WRONG"], Codes(await rotated.VerifyAsync(forged)));
    }

    /// <summary>Whoever found a key that is gone can sign with it, but the registry lists nothing of that.</summary>
    [Fact]
    public async Task A_certificate_signed_with_a_removed_key_is_valid_only_if_it_was_issued()
    {
        using var folder = new TemporaryFolder();
        using var first = KeyFileSigningKeys.Open(folder.PathOf("first.pem"));
        using var second = KeyFileSigningKeys.Open(folder.PathOf("second.pem"));
        var key = new RotatingKey();
        key.Add(first);
        await using var rotated = new VerificationBench(configure: services => services.AddSingleton<ISigningKeys>(key));
        await rotated.IssueAsync(VerificationBench.Event(CertificateShape.VaccinationV1, "EARLIER"));
        var forged = await rotated.SignAsync(CertificateShape.VaccinationV1);
        key.Add(second);
        key.RemoveFirst();

        Assert.Equal(["NOT_ISSUED"], Codes(await rotated.VerifyAsync(forged)));
    }

    /// <summary>
    /// A vault that is out or lost is no reason to say nothing of what it signed; but what no remembered key signed is not judged then.
    /// </summary>
    [Fact]
    public async Task Without_the_vault_issued_certificates_are_verified_with_the_keys_remembered_in_the_registry()
    {
        using var folder = new TemporaryFolder();
        using var file = KeyFileSigningKeys.Open(folder.PathOf("key.pem"));
        var key = new RotatingKey();
        key.Add(file);
        await using var verifying = new VerificationBench(configure: services => services.AddSingleton<ISigningKeys>(key));
        var credential = await verifying.IssueAsync(CertificateShape.VaccinationV1);
        key.IsOut = true;

        Assert.Equal(VerificationStatus.Valid, (await verifying.VerifyAsync(credential)).Status);
        var changed = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(credential).Replace("Covishield", "Covaxin", StringComparison.Ordinal));
        await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => verifying.VerifyAsync(changed));
    }

    [Fact]
    public async Task A_certificate_stays_genuine_after_addresses_and_names_of_the_issuer_change()
    {
        var credential = await bench.IssueAsync(CertificateShape.VaccinationV1);
        await using var renamed = new VerificationBench(configure: services => services
            .AddSingleton<IArtifactStore>(bench.Issuing.Store)
            .Configure<CredentialOptions>(options => options.BaseUrl = "https://health.example/vaccine/")
            .Configure<CredentialOptions>(options => options.VaccinationContext = "https://health.example/credentials/vaccination/v1")
            .Configure<IssuerOptions>(options => options.VerificationMethod = "did:web:health.example"));

        Assert.Equal(VerificationStatus.Valid, (await renamed.VerifyAsync(credential)).Status);
    }

    [Fact]
    public async Task A_certificate_without_the_fields_excluded_by_the_settings_is_valid()
    {
        await using var sparse = new VerificationBench(configure: services => services.Configure<CredentialOptions>(
            options => options.OmittedFields = [.. OptionalFields.Names]));
        foreach (var shape in Shapes)
        {
            var credential = await sparse.IssueAsync(VerificationBench.Event(shape, $"SPARSE-{shape}"));
            Assert.DoesNotContain("did:example", Encoding.UTF8.GetString(credential), StringComparison.Ordinal);
            Assert.Equal(VerificationStatus.Valid, (await sparse.VerifyAsync(credential)).Status);
        }
    }

    private static string[] Codes(Verdict verdict) => [.. verdict.Reasons.Select(reason => reason.Code)];

    private static JsonElement Swapped(byte[] credential, string one, string other)
    {
        var root = JsonNode.Parse(credential)!;
        var evidence = root["evidence"]![0]!.AsObject();
        (evidence[one], evidence[other]) = (evidence[other]!.DeepClone(), evidence[one]!.DeepClone());
        return JsonElement.Parse(root.ToJsonString());
    }
}
