using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Triggers.Divoc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Intake;

/// <summary>Which lane a request takes, and how much a partner may send.</summary>
public sealed class EventLanesTests : IAsyncDisposable
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2024, 3, 1, 9, 30, 1, TimeSpan.Zero));
    private readonly InMemoryMessageQueue interactive;
    private readonly InMemoryMessageQueue bulk;
    private readonly IssuingBench bench;
    private readonly Caller north = Caller.OfPartner("north", CallerScope.Own);
    private readonly Caller south = Caller.OfPartner("south", CallerScope.Own);
    private int people;

    public EventLanesTests()
    {
        interactive = new InMemoryMessageQueue(clock);
        bulk = new InMemoryMessageQueue(clock);
        // Small numbers, which the settings refuse.
        bench = new IssuingBench(services => services
            .RemoveAll<IValidateOptions<IntakeOptions>>()
            .AddSingleton<TimeProvider>(clock)
            .AddKeyedSingleton<IMessageQueue>(QueueNames.CertificationEvents, interactive)
            .AddKeyedSingleton<IMessageQueue>(QueueNames.BulkCertificationEvents, bulk)
            .Configure<IntakeOptions>(options =>
            {
                options.InteractiveEventsPerMinute = 5;
                options.EventsPerTenMinutes = 20;
            }));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private (int Interactive, int Bulk) Queued => (interactive.Sent.Count, bulk.Sent.Count);

    [Fact]
    public async Task A_large_array_takes_the_bulk_lane_and_a_small_array_after_it_does_not()
    {
        await AcceptAsync(north, 6);
        Assert.Equal((0, 6), Queued);
        await AcceptAsync(north, 5);
        Assert.Equal((5, 6), Queued);
        Assert.All(interactive.Sent.Concat(bulk.Sent), message => Assert.Equal("north", message.Sender));
    }

    [Fact]
    public async Task Many_small_arrays_within_a_minute_take_the_bulk_lane_and_do_not_affect_other_partners()
    {
        await AcceptAsync(north, 3);
        clock.Advance(TimeSpan.FromSeconds(50));
        await AcceptAsync(north, 2);
        await AcceptAsync(north, 1);
        Assert.Equal((5, 1), Queued);

        await AcceptAsync(south, 5);
        Assert.Equal((10, 1), Queued);

        clock.Advance(TimeSpan.FromSeconds(10));
        await AcceptAsync(north, 3);
        Assert.Equal((13, 1), Queued);
    }

    [Fact]
    public async Task A_repeated_call_takes_the_lane_of_the_first_call()
    {
        var body = Body(6);
        var first = await AcceptAsync(north, body, "key");
        clock.Advance(TimeSpan.FromMinutes(11));

        var again = await AcceptAsync(north, body, "key");

        Assert.Equal(first.Request.RequestId, again.Request.RequestId);
        Assert.True(first.Request.IsBulk);
        Assert.Equal((0, 12), Queued);
    }

    [Fact]
    public async Task Duplicates_do_not_count_in_the_choice_of_the_lane()
    {
        var (first, others) = (Body(1), Enumerable.Range(0, 5).Select(_ => Body(1)).ToList());
        await AcceptAsync(south, first);
        await bench.DeliverAsync(CertificationEventJson.Parse(Assert.Single(interactive.Sent).Body)!);

        await AcceptAsync(south, $"[{string.Join(',', others.Prepend(first).Select(body => body[1..^1]))}]");

        Assert.Equal((1, 5), Queued);
        clock.Advance(TimeSpan.FromMinutes(1));
        await AcceptAsync(south, $"[{string.Join(',', others.Skip(1).Prepend(first).Select(body => body[1..^1]))}]");
        Assert.Equal((5, 5), Queued);
    }

    [Fact]
    public async Task A_partner_at_its_event_limit_is_refused_until_its_oldest_events_are_ten_minutes_old()
    {
        var started = clock.GetUtcNow();
        await AcceptAsync(north, 12);
        clock.Advance(TimeSpan.FromMinutes(4));
        await AcceptAsync(north, 8);
        var stored = await CountRequestsAsync();

        clock.Advance(TimeSpan.FromMinutes(3));
        var refused = Assert.IsType<CertifyOutcome.TooManyEvents>(await CallAsync(north, Body(1)));
        Assert.Equal(20, refused.PerTenMinutes);
        Assert.InRange(
            started + TimeSpan.FromMinutes(10) - (clock.GetUtcNow() + refused.RetryAfter), TimeSpan.FromSeconds(-10), TimeSpan.Zero);
        Assert.Equal(stored, await CountRequestsAsync());
        await AcceptAsync(south, 1);

        clock.Advance(refused.RetryAfter - TimeSpan.FromTicks(1));
        Assert.IsType<CertifyOutcome.TooManyEvents>(await CallAsync(north, Body(12)));
        clock.Advance(TimeSpan.FromTicks(1));
        await AcceptAsync(north, 12);
        Assert.IsType<CertifyOutcome.TooManyEvents>(await CallAsync(north, Body(1)));
    }

    [Fact]
    public async Task A_repeated_call_whose_request_is_stored_is_never_refused()
    {
        var body = Body(20);
        var first = await AcceptAsync(north, body, "key");

        Assert.IsType<CertifyOutcome.TooManyEvents>(await CallAsync(north, Body(1), "other"));
        Assert.Equal(first.Request.RequestId, (await AcceptAsync(north, body, "key")).Request.RequestId);
    }

    [Fact]
    public async Task The_answer_to_a_refused_call_is_a_problem_document_with_a_retry_time()
    {
        var functions = bench.Create<CertifyFunctions>();
        await CallAsync(Caller.OfNoPartner(""), Body(20));

        var answer = await PlainRequest.Post(Body(1)).AnswerAsync(request => functions.CertifyVaccinationAsync(request, Token));

        Assert.Equal((429, "TOO_MANY_EVENTS"), answer.Outcome);
        Assert.Contains("at most 20 events within ten minutes", answer.Text("detail"), StringComparison.Ordinal);
        Assert.InRange(int.Parse(answer.RetryAfter, CultureInfo.InvariantCulture), 600, 610);
    }

    [Fact]
    public async Task Instances_see_each_others_counts_after_five_seconds_and_then_share_the_limit()
    {
        var (one, other) = (Limit(), Limit());
        Assert.Null(await one.TakeAsync(north, 10, Token));
        Assert.Null(await other.TakeAsync(north, 4, Token));
        Assert.Null(await one.TakeAsync(north, 3, Token));
        Assert.NotNull(await other.TakeAsync(north, 7, Token));

        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await one.TakeAsync(north, 2, Token));
        Assert.NotNull(await other.TakeAsync(north, 2, Token));
        Assert.Null(await other.TakeAsync(north, 1, Token));

        // The last one is known to the other only.
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull(await other.TakeAsync(north, 1, Token));
        Assert.NotNull(await one.TakeAsync(north, 1, Token));
        Assert.NotNull(await Limit().TakeAsync(north, 1, Token));
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await Limit().TakeAsync(north, 20, Token));
    }

    [Fact]
    public async Task A_concurrent_write_of_another_instance_is_not_overwritten_and_the_own_count_is_added_later()
    {
        var (one, other) = (Limit(), Limit());
        var isMet = false;
        bench.Store.BeforeWrite = async (_, _) =>
        {
            if (!isMet)
            {
                // Between the read and the write of the one comes the other.
                isMet = true;
                Assert.Null(await other.TakeAsync(north, 3, Token));
            }
        };
        Assert.Null(await one.TakeAsync(north, 14, Token));
        Assert.True(isMet);
        Assert.Null(await Limit().TakeAsync(north, 1, Token));

        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await one.TakeAsync(north, 1, Token));
        Assert.NotNull(await Limit().TakeAsync(north, 2, Token));
        Assert.Null(await Limit().TakeAsync(north, 1, Token));
    }

    [Fact]
    public async Task A_write_whose_response_was_lost_counts_once()
    {
        var one = Limit();
        bench.Store.AfterWrite = (_, _) => throw new StoreUnavailableException("The answer is lost.");
        Assert.Null(await one.TakeAsync(north, 10, Token));
        bench.Store.AfterWrite = null;
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(await one.TakeAsync(north, 5, Token));
        Assert.Null(await Limit().TakeAsync(north, 5, Token));
        Assert.NotNull(await Limit().TakeAsync(north, 1, Token));
    }

    [Fact]
    public async Task When_the_store_is_unavailable_a_partner_within_its_limit_is_not_refused()
    {
        var one = Limit();
        bench.Store.BeforeRead = _ => throw new StoreUnavailableException("The store is away.");

        Assert.Null(await one.TakeAsync(north, 20, Token));
        Assert.NotNull(await one.TakeAsync(north, 1, Token));
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    private PartnerLimit Limit() =>
        new(bench.Get<PartnerUsageRegistry>(), bench.Get<IOptions<IntakeOptions>>(), clock, NullLogger<PartnerLimit>.Instance);

    private async Task<int> CountRequestsAsync() =>
        (await bench.Store.ListAsync(RegistryDocuments.Container, "requests/", 5000, null, Token)).Names.Count;

    private string Body(int count) =>
        new JsonArray([.. Enumerable.Range(0, count).Select(_ => PartnerSystem.Event("certify-v1.json", $"PE-{++people}"))]).ToJsonString();

    private Task<CertifyOutcome.Accepted> AcceptAsync(Caller caller, int count) => AcceptAsync(caller, Body(count));

    private async Task<CertifyOutcome.Accepted> AcceptAsync(Caller caller, string body, string? key = null) =>
        Assert.IsType<CertifyOutcome.Accepted>(await CallAsync(caller, body, key));

    private Task<CertifyOutcome> CallAsync(Caller caller, string body, string? key = null) => bench.Get<CertifyHandler>()
        .HandleAsync(
            new CertifyCall(
                Encoding.UTF8.GetBytes(body), CertificateShape.VaccinationV1.TypeOf(), CertificateShape.VaccinationV1.RequestOf(), caller,
                "certify", key),
            Token);
}
