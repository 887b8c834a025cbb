using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Operations;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Triggers;
using Divoc.Functions.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>How verifiers learn the document signer certificates.</summary>
public sealed class EuPublishingTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DocumentSigner signer = DocumentSigner.Es256();
    private readonly string kid;

    public EuPublishingTests()
    {
        Put(signer.Pem);
        kid = PublishedKey.Of((ECDsa)signer.Key).KeyId;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        signer.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_certificates_are_published_as_PEM_and_in_the_list_format_of_the_gateway()
    {
        await using var bench = Bench();
        var functions = bench.Create<KeyFunctions>();
        var pem = await PlainRequest.Get().AnswerAsync(request => functions.ShowSignerCertificatesAsync(request, Token));
        var list = await PlainRequest.Get().AnswerAsync(request => functions.ShowSignerListAsync(request, Token));

        Assert.Equal((200, "application/x-pem-file", "public, max-age=300"), (pem.Status, pem.ContentType, pem.CacheControl));
        Assert.Equal($"{signer.Pem}\n", Encoding.ASCII.GetString(pem.Body));
        Assert.Equal((200, "public, max-age=300"), (list.Status, list.CacheControl));
        var entry = Assert.Single(list.Json.AsArray())!.AsObject();
        Assert.Equal(["kid", "timestamp", "country", "certificateType", "thumbprint", "rawData"], entry.Select(member => member.Key));
        Assert.Equal((Convert.ToBase64String(signer.Kid), "XX", "DSC"), (Text("kid"), Text("country"), Text("certificateType")));
        Assert.Equal(
            (Convert.ToHexStringLower(SHA256.HashData(signer.Der)), Convert.ToBase64String(signer.Der)),
            (Text("thumbprint"), Text("rawData")));
        Assert.Equal(signer.Certificate.NotBefore.ToUniversalTime(), DateTimeOffset.Parse(Text("timestamp"), null).UtcDateTime);

        string Text(string member) => entry[member]!.ToString();
    }

    /// <summary>What a verifier of this program reads from another one.</summary>
    [Fact]
    public async Task A_verifier_can_use_the_list_as_its_trusted_issuers()
    {
        await using var bench = Bench();
        var file = folder.PathOf("list.json");
        await File.WriteAllTextAsync(file, (await bench.Get<SignerCertificates>().TrustListAsync(Token)).ToJsonString(), Token);
        var issuers = bench.Get<TrustedIssuers>();

        Assert.Equal(
            [signer.Der],
            issuers.KeysOf(new TrustedIssuerOptions { TrustedIssuers = file })
                .SelectMany(key => key.Certificates)
                .Select(der => der.ToArray()));
    }

    /// <summary>What was signed under a certificate names it until it ends, whichever certificate the key has by then.</summary>
    [Fact]
    public async Task An_earlier_certificate_of_the_key_stays_published_until_it_expires()
    {
        string[] pems = [SignedAnew(DateTimeOffset.UtcNow.AddDays(3)), SignedAnew(DateTimeOffset.UtcNow.AddDays(-1))];
        await using var bench = Bench();
        await bench.Get<RememberedKeys>().RememberAsync(kid, Token);
        foreach (var pem in pems)
        {
            Put(pem);
            await using var again = Bench(bench.Store);
            await again.Get<RememberedKeys>().RememberAsync(kid, Token);
        }

        Put(SignedAnew(DateTimeOffset.UtcNow.AddYears(3)));
        await using var now = Bench(bench.Store);
        var published = Encoding.ASCII.GetString(await now.Get<SignerCertificates>().PemAsync(Token));

        Assert.Equal(3, published.Split("BEGIN CERTIFICATE").Length - 1);
        Assert.Contains(signer.Pem, published, StringComparison.Ordinal);
        Assert.Contains(pems[0], published, StringComparison.Ordinal);
        Assert.DoesNotContain(pems[1], published, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_without_a_certificate_and_keys_for_other_purposes_are_not_listed()
    {
        Put("");
        await using var bench = Bench();

        Assert.Empty(await bench.Get<SignerCertificates>().TrustListAsync(Token));
        Assert.Empty(await bench.Get<SignerCertificates>().PemAsync(Token));
    }

    [Fact]
    public async Task The_JWK_contains_the_certificate_wherever_it_is_published()
    {
        await using var bench = Bench();
        var trust = await bench.Get<TrustDocument>().MakeAsync(Token);
        var keys = await bench.Get<KeyDocuments>().JsonWebKeySetAsync(Token);
        var inTrust = trust["own"]!["keys"]!.AsArray().Select(key => key!["jwk"]!).Single(key => key["kid"]!.ToString() == kid);
        var inSet = keys["keys"]!.AsArray().Single(key => key!["kid"]!.ToString() == kid)!;

        Assert.Equal(Convert.ToBase64String(signer.Der), Assert.Single(inTrust["x5c"]!.AsArray())!.ToString());
        Assert.Equal(Convert.ToBase64String(signer.Der), Assert.Single(inSet["x5c"]!.AsArray())!.ToString());
    }

    [Fact]
    public async Task Operators_see_when_the_certificate_expires()
    {
        await using var bench = Bench();
        await bench.Get<RememberedKeys>().RememberAsync(kid, Token);
        var end = new DateTimeOffset(signer.Certificate.NotAfter.ToUniversalTime());
        var listed = await bench.Get<KeyOperations>().ListAsync(Token);
        var overview = await bench.Get<Overview>().TellAsync(Token);

        Assert.Equal([end], listed.Select(key => key.CertificateUntil).OfType<DateTimeOffset>());
        Assert.Equal((kid, end), (Assert.Single(overview.Keys!).Kid, overview.Keys![0].CertificateUntil));
    }

    [Theory]
    [InlineData("/.well-known/dsc.pem", true)]
    [InlineData("/.well-known/dsc.json", true)]
    [InlineData("/revocations/eu/uci", true)]
    [InlineData("/revocations/eu/uci/3f", true)]
    [InlineData("/revocations/eu/uci/3f/more", false)]
    [InlineData("/.well-known/other", false)]
    public void Pages_of_any_origin_may_read_them(string path, bool isPublic) => Assert.Equal(isPublic, PublicRoutes.Has(path));

    private void Put(string certificate)
    {
        File.WriteAllText(
            folder.PathOf("signing-key-2.pem"),
            $"For dcc\nSigns from 2020-01-01T00:00:00Z\n{signer.Key.ExportPkcs8PrivateKeyPem()}\n{certificate}\n");
    }

    private string SignedAnew(DateTimeOffset until)
    {
        var request = new CertificateRequest("CN=Trial signer, C=XX", (ECDsa)signer.Key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), until);
        return certificate.ExportCertificatePem();
    }

    private IssuingBench Bench(IArtifactStore? store = null) => new(
        services => services
            .AddSingleton<ISigningKeys>(_ => KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem")))
            .Configure<IssuerOptions>(options => options.Country = "XX"),
        store);
}
