using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Ledger;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Triggers;
using Microsoft.AspNetCore.Http;
using SkiaSharp;

namespace Divoc.Functions.Tests.Triggers;

public sealed class CertificateFunctionsTests(PlainBench bench) : IClassFixture<PlainBench>
{
    private const string Credential = "application/vc+ld+json";

    private readonly CertificateFunctions functions = bench.Bench.Create<CertificateFunctions>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, Credential)]
    [InlineData("", Credential)]
    [InlineData("*/*", Credential)]
    [InlineData("application/*", Credential)]
    [InlineData("application/json", Credential)]
    [InlineData("application/ld+json", Credential)]
    [InlineData("application/pdf", "application/pdf")]
    [InlineData("APPLICATION/PDF", "application/pdf")]
    [InlineData("image/*", "image/png")]
    [InlineData("image/svg+xml", "image/svg+xml")]
    [InlineData("image/png;q=0.5, image/svg+xml", "image/svg+xml")]
    [InlineData("image/png;q=0.9, application/pdf;q=0.9", "application/pdf")]
    [InlineData("application/pdf;q=0.2, */*;q=0.1", "application/pdf")]
    [InlineData("*/*, application/vc+ld+json;q=0, application/ld+json;q=0, application/json;q=0", "application/pdf")]
    [InlineData("image/*;q=0.8, image/png;q=0.1, application/*;q=0.2", "image/svg+xml")]
    [InlineData("text/html, */*;q=0.001", Credential)]
    public async Task The_part_preferred_by_Accept_is_returned(string? accept, string mediaType)
    {
        var answer = await PlainRequest.Get("", accept is null ? [] : [("Accept", accept)])
            .AnswerAsync(request => functions.FetchAsync(request, bench.Live, Token));

        Assert.Equal((200, mediaType), (answer.Status, answer.ContentType));
        Assert.Equal("Accept", answer.Vary);
        Assert.NotEmpty(answer.Body);
    }

    [Fact]
    public async Task A_page_and_an_image_are_shown_inline_with_a_file_name()
    {
        var page = await PlainRequest.Get().AnswerAsync(request => functions.FetchPdfAsync(request, bench.Live.ToUpperInvariant(), Token));
        var image = await PlainRequest.Get("?px=500").AnswerAsync(request => functions.FetchQrAsync(request, bench.Live, Token));
        var drawing = await PlainRequest.Of("HEAD").AnswerAsync(request => functions.FetchQrSvgAsync(request, bench.Live, Token));
        var credential = await PlainRequest.Get().AnswerAsync(request => functions.FetchCredentialAsync(request, bench.Live, Token));

        Assert.Equal($"inline; filename=\"certificate-{bench.Live}.pdf\"", page.Headers.ContentDisposition);
        Assert.Equal($"inline; filename=\"certificate-{bench.Live}.png\"", image.Headers.ContentDisposition);
        Assert.Equal($"inline; filename=\"certificate-{bench.Live}.svg\"", drawing.Headers.ContentDisposition);
        Assert.Empty(credential.Headers.ContentDisposition.ToString());
    }

    [Fact]
    public async Task An_id_in_capitals_is_the_same_id()
    {
        var history = await PlainRequest.Get()
            .AnswerAsync(request => functions.ShowHistoryAsync(request, bench.Live.ToUpperInvariant(), Token));

        Assert.Equal((200, bench.Live), (history.Status, history.Text("certificateId")));
    }

    [Fact]
    public async Task Multiple_Accept_headers_count_as_one()
    {
        var answer = await PlainRequest.Get("", ("Accept", "application/pdf;q=0.1"), ("Accept", "image/png"))
            .AnswerAsync(request => functions.FetchAsync(request, bench.Live, Token));

        Assert.Equal("image/png", answer.ContentType);
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("text/*")]
    [InlineData("application/pdf;q=0")]
    [InlineData("*/*;q=0")]
    [InlineData("nonsense")]
    public async Task If_no_part_is_acceptable_the_answer_names_the_available_media_types(string accept)
    {
        var answer = await PlainRequest.Get("", ("Accept", accept))
            .AnswerAsync(request => functions.FetchAsync(request, bench.Live, Token));

        Assert.Equal((406, "NOT_ACCEPTABLE"), answer.Outcome);
        Assert.Equal("Accept", answer.Vary);
        Assert.Contains(
            "application/vc+ld+json, application/ld+json, application/json, application/x.eu-dcc, application/smart-health-card, "
            + "application/fhir+json, application/pdf, image/png, image/svg+xml",
            answer.Text("detail"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_part_is_returned_unchanged_with_its_hash_as_ETag_and_its_time_of_issue()
    {
        var listed = (await bench.Bench.Finder.FindAsync(bench.Live, Divoc.Functions.Domain.Caller.Service, Token))!;
        var page = await PlainRequest.Get().AnswerAsync(request => functions.FetchPdfAsync(request, bench.Live, Token));
        var image = await PlainRequest.Get().AnswerAsync(request => functions.FetchQrAsync(request, bench.Live, Token));
        var credential = await PlainRequest.Get().AnswerAsync(request => functions.FetchCredentialAsync(request, bench.Live, Token));

        Assert.Equal($"\"{listed.Hashes.Of(CertificateArtifacts.PdfFile)}\"", page.ETag);
        Assert.Equal($"\"{listed.Hashes.Of(CertificateArtifacts.QrFile)}\"", image.ETag);
        Assert.Equal($"\"{listed.Hashes.Of(TestArtifacts.CredentialFile)}\"", credential.ETag);
        Assert.Equal(listed.IssuedAt.ToString("R"), page.LastModified);
        Assert.Equal("no-store", page.CacheControl);
        Assert.Equal(("application/pdf", "image/png", Credential), (page.ContentType, image.ContentType, credential.ContentType));
        Assert.Equal(
            page.Body,
            (await bench.Bench.Store.GetAsync(Divoc.Functions.Ledger.CertificateArtifacts.Pdf(bench.Live), Token))!.Bytes.ToArray());
    }

    [Theory]
    [InlineData("If-None-Match", "{tag}", 304)]
    [InlineData("If-None-Match", "\"other\", {tag}", 304)]
    [InlineData("If-None-Match", "*", 304)]
    [InlineData("If-None-Match", "\"other\"", 200)]
    [InlineData("If-Match", "\"other\"", 412)]
    [InlineData("If-Match", "{tag}", 200)]
    [InlineData("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT", 200)]
    [InlineData("If-Modified-Since", "{date}", 304)]
    [InlineData("If-Modified-Since", "Fri, 01 Jan 2021 00:00:00 GMT", 200)]
    public async Task A_part_that_the_client_already_has_is_not_sent_again(string header, string value, int status)
    {
        var first = await PlainRequest.Get().AnswerAsync(request => functions.FetchCredentialAsync(request, bench.Live, Token));
        var asked = value.Replace("{tag}", first.ETag, StringComparison.Ordinal)
            .Replace("{date}", first.LastModified, StringComparison.Ordinal);
        var answer = await PlainRequest.Get("", (header, asked))
            .AnswerAsync(request => functions.FetchCredentialAsync(request, bench.Live, Token));

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200, answer.Body.Length > 0);
        Assert.Equal(first.ETag, answer.ETag);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(4000)]
    public async Task A_PNG_of_a_requested_size_has_the_most_whole_pixels_per_module_and_its_own_ETag(int size)
    {
        var stored = await PlainRequest.Get().AnswerAsync(request => functions.FetchQrAsync(request, bench.Live, Token));
        var sized = await PlainRequest.Get($"?px={size}").AnswerAsync(request => functions.FetchQrAsync(request, bench.Live, Token));
        var negotiated = await PlainRequest.Get($"?px={size}", ("Accept", "image/png"))
            .AnswerAsync(request => functions.FetchAsync(request, bench.Live, Token));
        using var image = SKBitmap.Decode(sized.Body);
        using var known = SKBitmap.Decode(stored.Body);
        var modules = known.Width / QrPng.PixelsPerModule;

        Assert.Equal(size / modules * modules, image.Width);
        Assert.NotEqual(stored.ETag, sized.ETag);
        Assert.Equal(sized.ETag, negotiated.ETag);
        Assert.Equal(stored.LastModified, sized.LastModified);
    }

    [Theory]
    [InlineData("99")]
    [InlineData("4001")]
    [InlineData("-200")]
    [InlineData("+200")]
    [InlineData("2e3")]
    [InlineData("99999999999")]
    [InlineData("")]
    [InlineData("200&px=300")]
    public async Task An_unsupported_image_size_is_refused_with_the_supported_sizes(string size)
    {
        var answer = await PlainRequest.Get($"?px={size}").AnswerAsync(request => functions.FetchQrAsync(request, bench.Live, Token));

        Assert.Equal((400, "SIZE"), answer.Outcome);
        Assert.Equal("px must be a whole number from 100 to 4000.", answer.Text("detail"));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(300)]
    public async Task A_requested_size_too_small_to_scan_gives_two_pixels_per_module_and_can_be_scanned(int size)
    {
        var credential = await PlainRequest.Get().AnswerAsync(request => functions.FetchCredentialAsync(request, bench.Live, Token));
        var stored = await PlainRequest.Get().AnswerAsync(request => functions.FetchQrAsync(request, bench.Live, Token));
        var sized = await PlainRequest.Get($"?px={size}").AnswerAsync(request => functions.FetchQrAsync(request, bench.Live, Token));
        using var image = SKBitmap.Decode(sized.Body);
        using var known = SKBitmap.Decode(stored.Body);

        Assert.InRange(known.Width / QrPng.PixelsPerModule, 1 + (size / 2), int.MaxValue);
        Assert.Equal(2 * known.Width / QrPng.PixelsPerModule, image.Width);
        Assert.Equal(credential.Body, QrPayload.Decode(Scanner.ScanText(sized.Body)));
    }

    [Fact]
    public async Task A_requested_size_is_ignored_for_other_parts()
    {
        var page = await PlainRequest.Get("?px=1").AnswerAsync(request => functions.FetchPdfAsync(request, bench.Live, Token));
        var drawing = await PlainRequest.Get("?px=1").AnswerAsync(request => functions.FetchQrSvgAsync(request, bench.Live, Token));

        Assert.Equal((200, 200), (page.Status, drawing.Status));
        Assert.Equal("image/svg+xml", drawing.ContentType);
    }

    [Fact]
    public async Task A_replaced_certificate_is_returned_with_a_link_to_its_replacement()
    {
        var replaced = await PlainRequest.Get().AnswerAsync(request => functions.FetchPdfAsync(request, bench.Superseded, Token));
        var live = await PlainRequest.Get().AnswerAsync(request => functions.FetchPdfAsync(request, bench.Live, Token));

        Assert.Equal(200, replaced.Status);
        Assert.Equal($"<http://localhost:7071/certificates/{bench.Live}>; rel=\"successor-version\"", replaced.Link);
        Assert.Empty(live.Link);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Unknown_revoked_or_erased_certificates_are_not_returned(string method)
    {
        await AssertIsRefusedAsync(PlainBench.Unknown, 404, "NOT_FOUND");
        await AssertIsRefusedAsync("../", 404, "NOT_FOUND");
        await AssertIsRefusedAsync(bench.Revoked, 410, "REVOKED");
        await AssertIsRefusedAsync(bench.Erased, 410, "ERASED");

        async Task AssertIsRefusedAsync(string id, int status, string code)
        {
            foreach (var function in new Function[]
            {
                functions.FetchAsync, functions.FetchCredentialAsync, functions.FetchPdfAsync, functions.FetchQrAsync,
                functions.FetchQrSvgAsync,
            })
            {
                var answer = await PlainRequest.Of(method, "?px=wrong").AnswerAsync(request => function(request, id, Token));

                Assert.Equal(status, answer.Status);
                Assert.Equal("no-store", answer.CacheControl);
                Assert.Equal(method == "GET" ? code : null, answer.Body.Length > 0 ? answer.Text("code") : null);
            }
        }
    }

    [Fact]
    public async Task The_history_shows_the_state_the_changes_and_the_other_versions()
    {
        var answer = await PlainRequest.Get().AnswerAsync(request => functions.ShowHistoryAsync(request, bench.Superseded, Token));
        var next = await PlainRequest.Get().AnswerAsync(request => functions.ShowHistoryAsync(request, bench.Live, Token));

        Assert.Equal(200, answer.Status);
        Assert.Equal("no-store", answer.CacheControl);
        Assert.Equal(
            ("SUPERSEDED", bench.Live), (answer.Json["state"]!["status"]!.ToString(), answer.Json["state"]!["replacedBy"]!.ToString()));
        Assert.Equal("SUPERSEDED", Assert.Single(answer.Json["changes"]!.AsArray())!["change"]!.ToString());
        Assert.Equal(
            [bench.Superseded, bench.Live], answer.Json["versions"]!.AsArray().Select(version => version!["certificateId"]!.ToString()));
        Assert.Equal((bench.Superseded, "LIVE"), (next.Text("replaces"), next.Json["state"]!["status"]!.ToString()));
    }

    [Fact]
    public async Task The_history_of_a_revoked_or_erased_certificate_exists_and_that_of_an_unknown_one_does_not()
    {
        var revoked = await PlainRequest.Get().AnswerAsync(request => functions.ShowHistoryAsync(request, bench.Revoked, Token));
        var erased = await PlainRequest.Get().AnswerAsync(request => functions.ShowHistoryAsync(request, bench.Erased, Token));
        var unknown = await PlainRequest.Get().AnswerAsync(request => functions.ShowHistoryAsync(request, PlainBench.Unknown, Token));

        Assert.Equal(("REVOKED", "PLAIN"), (revoked.Json["state"]!["status"]!.ToString(), revoked.Json["state"]!["reason"]!.ToString()));
        Assert.Equal("true", erased.Json["state"]!["erased"]!.ToString());
        Assert.Equal((404, "NOT_FOUND"), unknown.Outcome);
    }

    private delegate Task<IResult> Function(HttpRequest request, string certificateId, CancellationToken cancellationToken);
}
