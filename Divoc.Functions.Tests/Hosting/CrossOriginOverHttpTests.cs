using System.Net;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>What pages of other origins get of the program's own functions, on loopback without keys and with keys.</summary>
[Trait("Kind", "Slow")]
public sealed class CrossOriginOverHttpTests
{
    private const string Portal = "https://portal.example.org";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_loopback_without_keys_pages_of_other_origins_can_call_only_public_functions()
    {
        await using var host = await TestHost.StartAsync(null, "--Divoc:Cors:Origins", Portal);

        using var keys = await SendAsync(host, HttpMethod.Get, ".well-known/jwks.json");
        using var first = await SendAsync(host, HttpMethod.Get, "revocations");
        using var again = await SendAsync(host, HttpMethod.Get, "revocations", ("If-None-Match", first.Headers.ETag!.ToString()));
        using var refused = await SendAsync(host, HttpMethod.Post, "divoc/api/v1/verify");
        using var preflight = await SendAsync(host, HttpMethod.Options, "divoc/api/v1/verify", ("Access-Control-Request-Method", "POST"));
        using var wrong = await SendAsync(host, HttpMethod.Delete, "revocations");

        Assert.Equal(
            [200, 200, 304, 400, 204, 405],
            new[] { keys, first, again, refused, preflight, wrong }.Select(answer => (int)answer.StatusCode));
        Assert.All([keys, first, again, refused, preflight, wrong], answer => Assert.Equal("*", AllowedBy(answer)));

        using var history = await SendAsync(host, HttpMethod.Get, "certificates/zzzzzzzzzzzzzzzzzzzzzzzzza/history");
        using var other = await SendAsync(host, HttpMethod.Options, "divoc/api/v1/certify", ("Access-Control-Request-Method", "POST"));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (history.StatusCode, other.StatusCode));

        using var rebound = await SendAsync(host, HttpMethod.Get, "revocations", ("Host", "evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, rebound.StatusCode);
    }

    [Fact]
    public async Task With_keys_the_portal_can_read_all_answers_including_refusals()
    {
        await using var host = await TestHost.StartAsync(null, "--Divoc:Auth:RequireKeys", "true", "--Divoc:Cors:Origins", Portal);

        using var preflight = await SendAsync(
            host, HttpMethod.Options, "certificates/zzzzzzzzzzzzzzzzzzzzzzzzza/history", ("Access-Control-Request-Method", "GET"));
        using var refused = await SendAsync(host, HttpMethod.Get, "certificates/zzzzzzzzzzzzzzzzzzzzzzzzza/history");
        using var nowhere = await SendAsync(host, HttpMethod.Get, "no/such");

        Assert.Equal([204, 401, 404], new[] { preflight, refused, nowhere }.Select(answer => (int)answer.StatusCode));
        Assert.All([preflight, refused, nowhere], answer => Assert.Equal(Portal, AllowedBy(answer)));
        Assert.Empty(nowhere.Content.Headers.Allow);
    }

    private static string AllowedBy(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin"));

    private static async Task<HttpResponseMessage> SendAsync(
        TestHost host, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", Portal);
        Array.ForEach(headers, header => request.Headers.TryAddWithoutValidation(header.Name, header.Value));
        return await host.Client.SendAsync(request, Token);
    }
}
