using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Divoc.Functions.Storage.Blob;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Storage.Blob;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>What certificates cost in Blob storage, where each write is billed and takes its time.</summary>
public sealed class BlobWritesTests(Azurite azurite)
{
    private const int Events = 12;

    [Fact]
    public async Task A_certificate_takes_five_writes_a_request_two_and_the_first_signature_of_a_key_one_more()
    {
        using var wire = new Wire();
        await using var host = await TestHost.StartAsync(
            builder => builder.Services.AddSingleton(provider => BlobAccount.Open(
                provider.GetRequiredService<IOptions<BlobStorageOptions>>().Value,
                () => throw new InvalidOperationException("no identity is needed"),
                client => client.Transport = new HttpClientTransport(new HttpClient(wire, disposeHandler: false)))),
            "--Divoc:Storage:ConnectionString",
            await azurite.TakeAccountAsync());
        var partner = new PartnerSystem(host.Client);
        var atStart = wire.Requests.Count;
        await partner.IssueAsync("/divoc/api/v1/certify", PartnerSystem.Event("certify-v1.json", "WRITES-FIRST"));
        var first = WritesSince(wire, atStart);
        Assert.Single(first, write => write.StartsWith("PUT /registry/keys/", StringComparison.Ordinal));
        Assert.Single(first, IsOfUsage);
        Assert.Equal(9, first.Count);
        var before = wire.Requests.Count;

        var body = new JsonArray(
            [.. Enumerable.Range(0, Events).Select(number => PartnerSystem.Event("certify-v1.json", $"WRITES-{number}"))]);
        var status = await partner.WaitAsync(await partner.CertifyAsync("/divoc/api/v1/certify", body));
        Assert.All(status["certificates"]!.AsArray(), certificate => Assert.Equal("ISSUED", certificate!["status"]!.GetValue<string>()));

        var writes = WritesSince(wire, before);
        Assert.Equal(4 * Events, writes.Count(write => write.StartsWith("PUT /certificates/", StringComparison.Ordinal)));
        Assert.Equal(Events, writes.Count(write => write.StartsWith("PUT /registry/ledgers/", StringComparison.Ordinal)));
        Assert.Single(writes, write => write.StartsWith("PUT /registry/requests/", StringComparison.Ordinal));
        // A slow machine may need more than the five seconds after which it is written again.
        Assert.InRange(writes.Count(IsOfUsage), 0, 1);
        Assert.Single(writes, write => write.StartsWith("PUT /registry/byOwner/", StringComparison.Ordinal));
        Assert.Equal((5 * Events) + 2, writes.Count(write => !IsOfUsage(write)));
    }

    /// <summary>What a partner has sent lately.</summary>
    private static bool IsOfUsage(string write) => write.StartsWith("PUT /registry/usage/", StringComparison.Ordinal);

    private static List<string> WritesSince(Wire wire, int count)
    {
        return [.. wire.Requests.Skip(count).Where(
            request => !request.StartsWith("GET ", StringComparison.Ordinal) && !request.StartsWith("HEAD ", StringComparison.Ordinal))];
    }
}
