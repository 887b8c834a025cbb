using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Intake;

/// <summary>What is kept of requests, and for how long.</summary>
public sealed class RequestSweeperTests : IAsyncDisposable
{
    private const string Person = "PE-SWEPT";
    private static readonly string Ledger = LedgerName.Of(Person);

    private readonly FakeTimeProvider clock = new(VersionBuilder.IssuedAt);
    private readonly IssuingBench bench;
    private TimeSpan? keep = TimeSpan.FromDays(40);

    public RequestSweeperTests() => bench = new IssuingBench(services => services
        .AddSingleton<TimeProvider>(clock)
        .Configure<UploadsOptions>(uploads => uploads.Keep = TimeSpan.FromDays(10))
        .Configure<IntakeOptions>(intake => intake.KeepRequests = keep));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_request_with_outcomes_for_all_elements_is_removed_with_its_entry_when_its_time_is_over()
    {
        var (issued, duplicate, discarded) = (Requested(1), Requested(2) with { IsDuplicate = true }, Requested(3));
        var request = await StoreAsync([issued, duplicate, discarded]);
        await ListAsync(issued);
        await FailAsync(discarded, FailureRecord.Discarded);

        clock.Advance(TimeSpan.FromDays(40));
        await SweepAsync();
        Assert.True(await IsKeptAsync(request));
        Assert.Single(await EntriesAsync());

        clock.Advance(TimeSpan.FromSeconds(2));
        await SweepAsync();
        Assert.False(await IsKeptAsync(request));
        Assert.Empty(await EntriesAsync());
    }

    [Fact]
    public async Task No_request_is_removed_if_no_retention_time_is_set()
    {
        keep = null;
        var request = await StoreAsync([Requested(1) with { IsDuplicate = true }]);

        clock.Advance(TimeSpan.FromDays(4000));
        await SweepAsync();

        Assert.True(await IsKeptAsync(request));
    }

    [Fact]
    public async Task A_request_is_kept_as_long_as_one_element_has_no_outcome()
    {
        var (issued, queued) = (Requested(1), Requested(2));
        var request = await StoreAsync([issued, queued]);
        await ListAsync(issued);

        clock.Advance(TimeSpan.FromDays(400));
        await SweepAsync();
        Assert.True(await IsKeptAsync(request));

        await ListAsync(issued, queued);
        await SweepAsync();
        Assert.False(await IsKeptAsync(request));
    }

    /// <summary>An operator may replay it.</summary>
    [Fact]
    public async Task A_request_is_kept_as_long_as_a_failed_element_is_not_discarded()
    {
        var failed = Requested(1);
        var request = await StoreAsync([failed]);
        await FailAsync(failed, "QR_TOO_LARGE");

        clock.Advance(TimeSpan.FromDays(400));
        await SweepAsync();

        Assert.True(await IsKeptAsync(request));
    }

    /// <summary>Whoever repeats the call goes on from the request, and the setting may have been changed since.</summary>
    [Fact]
    public async Task A_request_is_kept_as_long_as_its_Idempotency_Key_is_remembered()
    {
        var request = await StoreAsync([Requested(1) with { IsDuplicate = true }], remembered: TimeSpan.FromDays(100));
        var key = IdempotencyRegistry.NameOf("clinic", "/certify", "key");
        await ClaimAsync(key, request.RequestId, TimeSpan.FromDays(100));

        clock.Advance(TimeSpan.FromDays(100));
        await SweepAsync();
        Assert.True(await IsKeptAsync(request));
        Assert.True(await IsThereAsync($"idempotency/{key}.json"));

        clock.Advance(RequestSweeper.Margin + TimeSpan.FromSeconds(2));
        await SweepAsync();
        Assert.False(await IsKeptAsync(request));
        Assert.False(await IsThereAsync($"idempotency/{key}.json"));
    }

    /// <summary>Its key may be remembered for as long as any.</summary>
    [Fact]
    public async Task A_request_of_an_older_version_is_kept_as_long_as_any_Idempotency_Key_may_be_remembered()
    {
        var request = Request([Requested(1) with { IsDuplicate = true }]);
        var documents = bench.Get<RegistryDocuments>();
        Assert.True(
            await documents.TryWriteAsync($"requests/{request.RequestId}.json", request, null, RegistryJson.Compact.CertifyRequest, Token));

        clock.Advance(TimeSpan.FromDays(366));
        await SweepAsync();
        Assert.True(await IsKeptAsync(request));

        clock.Advance(TimeSpan.FromDays(2));
        await SweepAsync();
        Assert.False(await IsKeptAsync(request));
    }

    [Fact]
    public async Task A_request_is_kept_as_long_as_an_upload_may_need_it()
    {
        await using var longer = new IssuingBench(services => services
            .AddSingleton<TimeProvider>(clock)
            .Configure<UploadsOptions>(uploads => uploads.Keep = TimeSpan.FromDays(90))
            .Configure<IntakeOptions>(intake => intake.KeepRequests = TimeSpan.FromDays(30)));
        var request = Request([Requested(1) with { IsDuplicate = true }]);
        await longer.Get<RequestRegistry>().StoreAsync(request, null, Token);

        clock.Advance(TimeSpan.FromDays(91));
        await longer.Get<RequestSweeper>().SweepAsync(Token);
        Assert.NotNull(await longer.Get<RequestRegistry>().FindAsync(request.RequestId, Caller.Service, Token));

        clock.Advance(TimeSpan.FromDays(2));
        await longer.Get<RequestSweeper>().SweepAsync(Token);
        Assert.Null(await longer.Get<RequestRegistry>().FindAsync(request.RequestId, Caller.Service, Token));
    }

