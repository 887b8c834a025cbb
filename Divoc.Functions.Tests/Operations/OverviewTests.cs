using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Divoc.Functions.Access;
using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Operations;
using Divoc.Functions.Registry;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Tests.Access;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Messaging;
using Divoc.Functions.Tests.Telemetry;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Triggers;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Operations;

/// <summary>What operators look at first, and what is measured of the queues.</summary>
public sealed class OverviewTests : IAsyncDisposable
{
    private readonly InMemoryMessageQueue events = new(TimeProvider.System);
    private readonly InMemoryMessageQueue changes = new(TimeProvider.System, detectsDuplicates: false);
    private readonly IssuingBench bench;

    public OverviewTests() => bench = new IssuingBench(services => services
        .AddMessageQueue(events)
        .AddKeyedSingleton<IMessageQueue>(QueueNames.CertificateChanges, changes)
        .AddSingleton<ILocalOperator, OpenMachine>());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task The_overview_reports_queues_activity_failures_and_keys()
    {
        await bench.DeliverAsync(EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1));
        await events.SendAsync([Message("waits"), Message("later", TimeProvider.System.GetUtcNow().AddDays(1)), Message("fails")], Token);
        var received = await events.ReceiveAsync(2, TimeSpan.Zero, Token);
        await events.DeadLetterAsync(received[1], "QR_TOO_LARGE", "It is too large.", Token);
        var now = TimeProvider.System.GetUtcNow();
        await bench.Get<ActivityRegistry>()
            .WriteAsync(
                new ActivityRecord { Instance = "another", Minutes = [new ActivityMinute(now.AddMinutes(-30), 7, 5, 1, 1)] }, Token);
        await bench.Get<ActivityRegistry>()
            .WriteAsync(
                new ActivityRecord { Instance = "long-gone", Minutes = [new ActivityMinute(now.AddMinutes(-90), 100, 100, 0, 0)] }, Token);

        var overview = await TellAsync();
        var lane = overview["queues"]!.AsArray().Single(queue => queue!["queue"]!.ToString() == QueueNames.CertificationEvents)!;
        Assert.Equal((1, 1, 1), (lane["queued"]!.GetValue<int>(), lane["scheduled"]!.GetValue<int>(), lane["failed"]!.GetValue<int>()));
        Assert.Equal(
            "QR_TOO_LARGE 1",
            string.Join(' ', overview["failures"]!["reasons"]!.AsArray().Select(reason => $"{reason!["reason"]} {reason["count"]}")));
        var activity = overview["activity"]!;
        Assert.Equal((2, false), (activity["instances"]!.GetValue<int>(), activity["more"]!.GetValue<bool>()));
        var minutes = activity["minutes"]!.AsArray();
        Assert.Equal(
            (7, 6),
            (minutes.Sum(minute => minute!["accepted"]!.GetValue<int>()), minutes.Sum(minute => minute!["issued"]!.GetValue<int>())));
        var key = Assert.Single(overview["keys"]!.AsArray())!;
        Assert.Equal(
            (await bench.KidAsync(), 0, "PS256"), (key["kid"]!.ToString(), key["ageDays"]!.GetValue<int>(), key["algorithm"]!.ToString()));
        Assert.Equal(ProgramVersion.Text, overview["version"]!.ToString());
        Assert.Equal(0, overview["announcements"]!["oldestSeconds"]!.GetValue<double>());
        Assert.Empty(overview["unavailable"]!.AsArray());
        Assert.False(overview.ContainsKey("shards"));
    }

    [Fact]
    public async Task The_overview_names_unavailable_parts_and_reports_the_others()
    {
        events.Fault = new QueueUnavailableException("It is out.");
        var overview = await TellAsync();

        Assert.Equal(["QUEUES", "FAILURES"], overview["unavailable"]!.AsArray().Select(part => part!.ToString()));
        Assert.Equal(
            (false, false, true), (overview.ContainsKey("queues"), overview.ContainsKey("failures"), overview.ContainsKey("activity")));
    }

    [Fact]
    public async Task The_queues_are_measured_while_a_listener_collects_the_metrics()
    {
        var metrics = bench.Get<CertificateMetrics>();
        using var measured = new MeasuredValues(bench.Get<IMeterFactory>());
        var since = TimeProvider.System.GetUtcNow().AddHours(-1);
        await changes.SendAsync([Change(since)], Token);
        await events.SendAsync([Message("waits")], Token);
        Assert.True(metrics.AreQueuesCollected);
        await bench.Create<QueueWatch>().MeasureAsync(Token);
        measured.Ask();

        Assert.Equal(
            (1, 0, 0),
            (Measured("certification-events active"), Measured("certification-events scheduled"), Measured("certification-events failed")));
        Assert.InRange(measured.Of("divoc.announcements.oldest.age")[""], 3_600, 7_200);
        Assert.Equal(QueueNames.All.Select(queue => queue.Name).Order(), measured.Of("divoc.queue.oldest_message.age").Keys.Order());

        double Measured(string tags) => measured.Of("divoc.queue.messages")[tags];
    }

    [Fact]
    public async Task Queues_that_cannot_be_reached_are_not_measured()
    {
        using var measured = new MeasuredValues(bench.Get<IMeterFactory>());
        events.Fault = new QueueUnavailableException("It is out.");
        bench.Get<CertificateMetrics>().QueuesSeen([new QueueState("of-before", 1, 1, 1, TimeSpan.Zero, null)]);
        await bench.Create<QueueWatch>().MeasureAsync(Token);
        measured.Ask();

        Assert.Empty(measured.Of("divoc.queue.messages"));
    }

    private async Task<JsonObject> TellAsync()
    {
        var functions = bench.Create<OverviewFunctions>();
        var answer = await PlainRequest.Get("").AnswerAsync(request => functions.ShowOverviewAsync(request, Token));
        Assert.Equal((200, "no-store"), (answer.Status, answer.CacheControl));
        return answer.Json.AsObject();
    }

    private static QueueMessage Message(string id, DateTimeOffset? due = null) =>
        new() { MessageId = id, Body = "{}"u8.ToArray(), ScheduledFor = due };

    private static QueueMessage Change(DateTimeOffset since) =>
        new() { MessageId = "change", Body = new CertificateChange { Ledger = LedgerName.Of("PE-1"), Base = 1, Since = since }.ToBytes() };
}
