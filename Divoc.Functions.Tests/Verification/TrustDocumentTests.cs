using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Formats.EuDcc;
using Divoc.Functions.Tests.Formats.SmartHealthCard;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.LinkedData.Proofs;
using Divoc.Functions.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Verification;

/// <summary>Whose signatures count, as it is published.</summary>
[Trait("Kind", "Slow")]
public sealed class TrustDocumentTests : IDisposable
{
    private static readonly RSA Theirs = RSA.Create(2048);
    private static readonly RSA Other = RSA.Create(2048);

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_document_lists_own_former_and_trusted_keys_as_JWK_with_their_periods_and_profiles()
    {
        var former = Write("did%3Aexample%3Aold.pem", Theirs.ExportSubjectPublicKeyInfoPem());
        var trusted = Write(
            "did%3Aexample%3Anew.json", new JsonObject { ["keys"] = new JsonArray(PublishedKey.Of(Other).ToJsonWebKey()) }.ToJsonString());
        var document = await MakeAsync(new()
        {
            ["Divoc:FormerKeys:cowin:Keys"] = former,
            ["Divoc:FormerKeys:cowin:Registry"] = "partial",
            ["Divoc:FormerKeys:cowin:NotAfter"] = "2024-01-31T12:00:00+01:00",
            ["Divoc:TrustedIssuers:utopia:Keys"] = trusted,
            ["Divoc:TrustedIssuers:utopia:LargestSeries"] = "2",
            ["Divoc:TrustedIssuers:utopia:EndIsNotEnforced"] = "true",
        });

        var own = Assert.Single(document["own"]!["keys"]!.AsArray())!;
        Assert.True(own["published"]!.GetValue<bool>());
        Assert.NotNull(own["jwk"]!["n"]);
        Assert.Equal("did:india", document["own"]!["verificationMethod"]!.ToString());

        var old = Assert.Single(document["former"]!.AsArray())!;
        Assert.Equal(("cowin", "partial"), (old["name"]!.ToString(), old["registry"]!.ToString()));
        Assert.Equal("2024-01-31T11:00:00Z", old["keys"]![0]!["notAfter"]!.ToString());
        Assert.Null(old["keys"]![0]!["notBefore"]);
        Assert.Equal(PublishedKey.Of(Theirs).ToJsonWebKey()["n"]!.ToString(), old["keys"]![0]!["jwk"]!["n"]!.ToString());

        var issuer = Assert.Single(document["issuers"]!.AsArray())!;
        Assert.Equal("""{"omits":[],"results":[],"endIsNotEnforced":true,"largestSeries":2}""", issuer["profile"]!.ToJsonString());
        Assert.Equal("did:example:new", issuer["keys"]![0]!["verificationMethods"]![0]!.ToString());
        var jwk = issuer["keys"]![0]!["jwk"]!;
        var expected = PublishedKey.Of(Other).ToJsonWebKey();
        Assert.Equal(
            ["AQAB", "RSA", expected["n"]!.ToString(), expected["kid"]!.ToString()],
            new[] { "e", "kty", "n", "kid" }.Select(name => jwk[name]!.ToString()));
    }

    [Fact]
    public async Task Folder_keys_without_a_profile_have_no_name_and_private_keys_are_never_shown()
    {
        Write("did%3Aexample%3Anew.pem", Theirs.ExportSubjectPublicKeyInfoPem());
        Write(
            "ed.json",
            $$"""{"@context":[],"id":"did:example:ed","verificationMethod":[{"id":"did:example:ed#1","type":"Ed25519VerificationKey2018","controller":"did:example:ed","publicKeyBase58":"{{Base58Text.Of(Ed25519TestKey.Public.Raw.Span)}}"}],"assertionMethod":["did:example:ed#1"]}""");
        var document = await MakeAsync(new() { ["Divoc:TrustedIssuers"] = folder.Path });
        var issuer = Assert.Single(document["issuers"]!.AsArray())!;

        Assert.Null(issuer["name"]);
        Assert.Equal(["RSA", "OKP"], issuer["keys"]!.AsArray().Select(key => key!["jwk"]!["kty"]!.ToString()));
        Assert.Empty(document["former"]!.AsArray());
        Assert.DoesNotContain(
            document["issuers"]!.AsArray().Concat(document["own"]!["keys"]!.AsArray()),
            key => key!.ToJsonString().Contains("\"d\":", StringComparison.Ordinal));
    }

    /// <summary>Browsers read no X.509, and know nothing of the lists that lie beside the keys.</summary>
    [Fact]
    public async Task The_document_adds_the_data_of_signer_certificates_revocation_lists_and_directories_to_each_key()
    {
        using var signer = DocumentSigner.Es256(
            new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2034, 1, 1, 0, 0, 0, TimeSpan.Zero),
            DocumentSigner.ForTests,
            DocumentSigner.ForRecoveries);
        using var unbound = DocumentSigner.Ps256();
        using var issuer = new CardIssuer();
        var escaped = Uri.EscapeDataString(CardIssuer.Url);
        Write("signers.pem", $"{signer.Pem}\n{unbound.Pem}");
        Write($"{escaped}.jwks.json", issuer.Set());
        Write($"{escaped}.crl.{issuer.Kid}.json", $$"""{"kid":"{{issuer.Kid}}","method":"rid","ctr":1,"rids":["one","two.1775044800"]}""");
        Write("names.json", $$"""{"participating_issuers":[{"iss":"{{CardIssuer.Url}}","name":"Trial Health"}]}""");
        var document = await MakeAsync(new()
        {
            ["Divoc:TrustedIssuers"] = folder.Path,
            ["Divoc:TimeZone"] = "Asia/Kolkata",
            ["Divoc:Issuer:Id"] = "https://health.example.org/",
        });
        var keys = Assert.Single(document["issuers"]!.AsArray())!["keys"]!.AsArray();
        var certified = keys.Where(key => key!["certificates"] is not null)
            .ToDictionary(key => key!["jwk"]!["alg"]!.ToString(), key => Assert.Single(key!["certificates"]!.AsArray())!);
        var card = keys.Single(key => key!["issuer"] is not null)!;

        Assert.Equal(
            $$"""{"kid":"{{Convert.ToBase64String(signer.Kid)}}","notBefore":"2024-01-01T00:00:00Z","notAfter":"2034-01-01T00:00:00Z","types":["test","recovery"]}""",
            certified["ES256"].ToJsonString(new System.Text.Json.JsonSerializerOptions
            {
                Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }));
        Assert.Equal(["vaccination", "test", "recovery"], certified["PS256"]["types"]!.AsArray().Select(type => type!.ToString()));
        Assert.Equal(("Trial Health", """["one","two.1775044800"]"""), (card["issuerName"]!.ToString(), card["revoked"]!.ToJsonString()));
        Assert.Null(card["certificates"]);
        Assert.Equal(
            ("https://health.example.org/", "Asia/Kolkata"),
            (document["own"]!["issuer"]!.ToString(), document["own"]!["timeZone"]!.ToString()));
    }

    private static async Task<JsonObject> MakeAsync(Dictionary<string, string?> settings)
    {
        await using var running = await TestHost.StartAsync(
            null, [.. settings.SelectMany(setting => new[] { $"--{setting.Key}", setting.Value! })]);
        return await running.Services.GetRequiredService<TrustDocument>().MakeAsync(Token);
    }

    private string Write(string name, string content)
    {
        File.WriteAllText(folder.PathOf(name), content);
        return folder.PathOf(name);
    }
}