    [Fact]
    public async Task An_interrupted_removal_is_continued()
    {
        var request = await StoreAsync([Requested(1) with { IsDuplicate = true }]);
        clock.Advance(TimeSpan.FromDays(41));
        bench.Store.BeforeWrite = (_, name) =>
            name.Name.StartsWith("requests/", StringComparison.Ordinal) ? throw new StoreUnavailableException("out") : Task.CompletedTask;
        await Assert.ThrowsAsync<StoreUnavailableException>(SweepAsync);
        Assert.Empty(await EntriesAsync());
        Assert.True(await IsKeptAsync(request));

        bench.Store.BeforeWrite = null;
        await SweepAsync();

        Assert.False(await IsKeptAsync(request));
    }

    /// <summary>The new record would be lost, and the same call sent again would make a second request.</summary>
    [Fact]
    public async Task A_key_that_is_claimed_again_just_before_its_deletion_is_kept()
    {
        var key = IdempotencyRegistry.NameOf("clinic", "/certify", "key");
        var (first, second) = (RandomId.New(), RandomId.New());
        await ClaimAsync(key, first, TimeSpan.FromDays(7));
        clock.Advance(TimeSpan.FromDays(10));
        bench.Store.BeforeWrite = async (_, name) =>
        {
            bench.Store.BeforeWrite = null;
            Assert.Equal($"idempotency/{key}.json", name.Name);
            Assert.Equal(second, (await ClaimAsync(key, second, TimeSpan.FromDays(7))).RequestId);
        };

        await SweepAsync();

        Assert.Null(bench.Store.BeforeWrite);
        Assert.Equal(second, (await bench.Get<IdempotencyRegistry>().FindAsync(key, Token))!.RequestId);
    }

    [Fact]
    public async Task Keys_that_are_still_remembered_are_not_read()
    {
        await ClaimAsync(IdempotencyRegistry.NameOf("clinic", "/certify", "key"), RandomId.New(), TimeSpan.FromDays(7));
        await StoreAsync([Requested(1) with { IsDuplicate = true }]);
        var reads = new List<string>();
        bench.Store.BeforeRead = name =>
        {
            reads.Add(name.Name.Split('/')[0]);
            return Task.CompletedTask;
        };

        await SweepAsync();

        Assert.Equal(["sweeps", "sweeps"], reads);
    }

    private static RequestedCertificate Requested(int dose) => new()
    {
        PreEnrollmentCode = Person,
        Ledger = Ledger,
        Key = VersionBuilder.Version(dose).Key,
        CertificateId = CertificateId.New(),
        VersionsAtAcceptance = 0,
    };

    private Task SweepAsync() => bench.Get<RequestSweeper>().SweepAsync(Token);

    private CertifyRequest Request(IReadOnlyList<RequestedCertificate> certificates) => new()
    {
        RequestId = RandomId.New(),
        AcceptedAt = clock.GetUtcNow(),
        Owner = "clinic",
        BodyHash = new string('0', 64),
        Certificates = certificates,
        Warnings = [],
    };

    private async Task<CertifyRequest> StoreAsync(IReadOnlyList<RequestedCertificate> certificates, TimeSpan? remembered = null)
    {
        var request = Request(certificates);
        await bench.Get<RequestRegistry>().StoreAsync(request, request.AcceptedAt + remembered, Token);
        await bench.Get<OwnedRequests>().EnterAsync(request, Token);
        return request;
    }

    private Task<IdempotencyRecord> ClaimAsync(string name, string requestId, TimeSpan window)
    {
        return bench.Get<IdempotencyRegistry>()
            .ClaimAsync(name, new IdempotencyRecord(requestId, new string('0', 64), clock.GetUtcNow() + window), Token);
    }

    private async Task ListAsync(params RequestedCertificate[] certificates)
    {
        var registry = bench.Get<LedgerStore>();
        var versions = certificates.Select(
            requested => VersionBuilder.Version() with { Key = requested.Key, CertificateId = requested.CertificateId });
        Assert.NotNull(await registry.TryChangeAsync(
            await registry.ReadAsync(Ledger, Token), new CertificateLedger { Versions = [.. versions] }, Token));
    }

    private Task FailAsync(RequestedCertificate requested, string reason)
    {
        return bench.Get<FailureRegistry>().RecordAsync(
            new FailureRecord(requested.CertificateId, reason, "It failed.", 1, clock.GetUtcNow()) { Ledger = requested.Ledger }, Token);
    }

    private async Task<bool> IsKeptAsync(CertifyRequest request) =>
        await bench.Get<RequestRegistry>().FindAsync(request.RequestId, Caller.Service, Token) is not null;

    private async Task<bool> IsThereAsync(string name) =>
        await bench.Store.GetPropertiesAsync(new ArtifactName(ArtifactContainers.Registry, name), Token) is not null;

    private async Task<IReadOnlyList<string>> EntriesAsync() =>
        (await bench.Store.ListAsync(ArtifactContainers.Registry, "byOwner/", 10, null, Token)).Names;
}
