using System.Text;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Triggers;

namespace Divoc.Functions.Tests.Triggers;

public sealed class VerificationFunctionsTests(PlainBench bench) : IClassFixture<PlainBench>
{
    private const string FormType = "multipart/form-data; boundary=edge";

    private readonly VerificationFunctions functions = bench.Bench.Create<VerificationFunctions>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_credential_is_verified_as_JSON_as_an_archive_and_as_the_text_of_its_code()
    {
        var credential = await CredentialAsync(bench.Revoked);
        var archive = QrPayload.Pack(credential);
        foreach (var payload in new[] { credential, archive, Encoding.UTF8.GetBytes(QrPayload.ToText(archive)) })
        {
            var answer = await PostAsync(payload, "text/plain");

            Assert.Equal((200, "no-store"), (answer.Status, answer.CacheControl));
            Assert.Equal(
                ("REVOKED", bench.Revoked, "vaccination"), (answer.Text("status"), answer.Text("certificateId"), answer.Text("kind")));
        }
    }

    [Theory]
    [InlineData(FormType)]
    [InlineData("Multipart/Form-Data; charset=utf-8; boundary=\"edge\"")]
    public async Task The_only_certificate_part_of_a_form_is_verified_with_any_name(string contentType)
    {
        var credential = Encoding.UTF8.GetString(await CredentialAsync(bench.Revoked));
        var answer = await PostAsync(Form("from the gate", $" \r\n{credential}", ""), contentType);

        Assert.Equal((200, bench.Revoked), (answer.Status, answer.Text("certificateId")));
    }

    [Fact]
    public async Task A_form_contains_one_certificate()
    {
        var several = await PostAsync(Form("{}", "{}"), FormType);
        var none = await PostAsync(Form("hello", "[]"), FormType);

        Assert.Equal((400, "NOT_A_CERTIFICATE"), several.Outcome);
        Assert.Contains("more than one", several.Text("detail"), StringComparison.Ordinal);
        Assert.Equal((400, "NOT_A_CERTIFICATE"), none.Outcome);
        Assert.Contains("No part", none.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=\"\"")]
    [InlineData("multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901")]
    [InlineData("multipart/form-data; boundary=other")]
    public async Task A_form_without_a_valid_boundary_is_refused(string contentType)
    {
        Assert.Equal((400, "MALFORMED_FORM"), (await PostAsync(Form("{}"), contentType)).Outcome);
    }

    [Theory]
    [InlineData(16, "NOT_A_CERTIFICATE")]
    [InlineData(17, "MALFORMED_FORM")]
    public async Task A_form_has_at_most_sixteen_parts(int count, string code)
    {
        Assert.Equal((400, code), (await PostAsync(Form([.. Enumerable.Repeat("x", count)]), FormType)).Outcome);
    }

    [Fact]
    public async Task A_form_that_ends_early_or_has_endless_headers_is_malformed()
    {
        Assert.Equal((400, "MALFORMED_FORM"), (await PostAsync("--edge\r\nA: b\r\n\r\nx"u8.ToArray(), FormType)).Outcome);
        Assert.Equal(
            (400, "MALFORMED_FORM"),
            (await PostAsync(
                Encoding.UTF8.GetBytes($"--edge\r\nA: {new string('h', 20_000)}\r\n\r\nx\r\n--edge--\r\n"), FormType)).Outcome);
    }

    /// <summary>Of what is announced no more is read than shows what it is.</summary>
    [Theory]
    [InlineData("application/json", "{", VerificationLimits.PayloadBytes)]
    [InlineData("application/pdf", "PK", VerificationLimits.PayloadBytes)]
    [InlineData("application/json", "%PDF-", VerificationLimits.FileBytes)]
    [InlineData("image/jpeg", "\u00FF\u00D8\u00FF", VerificationLimits.FileBytes)]
    [InlineData(FormType, "--edge", VerificationLimits.FileBytes)]
    public async Task Payloads_and_files_over_the_size_limit_are_refused_with_and_without_a_declared_length(
        string contentType, string beginning, int most)
    {
        var body = new byte[most + 1];
        Encoding.Latin1.GetBytes(beginning, body);
        var counted = PlainRequest.Post(body, ("Content-Type", contentType));
        counted.ContentLength = body.Length;

        Assert.Equal((413, "CERTIFICATE_TOO_LARGE"), (await PostAsync(body, contentType)).Outcome);
        Assert.Equal(400, (await PostAsync(body[..^1], contentType)).Status);
        Assert.Equal((413, "CERTIFICATE_TOO_LARGE"), (await counted.AnswerAsync(request => functions.VerifyAsync(request, Token))).Outcome);
        Assert.InRange(counted.Body.Position, 0, 64 * 1024);
    }

    [Theory]
    [InlineData("%PDF-1.7", "NO_CERTIFICATE_FOUND")]
    [InlineData("GIF89a", "FILE_UNREADABLE")]
    public async Task A_file_is_recognized_by_its_first_bytes_both_alone_and_in_a_form(string content, string code)
    {
        Assert.Equal((400, code), (await PostAsync(Encoding.UTF8.GetBytes(content), "text/plain")).Outcome);
        Assert.Equal((400, code), (await PostAsync(Form("a note", content), FormType)).Outcome);
        Assert.Equal((400, "NOT_A_CERTIFICATE"), (await PostAsync(Form("{}", content), FormType)).Outcome);
    }

    [Theory]
    [InlineData("fr", "fr", "L’émetteur a révoqué ce certificat. Il n’est plus valable.")]
    [InlineData("ta-LK, en;q=0.5", "ta", "வழங்கியவர் இந்தச் சான்றிதழை ரத்து செய்துள்ளார். இது இனி செல்லாது.")]
    [InlineData("de", "en", "The issuer has revoked this certificate. It is no longer valid.")]
    [InlineData("", "en", "The issuer has revoked this certificate. It is no longer valid.")]
    public async Task A_verdict_is_in_the_language_of_the_caller(string wanted, string language, string sentence)
    {
        var request = PlainRequest.Post(await CredentialAsync(bench.Revoked), ("Content-Type", "text/plain"), ("Accept-Language", wanted));
        var answer = await request.AnswerAsync(asked => functions.VerifyAsync(asked, Token));

        Assert.Equal((200, language, "Accept-Language"), (answer.Status, answer.Headers.ContentLanguage.ToString(), answer.Vary));
        Assert.Equal(sentence, answer.Json["reasons"]![0]!["message"]!.GetValue<string>());
        Assert.Equal("REVOKED", answer.Json["reasons"]![0]!["code"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{}")]
    public async Task Input_that_is_not_a_certificate_is_refused(string body)
    {
        Assert.Equal((400, "NOT_A_CERTIFICATE"), (await PostAsync(Encoding.UTF8.GetBytes(body), "text/plain")).Outcome);
    }

    private static byte[] Form(params string[] parts)
    {
        var names = parts.Select((part, index) => $"--edge\r\nContent-Disposition: form-data; name=\"p{index}\"\r\n\r\n{part}\r\n");
        return Encoding.UTF8.GetBytes($"{string.Concat(names)}--edge--\r\n");
    }

    private Task<PlainAnswer> PostAsync(byte[] body, string contentType)
    {
        return PlainRequest.Post(body, ("Content-Type", contentType)).AnswerAsync(request => functions.VerifyAsync(request, Token));
    }

    private async Task<byte[]> CredentialAsync(string id) =>
        (await bench.Bench.Store.GetAsync(TestArtifacts.Credential(id), Token))!.Bytes.ToArray();
}
