using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Triggers;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Tests.Triggers;

public sealed class OperationFunctionsTests : IAsyncDisposable
{
    private readonly PlainBench bench = new();
    private readonly OperationFunctions functions;

    public OperationFunctionsTests() => functions = bench.Bench.Create<OperationFunctions>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task Failed_events_are_listed_page_by_page()
    {
        var ids = new[] { await FailAsync("PE-1"), await FailAsync("PE-2"), await FailAsync("PE-3") };
        var all = await ListAsync("");
        var first = await ListAsync("?count=2");
        var rest = await ListAsync($"?count=200&from={first.Text("next")}");

        Assert.Equal((200, "no-store"), (all.Status, all.CacheControl));
        Assert.Equal(ids, IdsOf(all));
        Assert.Null(all.Text("next"));
        Assert.Equal(ids, IdsOf(first).Concat(IdsOf(rest)));
        Assert.Equal("MAX_DELIVERY_COUNT_EXCEEDED", all.Json["failures"]![0]!["reason"]!.ToString());
    }

    [Theory]
    [InlineData("?count=0", "COUNT")]
    [InlineData("?count=201", "COUNT")]
    [InlineData("?count=", "COUNT")]
    [InlineData("?count=-1", "COUNT")]
    [InlineData("?count=1&count=2", "COUNT")]
    [InlineData("?count=0&from=nowhere", "COUNT")]
    [InlineData("?from=", "FROM")]
    [InlineData("?from=nowhere", "FROM")]
    [InlineData("?from=nowhere.1", "FROM")]
    public async Task An_invalid_page_request_is_refused(string query, string code)
    {
        Assert.Equal((400, code), (await ListAsync(query)).Outcome);
    }

