using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Growth.Jws;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Growth;

/// <summary>A format that names its key by the certificate of the key, in the program as it is.</summary>
[Trait("Kind", "Slow")]
public sealed class CertifiedKeyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_credential_names_the_certificate_of_its_key_and_can_be_issued_fetched_and_verified()
    {
        var bare = KeyFiles.PutP256(folder, "signing-key.pem");
        var (kid, certificate) = KeyFiles.PutCertified(folder, "signing-key-2.pem", "For jws-test");
        await using var host = await StartAsync();
        var id = await new PartnerSystem(host.Client).IssueAsync(GrownHost.Convalescences, Convalescences.Event("CERTIFIED"));
        var credential = await host.Client.GetByteArrayAsync($"/certificates/{id}", Token);
        var header = CompactJws.Read(credential)!.Header;
        using var content = new ByteArrayContent(credential);
        using var verified = await host.Client.PostAsync("/divoc/api/v1/verify", content, Token);
        var verdict = JsonNode.Parse(await verified.Content.ReadAsStringAsync(Token))!;
        var published = (await host.Client.GetFromJsonAsync<JsonObject>("/.well-known/jwks.json", Token))!["keys"]!.AsArray();
        var keys = await host.Services.GetRequiredService<RememberedKeyList>().ReadAsync(Token);
        var remembered = keys.Single(key => key.Algorithm == SignatureAlgorithm.ES256);

        Assert.Equal("jws-certified", CompactJws.TextOf(header, "typ"));
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(certificate)[..8]), CompactJws.TextOf(header, "kid"));
        Assert.Equal(("VALID", id), (verdict["status"]!.GetValue<string>(), verdict["certificateId"]!.GetValue<string>()));
        Assert.Equal((kid, Convert.ToBase64String(certificate)), (remembered.Kid, Assert.Single(remembered.Certificates!)));
        Assert.Equal(Convert.ToBase64String(certificate), Assert.Single(Key(kid)["x5c"]!.AsArray())!.GetValue<string>());
        Assert.Null(Key(bare)["x5c"]);

        JsonObject Key(string of) => published.Single(key => key!["kid"]!.GetValue<string>() == of)!.AsObject();
    }

    [Fact]
    public async Task Without_a_certificate_the_program_is_not_ready_and_makes_no_key()
    {
        KeyFiles.PutP256(folder, "signing-key.pem");
        await using var host = await StartAsync();
        using var ready = await host.Client.GetAsync("/health/ready", Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("FAILING", await ready.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.False(File.Exists(folder.PathOf("signing-key-es256.pem")));
    }

    private Task<TestHost> StartAsync()
    {
        return TestHost.StartAsync(
            builder => builder.Services.AddConvalescence().AddCompactJws(JwsForm.Certified), "--Divoc:DataDirectory", folder.Path);
    }
}
