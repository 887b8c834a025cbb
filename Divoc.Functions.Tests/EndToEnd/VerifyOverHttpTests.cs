using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Tests.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>What a scanner, a web form and a person with a file are answered.</summary>
[Trait("Kind", "Slow")]
public sealed class VerifyOverHttpTests : IAsyncLifetime
{
    private const string Certify = "/divoc/api/v1/certify";
    private const string Verify = "/divoc/api/v1/verify";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private volatile bool isStoreDown;
    private TestHost host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PartnerSystem Partner => new(host.Client);

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync(builder =>
    {
        var factory = builder.Services.Last(service => service.ServiceType == typeof(IArtifactStore)).ImplementationFactory!;
        builder.Services.AddSingleton<IArtifactStore>(provider => new BreakableStore((IArtifactStore)factory(provider), () => isStoreDown));
    });

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_scanned_code_is_verified()
    {
        var id = await IssueAsync();
        var text = Scanner.ScanText(await Partner.FetchAsync(id, "qr.png"));
        using var response = await PostAsync(Encoding.UTF8.GetBytes(text), "text/plain");
        var verdict = await AnswerAsync(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal("VALID", verdict["status"]!.GetValue<string>());
        Assert.Empty(verdict["reasons"]!.AsArray());
        Assert.Equal(id, verdict["certificateId"]!.GetValue<string>());
        Assert.Equal(
            [
                "status", "signature", "reasons", "certificateId", "kind", "issuer", "verificationMethod", "kid", "issued", "validFrom",
                "validUntil", "summary", "checkedAt",
            ],
            verdict.AsObject().Select(member => member.Key));
        Assert.True(JsonNode.DeepEquals(verdict["summary"], JsonNode.Parse(
            """{"name":"Ishara Wendakoon","age":"42","gender":"Female","vaccine":"Covishield","date":"2021-05-18T09:40:00.000+05:30","dose":1,"totalDoses":2,"facility":"Wattala Divisional Hospital","country":"LKA"}""")));
    }

    [Fact]
    public async Task The_verdict_on_an_expired_or_changed_certificate_has_a_reason_that_a_traveller_understands()
    {
        var id = await IssueAsync(until: "2022-05-17");
        var credential = await Partner.FetchAsync(id, "credential.json");
        using var expired = await PostAsync(credential, "application/json");
        using var changed = await PostAsync(
            Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(credential).Replace("Ishara", "Isuru", StringComparison.Ordinal)),
            "application/vc+ld+json");
        var verdict = await AnswerAsync(changed);

        Assert.Equal("EXPIRED", (await AnswerAsync(expired))["status"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal("INVALID", verdict["status"]!.GetValue<string>());
        Assert.Equal("SIGNATURE_WRONG", verdict["reasons"]![0]!["code"]!.GetValue<string>());
        Assert.EndsWith(".", verdict["reasons"]![0]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(["status", "signature", "reasons", "checkedAt"], verdict.AsObject().Select(member => member.Key));
    }

    [Theory]
    [InlineData("fr", "fr", "Ce certificat a expiré.")]
    [InlineData("ar-EG,ar;q=0.9,en;q=0.8", "ar", "انتهت صلاحية هذه الشهادة.")]
    [InlineData(null, "en", "This certificate has expired.")]
    [InlineData("de", "en", "This certificate has expired.")]
    public async Task Sentences_are_in_the_language_that_the_caller_prefers(string? wanted, string language, string sentence)
    {
        var credential = await Partner.FetchAsync(await IssueAsync(until: "2022-05-17"), "credential.json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Verify) { Content = new ByteArrayContent(credential) };
        if (wanted is not null)
        {
            request.Headers.Add("Accept-Language", wanted);
        }

        using var response = await host.Client.SendAsync(request, Token);
        var reason = (await AnswerAsync(response))["reasons"]![0]!.AsObject();

        Assert.Equal([language], response.Content.Headers.ContentLanguage);
        Assert.Equal(["Accept-Language"], response.Headers.Vary);
        Assert.Equal(
            """{"code":"EXPIRED","message":"SENTENCE"}""".Replace("SENTENCE", sentence, StringComparison.Ordinal),
            reason.ToJsonString(Readable));
    }

    [Fact]
    public async Task A_web_form_can_send_a_file_or_a_text()
    {
        var credential = await Partner.FetchAsync(await IssueAsync(), "credential.json");
        var archive = QrPayload.Pack(credential);
        using var file = Form(
            ("note", Encoding.UTF8.GetBytes("from the gate"), null), ("upload", archive, "certificate.zip"), ("empty", [], "nothing.json"));
        using var text = Form(("text", credential, null));
        using var code = Form(("scan", Encoding.UTF8.GetBytes(QrPayload.ToText(archive)), "scan.txt"));
        using var marked = Form(("saved", [0xEF, 0xBB, 0xBF, .. credential], "by-an-editor.json"));
        foreach (var form in new[] { file, text, code, marked })
        {
            using var response = await host.Client.PostAsync(Verify, form, Token);
            Assert.Equal("VALID", (await AnswerAsync(response))["status"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task The_fetched_PDF_and_image_are_verified_as_a_body_and_in_a_form()
    {
        var id = await IssueAsync();
        var (pdf, png) = (await Partner.FetchAsync(id, "certificate.pdf"), await Partner.FetchAsync(id, "qr.png"));
        foreach (var (file, type, name) in new[]
        {
            (pdf, "application/pdf", "certificate.pdf"),
            (png, "image/png", "code.png"),
            (Scanner.Rasterise(pdf, 150), "image/png", "page.png"),
        })
        {
            using var alone = await PostAsync(file, type);
            await AssertValidAsync(id, alone);
            await AssertValidInFormAsync(id, file, name);
        }
    }

    private async Task AssertValidInFormAsync(string id, byte[] file, string name)
    {
        using var form = Form(("note", "from the gate"u8.ToArray(), null), ("upload", file, name));
        using var response = await host.Client.PostAsync(Verify, form, Token);
        await AssertValidAsync(id, response);
    }

    private static async Task AssertValidAsync(string id, HttpResponseMessage response)
    {
        var verdict = await AnswerAsync(response);
        Assert.Equal(("VALID", id), (verdict["status"]!.GetValue<string>(), verdict["certificateId"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_file_without_a_readable_certificate_is_reported_and_a_file_that_is_too_large_is_refused()
    {
        var pdf = await Partner.FetchAsync(await IssueAsync(), "certificate.pdf");
        using var empty = await PostAsync("%PDF-1.7\n%%EOF"u8.ToArray(), "application/pdf");
        using var picture = await PostAsync([0xFF, 0xD8, 0xFF, .. new byte[2 * VerificationLimits.PayloadBytes]], "image/jpeg");
        using var padded = await PostAsync([.. pdf, .. new byte[VerificationLimits.FileBytes - pdf.Length]], "application/pdf");
        using var larger = await PostAsync([.. pdf, .. new byte[VerificationLimits.FileBytes + 1 - pdf.Length]], "application/pdf");

        Assert.Contains(
            "No certificate can be read from this PDF",
            (await AnswerAsync(empty))["detail"]!.GetValue<string>(),
            StringComparison.Ordinal);
        Assert.Equal("FILE_UNREADABLE", (await AnswerAsync(picture))["code"]!.GetValue<string>());
        Assert.Equal("VALID", (await AnswerAsync(padded))["status"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, larger.StatusCode);
    }

    [Fact]
    public async Task A_form_without_a_boundary_or_without_exactly_one_certificate_is_refused()
    {
        using var none = Form(("a", "hello"u8.ToArray(), null));
        using var several = Form(("a", "{}"u8.ToArray(), null), ("b", "{}"u8.ToArray(), null));
        using var many = Form([.. Enumerable.Range(0, 20).Select(number => ($"p{number}", "x"u8.ToArray(), (string?)null))]);
        using var endless = new ByteArrayContent(Encoding.UTF8.GetBytes("--b\r\n" + new string('h', 100_000)));
        endless.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        using var unbounded = new ByteArrayContent("x"u8.ToArray());
        unbounded.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data");
        foreach (var form in new HttpContent[] { none, several, many, endless, unbounded })
        {
            using var response = await host.Client.PostAsync(Verify, form, Token);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{}")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("[{\"proof\":{}}]")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("HC2:6BF")]
    public async Task A_body_that_is_not_a_certificate_is_answered_with_a_problem(string body)
    {
        using var response = await PostAsync(Encoding.UTF8.GetBytes(body), "text/plain");
        var problem = await AnswerAsync(response);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("NOT_A_CERTIFICATE", problem["code"]!.GetValue<string>());
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_body_beyond_the_limits_is_refused()
    {
        using var body = await PostAsync([.. "{"u8, .. new byte[VerificationLimits.PayloadBytes]], "application/json");
        using var credential = await PostAsync(
            Encoding.UTF8.GetBytes($$"""{"proof":"{{new string('x', VerificationLimits.CredentialBytes)}}"}"""), "application/json");
        using var archive = await PostAsync(QrPayload.Pack(new byte[VerificationLimits.CredentialBytes + 1]), "application/zip");
        using var bomb = await PostAsync(QrPayload.Pack(new byte[VerificationLimits.CredentialBytes]), "application/zip");
        using var deep = await PostAsync(
            Encoding.UTF8.GetBytes($"{{\"proof\":{new string('[', VerificationLimits.Depth)}{new string(']', VerificationLimits.Depth)}}}"),
            "application/json");
        using var deepest = await PostAsync(
            Encoding.UTF8.GetBytes(
                $"{{\"proof\":{new string('[', VerificationLimits.Depth - 1)}{new string(']', VerificationLimits.Depth - 1)}}}"),
            "application/json");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, body.StatusCode);
        Assert.Equal("CERTIFICATE_TOO_LARGE", (await AnswerAsync(credential))["code"]!.GetValue<string>());
        Assert.All(new[] { credential, archive, bomb, deep }, response => Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode));
        Assert.Equal(HttpStatusCode.OK, deepest.StatusCode);
    }

    /// <summary>W19: where DIVOC answers as for a wrong certificate, this is a 503.</summary>
    [Fact]
    public async Task W19_an_unreachable_registry_is_answered_with_503()
    {
        var credential = await Partner.FetchAsync(await IssueAsync(), "credential.json");
        isStoreDown = true;
        using var response = await PostAsync(credential, "application/json");
        isStoreDown = false;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Anyone_may_verify()
    {
        await using var guarded = await TestHost.StartAsync(null, "--Divoc:Auth:RequireKeys", "true");
        using var content = new StringContent("""{"proof":{}}""");
        using var response = await guarded.Client.PostAsync(Verify, content, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static MultipartFormDataContent Form(params (string Name, byte[] Content, string? FileName)[] parts)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, content, fileName) in parts)
        {
#pragma warning disable CA2000 // The form owns its parts and disposes them.
            var part = new ByteArrayContent(content);
#pragma warning restore CA2000
            part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = name, FileName = fileName };
            form.Add(part);
        }

        return form;
    }

    private static async Task<JsonNode> AnswerAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;

    private async Task<string> IssueAsync(string until = "2199-05-17")
    {
        var happened = PartnerSystem.Event("certify-v1.json", "VERIFY");
        happened["vaccination"]!["effectiveUntil"] = until;
        return await Partner.IssueAsync(Certify, happened);
    }

    private async Task<HttpResponseMessage> PostAsync(byte[] body, string contentType)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return await host.Client.PostAsync(Verify, content, Token);
    }
}
