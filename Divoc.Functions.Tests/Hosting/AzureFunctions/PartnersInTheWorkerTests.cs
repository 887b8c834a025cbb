using System.Text.Json.Nodes;
using Divoc.Functions.Tests.EndToEnd;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>
/// W8 in the worker, where the Functions host checks keys: only whose they are is decided here, and as in the embedded host.
/// </summary>
[Collection(nameof(WorkerCollection))]
[Trait("Kind", "Slow")]
public sealed class PartnersInTheWorkerTests(WorkerBench bench) : IAsyncDisposable
{
    [Fact]
    public async Task W8_the_worker_separates_partners_like_the_embedded_host()
    {
        // The message is for the other worker.
        await bench.Host.Listener.StopAsync();
        await using var host = await FunctionsHostDouble.StartAsync(new Dictionary<string, string>(
            bench.Settings.Concat(PartnerKeys.Settings.Select(
                setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value)))));
        using var north = PartnerKeys.Client(host.Client.BaseAddress!, PartnerKeys.North);
        var accepted = await new PartnerSystem(north)
            .CertifyAsync("/divoc/api/v1/certify", new JsonArray(PartnerSystem.Event("certify-v1.json", "WORKER-NORTH")));
        var id = (await new PartnerSystem(north).WaitAsync(accepted))["certificates"]![0]!["certificateId"]!.GetValue<string>();

        foreach (var path in new[]
        {
            $"/certificates/{id}/credential.json",
            $"/certificates/{id}/history",
            "/certificate/api/certificatePDF/WORKER-NORTH",
        })
        {
            Assert.Equal(200, (await GetAsync(host.Client, path, PartnerKeys.North)).Status);
            Assert.Equal(200, (await GetAsync(host.Client, $"{path}?code={PartnerKeys.NewNorth}")).Status);
            Assert.Equal(200, (await GetAsync(host.Client, path, PartnerKeys.Office)).Status);
            var foreign = await GetAsync(host.Client, path, PartnerKeys.South);
            Assert.Equal(404, foreign.Status);
            Assert.Equal(
                await GetAsync(
                    host.Client,
                    path.Replace(id, "zzzzzzzzzzzzzzzzzzzzzzzzza", StringComparison.Ordinal)
                        .Replace("WORKER-NORTH", "NOBODY", StringComparison.Ordinal),
                    PartnerKeys.South),
                foreign);

            // The double lets in every key, as the Functions host does one of its own that is no partner's.
            Assert.Equal(403, (await GetAsync(host.Client, path, "host-key-of-the-app")).Status);
            Assert.Equal(403, (await GetAsync(host.Client, path)).Status);
        }

        Assert.Equal(0, await host.TerminateAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await bench.Host.Listener.StopAsync();
        await bench.Host.Listener.StartAsync();
    }

    private static async Task<HttpExchange> GetAsync(HttpClient client, string path, string? key = null)
    {
        using var request = new RouteCase("", "GET", path, 200, key is null ? null : $"x-functions-key: {key}")
            .ToRequest(static text => text);
        return await HttpExchange.SendAsync(client, request);
    }
}