    [Theory]
    [InlineData("{}", 400, "REQUIRED")]
    [InlineData("""{"all":false}""", 400, "ENUM")]
    [InlineData("""{"all":true,"reason":"X"}""", 400, "REQUIRED")]
    [InlineData("", 400, "INVALID_JSON")]
    public async Task An_unreadable_order_replays_nothing(string body, int status, string code)
    {
        var answer = await ReplayAsync(body);

        Assert.Equal((status, code), answer.Outcome);
        Assert.StartsWith("Nothing was replayed.", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_has_at_most_16_KiB()
    {
        const string order = """{"all":true}""";

        Assert.Equal(200, (await ReplayAsync(order.PadRight(16 * 1024))).Status);
        Assert.Equal((413, "PAYLOAD_TOO_LARGE"), (await ReplayAsync(order.PadRight((16 * 1024) + 1))).Outcome);
    }

    [Fact]
    public async Task Events_that_were_not_found_are_reported()
    {
        var answer = await ReplayAsync($$"""{"certificateIds":["{{PlainBench.Unknown}}"]}""");

        Assert.Equal((200, "no-store"), (answer.Status, answer.CacheControl));
        Assert.Equal(PlainBench.Unknown, Assert.Single(answer.Json["notFound"]!.AsArray())!.ToString());
        Assert.Empty(answer.Json["replayed"]!.AsArray());
    }

    /// <summary>As it is listed, and as it was listed once.</summary>
    [Theory]
    [InlineData("MAX_DELIVERY_COUNT_EXCEEDED", 1)]
    [InlineData("max_delivery_count_exceeded", 1)]
    [InlineData("MaxDeliveryCountExceeded", 1)]
    [InlineData("TOO_MANY_ATTEMPTS", 0)]
    public async Task Failed_events_are_replayed_by_their_reason(string reason, int count)
    {
        await FailAsync("PE-1");
        var answer = await ReplayAsync($$"""{"reason":"{{reason}}"}""");

        Assert.Equal(count, answer.Json["replayed"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_failed_event_is_discarded()
    {
        var id = await FailAsync("PE-2");
        var answer = await DiscardAsync($$"""{"certificateIds":["{{id}}","{{PlainBench.Unknown}}"],"reason":"The person asked for it."}""");

        Assert.Equal((200, "no-store"), (answer.Status, answer.CacheControl));
        Assert.Equal(id, Assert.Single(answer.Json["discarded"]!.AsArray())!.ToString());
        Assert.Equal(PlainBench.Unknown, Assert.Single(answer.Json["notFound"]!.AsArray())!.ToString());
        var record = (await bench.Bench.Get<FailureRegistry>().FindAsync(id, Token))!;
        Assert.Equal(
            ("DISCARDED", "Discarded after MaxDeliveryCountExceeded: The person asked for it."), (record.Reason, record.Description));
        Assert.DoesNotContain(id, IdsOf(await ListAsync("?count=200")));
    }

    [Theory]
    [InlineData("{}", 400, "REQUIRED")]
    [InlineData("""{"certificateIds":["zzzzzzzzzzzzzzzzzzzzzzzzza"]}""", 400, "REQUIRED")]
    [InlineData("""{"reason":"x"}""", 400, "REQUIRED")]
    [InlineData("""{"certificateIds":[],"reason":"x"}""", 400, "EMPTY_ARRAY")]
    [InlineData("""{"certificateIds":["no id"],"reason":"x"}""", 400, "FORMAT")]
    [InlineData("""{"certificateIds":["zzzzzzzzzzzzzzzzzzzzzzzzza"],"reason":""}""", 400, "TOO_SHORT")]
    [InlineData("""{"certificateIds":["zzzzzzzzzzzzzzzzzzzzzzzzza"],"reason":"a\u0000b"}""", 400, "CONTROL_CHARACTER")]
    [InlineData("""{"certificateIds":["zzzzzzzzzzzzzzzzzzzzzzzzza"],"reason":"x","all":true}""", 400, "UNKNOWN_MEMBER")]
    [InlineData("", 400, "INVALID_JSON")]
    public async Task An_unreadable_order_discards_nothing(string body, int status, string code)
    {
        var answer = await DiscardAsync(body);

        Assert.Equal((status, code), answer.Outcome);
        Assert.StartsWith("Nothing was discarded.", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_timers_record_failures_publish_the_list_and_sweep()
    {
        var id = await FailAsync("PE-1");
        var timers = bench.Bench.Create<TimerFunctions>();
        await timers.RecordDeadLettersAsync(new TimerInfo(), Token);
        await timers.RefreshStatusAsync(new TimerInfo(), Token);
        await timers.SweepErasedAsync(new TimerInfo(), Token);
        await timers.SweepRequestsAsync(new TimerInfo(), Token);
        await timers.SweepStatusAsync(new TimerInfo(), Token);
        await timers.WatchSignersAsync(new TimerInfo(), Token);

        Assert.Equal("MaxDeliveryCountExceeded", (await bench.Bench.Get<FailureRegistry>().FindAsync(id, Token))!.Reason);
        Assert.NotNull(await bench.Bench.Get<RegistryDocuments>().FindETagAsync("revocations.json", Token));
    }

    private static IEnumerable<string> IdsOf(PlainAnswer answer) =>
        answer.Json["failures"]!.AsArray().Select(failure => failure!["certificateId"]!.ToString());

    private async Task<string> FailAsync(string code)
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination(code), CertificateShape.VaccinationV1);
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(certification, CertificationEventJson.Compact.CertificationEvent);
        await bench.Queue.SendAsync([new QueueMessage { MessageId = certification.CertificateId, Body = body }], Token);
        var received = Assert.Single(await bench.Queue.ReceiveAsync(1, TimeSpan.Zero, Token));
        await bench.Queue.DeadLetterAsync(received, "MaxDeliveryCountExceeded", "Ten times.", Token);
        return certification.CertificateId;
    }

    private Task<PlainAnswer> ListAsync(string query) =>
        PlainRequest.Get(query).AnswerAsync(request => functions.ShowFailuresAsync(request, Token));

    private Task<PlainAnswer> DiscardAsync(string body) =>
        PlainRequest.Post(body).AnswerAsync(request => functions.DiscardFailuresAsync(request, Token));

    private Task<PlainAnswer> ReplayAsync(string body) =>
        PlainRequest.Post(body).AnswerAsync(request => functions.ReplayFailuresAsync(request, Token));
}
