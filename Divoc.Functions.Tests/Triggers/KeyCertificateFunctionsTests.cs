using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Divoc.Functions.Keys;
using Divoc.Functions.Triggers;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>What operators need to have signing keys certified.</summary>
public sealed class KeyCertificateFunctionsTests(PlainBench bench) : IClassFixture<PlainBench>
{
    private const string Subject = "CN=Signer, O=Ministry of Trials, C=XX";

    private readonly KeyCertificateFunctions functions = bench.Bench.Create<KeyCertificateFunctions>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_request_is_created_and_the_order_is_recorded()
    {
        var kid = await bench.Bench.KidAsync();
        var answer = await RequestAsync(kid, $$"""{"subject":"{{Subject}}","for":["test","vaccination"]}""");
        var request = CertificateRequest.LoadSigningRequestPem(
            answer.Text("request")!, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions,
            RSASignaturePadding.Pss);

        Assert.Equal((200, "no-store", kid), (answer.Status, answer.CacheControl, answer.Text("kid")));
        Assert.Equal(
            ["1.3.6.1.4.1.1847.2021.1.1", "1.3.6.1.4.1.1847.2021.1.2"],
            request.CertificateExtensions.OfType<X509EnhancedKeyUsageExtension>()
                .Single().EnhancedKeyUsages
                .Cast<Oid>()
                .Select(oid => oid.Value));
        var audit = await PlainRequest.Get().AnswerAsync(call => bench.Bench.Create<AuditFunctions>().ShowAsync(call, Token));
        Assert.Contains(
            audit.Json["orders"]!.AsArray(),
            order => order!["order"]!.ToString() == "REQUEST_CERTIFICATE" && order["counts"]!["made"]!.GetValue<int>() == 1);
    }

    [Fact]
    public async Task A_self_signed_certificate_is_created_for_the_requested_number_of_days()
    {
        var kid = await bench.Bench.KidAsync();
        var answer = await CertifyAsync(kid, $$"""{"subject":"{{Subject}}","days":90}""");
        using var certificate = X509Certificate2.CreateFromPem(answer.Text("certificate"));
        using var key = certificate.GetRSAPublicKey();

        Assert.Equal((200, kid), (answer.Status, PublishedKey.Of(key!).KeyId));
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(certificate.RawData)[..8]), answer.Text("certificateKid"));
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), answer.Json["until"]!.GetValue<DateTimeOffset>().UtcDateTime);
        Assert.InRange((certificate.NotAfter - certificate.NotBefore).TotalDays, 90, 90.1);
        Assert.Empty(certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>());
    }

    [Theory]
    [InlineData("{}", "REQUIRED", "/subject")]
    [InlineData("""{"subject":"Ministry"}""", "FORMAT", "/subject")]
    [InlineData("""{"subject":"CN=a","days":5}""", "UNKNOWN_MEMBER", "")]
    [InlineData("""{"subject":"CN=a","for":["dose"]}""", "ENUM", "/for/0")]
    [InlineData("""{"subject":"CN=a","for":[]}""", "EMPTY_ARRAY", "/for")]
    [InlineData("""{"subject":"CN=a","for":[7]}""", "WRONG_TYPE", "/for/0")]
    [InlineData("[]", "WRONG_TYPE", "")]
    public async Task An_invalid_request_is_refused(string body, string code, string pointer)
    {
        var answer = await RequestAsync(await bench.Bench.KidAsync(), body);

        Assert.Equal(
            (400, code, pointer),
            (answer.Status, answer.Json["errors"]![0]!["code"]!.ToString(), answer.Json["errors"]![0]!["pointer"]!.ToString()));
    }

    [Theory]
    [InlineData("""{"subject":"CN=a"}""", "REQUIRED")]
    [InlineData("""{"subject":"CN=a","days":0}""", "FORMAT")]
    [InlineData("""{"subject":"CN=a","days":3651}""", "FORMAT")]
    [InlineData("""{"subject":"CN=a","days":"7"}""", "WRONG_TYPE")]
    public async Task A_certificate_with_an_invalid_lifetime_is_refused(string body, string code)
    {
        var answer = await CertifyAsync(await bench.Bench.KidAsync(), body);

        Assert.Equal(
            (400, code, "/days"),
            (answer.Status, answer.Json["errors"]![0]!["code"]!.ToString(), answer.Json["errors"]![0]!["pointer"]!.ToString()));
    }

    [Fact]
    public async Task For_a_missing_key_no_certificate_is_created()
    {
        Assert.Equal((404, "NOT_FOUND"), (await RequestAsync("nobody", """{"subject":"CN=a"}""")).Outcome);
        Assert.Equal((404, "NOT_FOUND"), (await CertifyAsync("nobody", """{"subject":"CN=a","days":5}""")).Outcome);
    }

    private Task<PlainAnswer> RequestAsync(string kid, string body) =>
        PlainRequest.Post(body).AnswerAsync(request => functions.RequestAsync(request, kid, Token));

    private Task<PlainAnswer> CertifyAsync(string kid, string body) =>
        PlainRequest.Post(body).AnswerAsync(request => functions.CertifyAsync(request, kid, Token));
}
