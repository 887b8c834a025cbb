using System.Net;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.EndToEnd;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>What the worker answers when it can't do what it is asked, and how it takes a caller that goes.</summary>
[Collection(nameof(WorkerCollection))]
[Trait("Kind", "Slow")]
public sealed class FailureTests(WorkerBench bench) : IAsyncDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task During_an_outage_of_the_store_both_hosts_answer_with_a_problem_document()
    {
        bench.Store.Cut();
        var one = new RouteCase("", "GET", "/certificate/api/certificatePDF/SOMEBODY", 503);
        using var toWorker = one.ToRequest(text => text);
        using var toEmbedded = one.ToRequest(text => text);
        var worker = await HttpExchange.SendAsync(bench.Host.Client, toWorker);

        Assert.Equal(503, worker.Status);
        Assert.Contains("Content-Type: application/problem+json", worker.Headers, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 5", worker.Headers, StringComparison.Ordinal);
        Assert.Equal(await HttpExchange.SendAsync(bench.Embedded.Client, toEmbedded), worker);
    }

    [Fact]
    public async Task Both_hosts_answer_an_unexpected_exception_with_500_and_reveal_nothing_about_it()
    {
        const string request = "zzzzzzzzzzzzzzzzzzzzzzzzz1";
        await bench.Document($"requests/{request}.json").UploadAsync(BinaryData.FromString("SECRET"), overwrite: true, Token);
        var one = new RouteCase("", "GET", $"/divoc/api/v1/certify/requests/{request}", 500);
        using var toWorker = one.ToRequest(text => text);
        using var toEmbedded = one.ToRequest(text => text);
        var worker = await HttpExchange.SendAsync(bench.Host.Client, toWorker);

        Assert.Equal(500, worker.Status);
        Assert.Contains("Content-Type: application/problem+json", worker.Headers, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", System.Text.Encoding.UTF8.GetString(Convert.FromHexString(worker.Body)), StringComparison.Ordinal);
        Assert.Equal(await HttpExchange.SendAsync(bench.Embedded.Client, toEmbedded), worker);
    }

    [Fact]
    public async Task A_caller_that_disconnects_ends_its_call_and_affects_no_other()
    {
        bench.Store.Freeze();
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var called = bench.Host.Client.GetAsync("/certificate/api/certificatePDF/SOMEBODY", impatience.Token);
        await Eventually.HoldsAsync(() => bench.Host.HttpInWork > 0 && bench.Store.Waiting > 0);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => called);
        await Eventually.HoldsAsync(() => bench.Host.HttpInWork == 0);

        bench.Store.Thaw();
        using var other = await bench.Host.Client.GetAsync("/certificate/api/certificatePDF/SOMEBODY", Token);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task A_message_whose_call_is_cancelled_is_delivered_again()
    {
        var accepted = await bench.CertifyHeldBackAsync(PartnerSystem.Event("certify-v1.json", "CANCELLED"));
        bench.Store.Freeze();
        var failedBefore = bench.Host.Listener.Failed;
        await bench.Host.Listener.StartAsync();
        await Eventually.HoldsAsync(() => bench.Host.Listener.InWork > 0 && bench.Store.Waiting > 0);
        bench.Host.Listener.CancelCalls();
        await Eventually.HoldsAsync(() => bench.Host.Listener.Failed > failedBefore);
        bench.Store.Thaw();

        var status = await bench.Partner.WaitAsync(accepted);
        Assert.Equal("ISSUED", status["certificates"]![0]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task While_the_broker_is_down_an_event_is_refused_and_the_same_call_succeeds_later()
    {
        bench.Broker.Freeze();
        using var refused = await bench.Partner.PostAsync(
            "/divoc/api/v1/certify", new JsonArray(PartnerSystem.Event("certify-v1.json", "FROZEN")), "frozen");
        bench.Broker.Thaw();
        var accepted = await bench.Partner.CertifyUntilTakenAsync(
            "/divoc/api/v1/certify", new JsonArray(PartnerSystem.Event("certify-v1.json", "FROZEN")), "frozen");
        var status = await bench.Partner.WaitAsync(accepted);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("ISSUED", status["certificates"]![0]!["status"]!.GetValue<string>());
    }

    /// <summary>The tests of the class share a worker: none leaves it deaf or without a store.</summary>
    public async ValueTask DisposeAsync()
    {
        bench.Store.Thaw();
        bench.Store.Mend();
        await bench.Host.Listener.StopAsync();
        await bench.Host.Listener.StartAsync();
    }
}
