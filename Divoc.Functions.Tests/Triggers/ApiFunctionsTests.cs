using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Divoc.Functions.Triggers;
using Divoc.Functions.Triggers.Api;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>The description of the API for programs and for people.</summary>
public sealed partial class ApiFunctionsTests(PlainBench bench) : IClassFixture<PlainBench>
{
    private readonly ApiFunctions functions = bench.Bench.Create<ApiFunctions>();

    [Fact]
    public async Task The_document_is_not_sent_again_to_a_client_that_has_it()
    {
        var first = await PlainRequest.Get().AnswerAsync(functions.ShowApiAsync);
        var again = await PlainRequest.Get("", ("If-None-Match", first.ETag)).AnswerAsync(functions.ShowApiAsync);

        Assert.Equal((200, "application/json", "public, max-age=300"), (first.Status, first.ContentType, first.CacheControl));
        Assert.StartsWith("3.1.", first.Json["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal((304, 0), (again.Status, again.Body.Length));
    }

    /// <summary>What the page loads is served by the program, and its policy lets nothing else in.</summary>
    [Fact]
    public async Task The_page_loads_only_files_of_the_program()
    {
        var page = await PlainRequest.Get().AnswerAsync(request => Task.FromResult(functions.ShowPage(request)));
        var html = Encoding.UTF8.GetString(page.Body);

        Assert.Equal((200, "text/html; charset=utf-8"), (page.Status, page.ContentType));
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'; script-src 'self';", ApiPage.Policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("https?:|\\*|unsafe-eval", ApiPage.Policy);
        var scripts = Script().Matches(html).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ApiPage.FileNames.Order(), scripts.Order());
        Assert.All(scripts, script => Assert.NotNull(ApiPage.Find(script)));
    }

    [Fact]
    public async Task A_large_file_is_compressed_only_if_the_client_accepts_that()
    {
        var packed = await PlainRequest.Get("", ("Accept-Encoding", "gzip"))
            .AnswerAsync(request => Task.FromResult(functions.ShowPageFile(request, "scalar.js")));
        var plain = await PlainRequest.Get("", ("Accept-Encoding", "gzip;q=0"))
            .AnswerAsync(request => Task.FromResult(functions.ShowPageFile(request, "scalar.js")));
        var unknown = await PlainRequest.Get().AnswerAsync(request => Task.FromResult(functions.ShowPageFile(request, "other.js")));

        Assert.Equal((200, 200, 404), (packed.Status, plain.Status, unknown.Status));
        Assert.NotEqual(packed.ETag, plain.ETag);
        Assert.InRange(packed.Body.Length, 100_000, 2_000_000);
        await using var unpacked = new GZipStream(new MemoryStream(packed.Body), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await unpacked.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        Assert.Equal(plain.Body, bytes.ToArray());
    }

    [GeneratedRegex("<script src=\"/docs/([^\"]+)\">")]
    private static partial Regex Script();
}
