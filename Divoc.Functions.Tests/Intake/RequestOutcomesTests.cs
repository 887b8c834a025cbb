using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Intake;

/// <summary>What a caller is told who polls, and what is read for it.</summary>
public sealed class RequestOutcomesTests : IAsyncLifetime
{
    private const string Person = "PE-POLLED";
    private const string Other = "PE-OTHER";

    private readonly FakeTimeProvider clock = new(VersionBuilder.IssuedAt);
    private readonly List<string> reads = [];
    private readonly IssuingBench bench;

    public RequestOutcomesTests()
    {
        bench = new IssuingBench(services => services.AddSingleton<TimeProvider>(clock));
        bench.Store.BeforeRead = name =>
        {
            lock (reads)
            {
                reads.Add(name.Name.Split('/')[0]);
            }

            return Task.CompletedTask;
        };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_status_poll_of_a_recent_request_reads_the_request_and_each_ledger_once()
    {
        var request = await StoreAsync([.. Enumerable.Range(1, 190).Select(dose => Requested(Person, dose)), Requested(Other, 1)]);

        Assert.Equal(Enumerable.Repeat(RequestedState.Queued, 191), await PollAsync(request));
        Assert.Equal((1, 2, 0), Reads());
    }

    [Fact]
    public async Task The_failure_record_of_an_open_event_is_read_only_when_it_takes_longer_than_usual()
    {
        var request = await StoreAsync([.. Enumerable.Range(1, 190).Select(dose => Requested(Person, dose))]);
        await FailAsync(request.Certificates[0]);
        Assert.Equal(RequestedState.Queued, (await PollAsync(request))[0]);
        Assert.Equal((1, 1, 0), Reads());

        clock.Advance(RequestOutcomes.UsualTime - TimeSpan.FromMilliseconds(1));
        await PollAsync(request);
        Assert.Equal((1, 1, 0), Reads());

        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([RequestedState.Failed, .. Enumerable.Repeat(RequestedState.Queued, 189)], await PollAsync(request));
        Assert.Equal((1, 1, 190), Reads());
    }

    [Fact]
    public async Task No_failure_record_is_read_for_an_issued_event()
    {
        var request = await StoreAsync([.. Enumerable.Range(1, 100).Select(dose => Requested(Person, dose))]);
        await ListAsync(Person, [.. request.Certificates.Take(99).Select(requested => Listed(requested.Key, requested.CertificateId))]);
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal([.. Enumerable.Repeat(RequestedState.Issued, 99), RequestedState.Queued], await PollAsync(request));
        Assert.Equal((1, 1, 1), Reads());
    }

    /// <summary>Whoever was told that an event has failed is not told later that it was a duplicate.</summary>
    [Fact]
    public async Task A_failed_event_stays_failed_when_another_event_is_issued_for_its_key()
    {
        var request = await StoreAsync([Requested(Person, 1), Requested(Person, 2)]);
        await FailAsync(request.Certificates[0]);
        await ListAsync(
            Person, [Listed(request.Certificates[0].Key, CertificateId.New()), Listed(request.Certificates[1].Key, CertificateId.New())]);

        Assert.Equal([RequestedState.Failed, RequestedState.Duplicate], await PollAsync(request));
    }

    [Fact]
    public async Task A_duplicate_known_at_acceptance_needs_no_further_reads()
    {
        var request = await StoreAsync([Requested(Person, 1) with { IsDuplicate = true }]);
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal([RequestedState.Duplicate], await PollAsync(request));
        Assert.Equal((1, 0, 0), Reads());
    }

    /// <summary>A repeated call sends again what is queued: it must know what has failed however young the request is.</summary>
    [Fact]
    public async Task The_internal_outcome_check_sees_a_failure_immediately()
    {
        var request = await StoreAsync([Requested(Person, 1)]);
        await FailAsync(request.Certificates[0]);

        Assert.Equal(
            RequestedState.Failed, Assert.Single(await bench.Get<RequestOutcomes>().DeriveAsync(request, Caller.Service, Token)).State);
    }

    [Fact]
    public async Task A_request_outside_the_scope_of_the_caller_is_not_found()
    {
        var request = await StoreAsync([Requested(Person, 1)]);
        var outcomes = bench.Get<RequestOutcomes>();

        Assert.Null(await outcomes.FindAsync(request.RequestId, Caller.OfPartner("laboratory", CallerScope.Own), Token));
        Assert.Null(await outcomes.FindAsync("no-id", Caller.Service, Token));
        Assert.Null(await outcomes.FindAsync(RandomId.New(), Caller.Service, Token));
    }

    [Fact]
    public async Task Only_the_owner_learns_that_an_event_is_queued()
    {
        var request = (await StoreAsync([Requested(Person, 1)])) with { Owner = "north" };
        var (queued, id) = (bench.Get<QueuedEvents>(), request.Certificates[0].CertificateId);
        queued.Remember(request);

        Assert.True(await queued.HasAsync(id, Caller.OfPartner("north", CallerScope.Own), Token));
        Assert.False(await queued.HasAsync(id, Caller.OfPartner("south", CallerScope.Own), Token));
        Assert.False(await queued.HasAsync(RandomId.New(), Caller.Service, Token));
        Assert.False(await queued.HasAsync("no-id", Caller.Service, Token));

        await FailAsync(request.Certificates[0]);
        Assert.False(await queued.HasAsync(id, Caller.OfPartner("north", CallerScope.Own), Token));
    }

    [Fact]
    public async Task Only_the_most_recent_queued_events_are_remembered()
    {
        var request = await StoreAsync([Requested(Person, 1)]);
        var queued = bench.Get<QueuedEvents>();
        queued.Remember(request);
        queued.Remember(request with
        {
            Certificates =
                [.. Enumerable.Range(0, QueuedEvents.Most).Select(_ => Requested(Person, 1) with { CertificateId = RandomId.New() })],
        });

        Assert.False(await queued.HasAsync(request.Certificates[0].CertificateId, Caller.Service, Token));
    }

    [Fact]
    public async Task A_request_id_in_capital_letters_is_the_same_id()
    {
        var request = await StoreAsync([Requested(Person, 1)]);

        Assert.Equal(
            request.RequestId,
            (await bench.Get<RequestOutcomes>().FindAsync(request.RequestId.ToUpperInvariant(), Caller.Service, Token))!.Request.RequestId);
    }

    private static RequestedCertificate Requested(string code, int dose) => new()
    {
        PreEnrollmentCode = code,
        Ledger = LedgerName.Of(code),
        Key = VersionBuilder.Version(dose).Key,
        CertificateId = CertificateId.New(),
        VersionsAtAcceptance = 0,
    };

    private static ListedCertificate Listed(CertificateKey key, string id) =>
        VersionBuilder.Version() with { Key = key, CertificateId = id };

    private async Task<CertifyRequest> StoreAsync(IReadOnlyList<RequestedCertificate> certificates)
    {
        var request = new CertifyRequest
        {
            RequestId = RandomId.New(),
            AcceptedAt = clock.GetUtcNow(),
            Owner = "clinic",
            BodyHash = new string('0', 64),
            Certificates = certificates,
            Warnings = [],
        };
        await bench.Get<RequestRegistry>().StoreAsync(request, null, Token);
        return request;
    }

    private async Task ListAsync(string code, IReadOnlyList<ListedCertificate> versions)
    {
        var registry = bench.Get<LedgerStore>();
        Assert.NotNull(await registry.TryChangeAsync(
            await registry.ReadAsync(LedgerName.Of(code), Token), new CertificateLedger { Versions = versions }, Token));
    }

    private Task FailAsync(RequestedCertificate requested)
    {
        return bench.Get<FailureRegistry>().RecordAsync(
            new FailureRecord(requested.CertificateId, "QR_TOO_LARGE", "Too large.", 1, clock.GetUtcNow()) { Ledger = requested.Ledger },
            Token);
    }

    /// <summary>Polls once, with the count of reads at zero.</summary>
    private async Task<RequestedState[]> PollAsync(CertifyRequest request)
    {
        reads.Clear();
        var status = await bench.Get<RequestOutcomes>().FindAsync(request.RequestId, Caller.Service, Token);
        return [.. status!.Outcomes.Select(outcome => outcome.State)];
    }

    /// <summary>What the last poll has read.</summary>
    private (int Requests, int Ledgers, int Failures) Reads() =>
        (reads.Count(room => room == "requests"), reads.Count(room => room == "ledgers"), reads.Count(room => room == "failures"));
}
