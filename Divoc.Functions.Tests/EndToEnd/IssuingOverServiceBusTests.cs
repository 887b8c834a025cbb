using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Messaging.Broker;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>The way of an event through Service Bus, and what a broker that fails does to it.</summary>
[Trait("Kind", "Slow")]
public sealed class IssuingOverServiceBusTests : IAsyncLifetime
{
    private const string Certify = "/divoc/api/v1/certify";

    private const int Cuts = 5;

    /// <summary>What was on its way when a connection was cut comes again soon.</summary>
    private readonly ServiceBusDouble broker = new(new BrokerOptions { LockDuration = TimeSpan.FromSeconds(15) });
    private TestHost host = null!;

    private PartnerSystem Partner => new(host.Client);

    /// <summary>A test waits until a call over a frozen connection is given up.</summary>
    public async ValueTask InitializeAsync() =>
        host = await TestHost.StartAsync(
            null, "--ServiceBus", broker.ConnectionString, "--Divoc:Queue:ServiceBus:TryTimeout", "00:00:10",
            "--Divoc:Queue:ServiceBus:CallTimeout", "00:00:20");

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await broker.DisposeAsync();
    }

    [Theory]
    [InlineData(Certify, "certify-v1.json")]
    [InlineData("/divoc/api/v3/certify", "certify-v3.json")]
    [InlineData("/divoc/api/v1/test/certify", "certify-test.json")]
    public async Task Each_kind_is_issued_and_its_message_leaves_the_queue(string path, string sample)
    {
        await Partner.IssueAsync(path, PartnerSystem.Event(sample, "OVER-THE-BUS"));

        await Eventually.HoldsAsync(async () => await broker.LookAsync(queue => queue.Messages.Count) == 0);
        Assert.Equal(0, await broker.LookAsync(queue => queue.DeadLetters!.Messages.Count));
    }

    [Fact]
    public async Task Each_event_is_issued_once_though_the_connection_is_cut_repeatedly()
    {
        var events = new JsonArray(
            [.. Enumerable.Range(0, 12 * Cuts).Select(number => PartnerSystem.Event("certify-v1.json", $"CUT-{number}"))]);
        var cuts = 0;
        broker.Switches.BeforeSettlement = number =>
        {
            // The answer to this one is lost, and whatever else is on its way.
            if (number % 10 == 5 && cuts < Cuts)
            {
                cuts++;
                broker.Cut();
            }
        };
        var accepted = await Partner.CertifyAsync(Certify, events, "cut");

        var status = await Partner.WaitAsync(accepted);
        await Eventually.HoldsAsync(async () => await broker.LookAsync(queue => queue.Messages.Count) == 0);
        Assert.Equal(Cuts, await broker.LookAsync(_ => cuts));
        Assert.All(status["certificates"]!.AsArray(), certificate => Assert.Equal("ISSUED", certificate!["status"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_call_whose_events_cannot_be_queued_is_answered_503_and_gives_the_same_ids_when_repeated()
    {
        broker.Freeze();
        using var refused = await Partner.PostAsync(Certify, PartnerSystem.Sample("certify-v1.json"), "frozen");
        broker.Thaw();
        var accepted = await Partner.CertifyUntilTakenAsync(Certify, PartnerSystem.Sample("certify-v1.json"), "frozen");
        var status = await Partner.WaitAsync(accepted);

        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains(
            "ACCEPT_INCOMPLETE", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("ISSUED", status["certificates"]![0]!["status"]!.GetValue<string>());
    }
}
