using System.Text.Json.Nodes;
using Divoc.Functions.Tests.EndToEnd;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>Where links in answers lead.</summary>
public sealed class LinksTests
{
    private const string Certify = "/divoc/api/v1/certify";
    private const string DidDocument = "/.well-known/did.json";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The port is chosen by the system, so nothing could know it before.</summary>
    [Fact]
    public async Task Without_a_public_address_links_use_the_listen_address()
    {
        await using var host = await TestHost.StartAsync(null, "--Divoc:Http:HealthUrl", "http://127.0.0.2:0");
        var address = host.BaseAddress.GetLeftPart(UriPartial.Authority);
        var partner = new PartnerSystem(host.Client);
        var accepted = await partner.CertifyAsync(Certify, new JsonArray(PartnerSystem.Event("certify-v1.json", "LINKS")));

        Assert.StartsWith($"{address}/", accepted["statusUrl"]!.GetValue<string>(), StringComparison.Ordinal);
        var did = JsonNode.Parse(await host.Client.GetStringAsync(DidDocument, Token))!;
        Assert.Equal($"did:web:127.0.0.1%3A{host.BaseAddress.Port}", did["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task With_a_public_address_links_use_it()
    {
        await using var host = await TestHost.StartAsync(null, "--Divoc:PublicBaseUrl", "https://certificates.example/path/");

        var did = JsonNode.Parse(await host.Client.GetStringAsync(DidDocument, Token))!;
        Assert.Equal("did:web:certificates.example:path", did["id"]!.GetValue<string>());
    }

    /// <summary>An address that others reach never stands in the place of the one that must be set there.</summary>
    [Fact]
    public async Task The_sample_address_is_refused_if_others_can_reach_the_service()
    {
        var refused = await Assert.ThrowsAsync<Divoc.Functions.Hosting.StartupException>(
            () => TestHost.StartAsync(null, "--urls", "http://0.0.0.0:0"));

        Assert.Contains("Divoc:PublicBaseUrl", refused.Message, StringComparison.Ordinal);
    }
}
