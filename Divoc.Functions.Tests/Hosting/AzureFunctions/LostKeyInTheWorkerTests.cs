using System.Net;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.EndToEnd;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>A worker whose registry remembers a key that is lost runs, and only does not issue.</summary>
[Collection(nameof(WorkerCollection))]
[Trait("Kind", "Slow")]
public sealed class LostKeyInTheWorkerTests(WorkerBench bench) : IAsyncLifetime
{
    private const string Certify = "/divoc/api/v1/certify";

    /// <summary>The key of RFC 7638 section 3.1: its private half was never here.</summary>
    private const string LostDocument = "keys/NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs.json";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var form = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "Registry", "Forms", "key-1.json");
        var needed = (await File.ReadAllTextAsync(form, Token))
            .Replace("\"madeByProgram\":true", "\"madeByProgram\":false", StringComparison.Ordinal);
        await bench.Document(LostDocument).UploadAsync(BinaryData.FromString(needed), overwrite: true, Token);

        // The messages are for the other worker.
        await bench.Host.Listener.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await bench.Document(LostDocument).DeleteIfExistsAsync(cancellationToken: CancellationToken.None);
        await bench.Host.Listener.StartAsync();
    }

    [Fact]
    public async Task While_a_key_is_lost_events_are_refused_deliveries_wait_and_all_else_works_until_it_is_resolved()
    {
        await using var host = await FunctionsHostDouble.StartAsync(bench.Settings);
        var partner = new PartnerSystem(host.Client);
        var happened = PartnerSystem.Event("certify-v1.json", "LOST-KEY-WORKER");
        await Eventually.HoldsAsync(async () => await StatusAsync(partner, happened) == HttpStatusCode.ServiceUnavailable);
        using var refused = await partner.PostAsync(Certify, new JsonArray(happened.DeepClone()));
        Assert.Contains(
            "A key that has signed certificates is missing",
            await refused.Content.ReadAsStringAsync(Token),
            StringComparison.Ordinal);
        Assert.NotNull(refused.Headers.RetryAfter);
        foreach (var (path, expected) in new[]
        {
            ("/.well-known/jwks.json", HttpStatusCode.OK),
            ("/revocations", HttpStatusCode.OK),
            ("/health/live", HttpStatusCode.OK),
            ("/health/ready", HttpStatusCode.ServiceUnavailable),
        })
        {
            using var response = await partner.GetAsync(path);
            Assert.Equal((path, expected), (path, response.StatusCode));
        }

        await bench.Document(LostDocument).DeleteIfExistsAsync(cancellationToken: Token);
        var accepted = await partner.CertifyUntilTakenAsync(Certify, new JsonArray(happened), "lost-key-worker");
        Assert.NotEqual("FAILED", (await partner.WaitAsync(accepted))["certificates"]![0]!["status"]!.GetValue<string>());
        Assert.Equal(0, await host.TerminateAsync());
    }

    private static async Task<HttpStatusCode> StatusAsync(PartnerSystem partner, JsonObject happened)
    {
        using var response = await partner.PostAsync(Certify, new JsonArray(happened.DeepClone()));
        return response.StatusCode;
    }
}
