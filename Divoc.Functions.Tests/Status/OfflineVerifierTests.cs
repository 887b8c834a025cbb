using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.Status;

/// <summary>
/// The published verifier, which is no code of ours, follows what a running program publishes: as a list, then as shards.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class OfflineVerifierTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_offline_verifier_follows_a_certificate_from_the_list_to_the_shards()
    {
        await using var program = await ProgramProcess.StartAsync(
            folder.PathOf("data"), environment: new Dictionary<string, string> { ["Divoc__Status__WholeList"] = "2" });
        using var client = new HttpClient { BaseAddress = program.BaseAddress };
        var ids = await CertifyAsync(client, 4);
        foreach (var id in ids)
        {
            Assert.Equal("LIVE", await StatusAsync(client, id));
        }

        await ChangeAsync(client, ids[0], "revoke");
        await Eventually.HoldsAsync(async () => await StatusAsync(client, ids[0]) == "REVOKED");
        Assert.Equal("application/jose+json", await MediaTypeAsync(client, "/revocations"));
        await ChangeAsync(client, ids[1], "suspend");
        await ChangeAsync(client, ids[2], "revoke");
        await Eventually.HoldsAsync(async () => await MediaTypeAsync(client, "/revocations") == "application/status-index+jws");

        await Eventually.HoldsAsync(async () => await StatusAsync(client, ids[1]) == "SUSPENDED");
        Assert.Equal(
            ["REVOKED", "REVOKED", "LIVE"],
            [await StatusAsync(client, ids[0]), await StatusAsync(client, ids[2]), await StatusAsync(client, ids[3])]);
        await ChangeAsync(client, ids[1], "reinstate");
        await Eventually.HoldsAsync(async () => await StatusAsync(client, ids[1]) == "LIVE");
        await AssertAnswersAsync(client);
    }

    public void Dispose() => folder.Dispose();

    private static async Task AssertAnswersAsync(HttpClient client)
    {
        using var shard = await client.GetAsync("/revocations/a", Token);
        Assert.Equal("application/status-shard+jws", shard.Content.Headers.ContentType!.MediaType);
        Assert.Equal(TimeSpan.FromSeconds(10), shard.Headers.CacheControl!.MaxAge);
        Assert.Equal("cross-origin", Assert.Single(shard.Headers.GetValues("Cross-Origin-Resource-Policy")));
        using var conditional = new HttpRequestMessage(HttpMethod.Get, "/revocations/a")
        {
            Headers = { IfNoneMatch = { shard.Headers.ETag! } },
        };
        using var unchanged = await client.SendAsync(conditional, Token);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        using var asked = new HttpRequestMessage(HttpMethod.Head, "/revocations/a");
        using var head = await client.SendAsync(asked, Token);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        using var none = await client.GetAsync("/revocations/ab", Token);
        Assert.Equal((HttpStatusCode.NotFound, true), (none.StatusCode, none.Headers.CacheControl!.NoStore));
        Assert.Equal("NO_SHARD", JsonNode.Parse(await none.Content.ReadAsStringAsync(Token))!["code"]!.GetValue<string>());
    }

    private async Task<string> StatusAsync(HttpClient client, string id)
    {
        var file = folder.PathOf($"{id}.json");
        if (!File.Exists(file))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/certificates/{id}")
            {
                Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/json") } },
            };
            using var answer = await client.SendAsync(request, Token);
            await File.WriteAllBytesAsync(file, await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(Token), Token);
        }

        return await RunAsync(client.BaseAddress!.GetLeftPart(UriPartial.Authority), file);
    }

    private static async Task<string> RunAsync(string address, string file)
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(SharedData.RepositoryRoot, "samples/status-of.py"), address, file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == 0, await errors);
        return (await output).Trim();
    }

    private static async Task<string?> MediaTypeAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Token);
        return answer.EnsureSuccessStatusCode().Content.Headers.ContentType?.MediaType;
    }

    private static async Task ChangeAsync(HttpClient client, string id, string change)
    {
        using var answer = await client.PostAsJsonAsync($"/certificates/{id}/{change}", new { reason = "WRONG_PERSON" }, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<string[]> CertifyAsync(HttpClient client, int count)
    {
        var sample = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "samples/certify-v1.json"), Token);
        var events = Enumerable.Range(0, count).Select(number =>
        {
            var element = JsonNode.Parse(sample)![0]!.DeepClone();
            element["preEnrollmentCode"] = $"OFFLINE-{number}";
            return element;
        });
        using var answer = await client.PostAsJsonAsync("/divoc/api/v1/certify", new JsonArray([.. events]), Token);
        var accepted = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token))!;
        string[] ids = [.. accepted["certificates"]!.AsArray().Select(certificate => certificate!["certificateId"]!.GetValue<string>())];
        await Eventually.HoldsAsync(async () =>
        {
            using var last = await client.GetAsync($"/certificates/{ids[^1]}", Token);
            return last.IsSuccessStatusCode;
        });
        return ids;
    }
}
