using System.Text.Json.Nodes;
using Divoc.Functions.Hosting;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Storage.Blob;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>How a worker ends, told to or not, while it is at work.</summary>
[Trait("Kind", "Slow")]
public sealed class TerminationTests(Azurite azurite) : IAsyncLifetime
{
    private const int Events = 80;

    private readonly WorkerBench bench = new(azurite);

    public ValueTask InitializeAsync() => bench.InitializeAsync();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_worker_that_is_stopped_while_it_is_busy_exits_cleanly_and_nothing_is_lost()
    {
        var accepted = await StartWorkAsync();

        Assert.Equal(0, await bench.Host.TerminateAsync());
        bench.Store.Thaw();
        await bench.StartAgainAsync();
        await AssertAllIssuedOnceAsync(accepted);
    }

    [Fact]
    public async Task A_worker_that_is_killed_while_it_is_busy_loses_nothing()
    {
        var accepted = await StartWorkAsync();

        await bench.Host.Worker.KillAsync();
        bench.Store.Thaw();
        await bench.StartAgainAsync();
        await AssertAllIssuedOnceAsync(accepted);
    }

    /// <summary>Returns when the worker has as many events in work as it may, each waiting for the store.</summary>
    private async Task<JsonObject> StartWorkAsync()
    {
        var accepted = await bench.CertifyHeldBackAsync(
            [.. Enumerable.Range(0, Events).Select(number => PartnerSystem.Event("certify-v1.json", $"BUSY-{number}"))]);
        bench.Store.Freeze();
        await bench.Host.Listener.StartAsync();
        await Eventually.HoldsAsync(() => bench.Host.Listener.InWork == HostRules.Read(AppContext.BaseDirectory).MaxConcurrentCalls);
        return accepted;
    }

    private async Task AssertAllIssuedOnceAsync(JsonObject accepted)
    {
        var status = await bench.Partner.WaitAsync(accepted);
        Assert.Equal(Events, status["certificates"]!.AsArray().Count);
        foreach (var (promised, found) in accepted["certificates"]!.AsArray().Zip(status["certificates"]!.AsArray()))
        {
            Assert.Equal("ISSUED", found!["status"]!.GetValue<string>());
            Assert.Equal(promised!["certificateId"]!.GetValue<string>(), found["certificateId"]!.GetValue<string>());
        }

        Assert.Equal(0, await bench.Broker.LookAsync(queue => queue.DeadLetters!.Messages.Count + bench.Broker.Failures.Messages.Count));
    }
}
