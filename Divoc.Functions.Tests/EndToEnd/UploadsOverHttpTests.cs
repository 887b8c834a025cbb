using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Intake.Uploads;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>Files over a connection to the host, which certifies them by itself.</summary>
[Trait("Kind", "Slow")]
public sealed class UploadsOverHttpTests : IAsyncLifetime
{
    private const string Upload = "/divoc/api/v1/bulkCertify";

    private TestHost host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync(null, "--Divoc:Uploads:Bytes", "4194304");

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_file_is_certified_and_its_progress_is_reported()
    {
        using var answer = await PostAsync(
            CsvFile.Bytes(CsvFile.Of(CsvFile.Rows(30).Append(CsvFile.Row("UP-BAD", ("recipientName", ""))))));
        var sent = await JsonAsync(answer);
        await Eventually.HoldsAsync(async () => (await GetAsync($"{sent["statusUrl"]}"))["finishedAt"] is not null);
        var upload = await GetAsync($"{sent["statusUrl"]}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            """{"read":31,"queued":0,"issued":30,"duplicate":0,"failed":0,"refused":1,"kept":1}""", upload["rows"]!.ToJsonString());
        Assert.Equal("32", $"{(await GetAsync($"{sent["errorsUrl"]}"))["errorRows"]![0]!["row"]}");
        Assert.Equal($"{sent["ID"]}", $"{(await GetAsync("/divoc/api/v1/certify/uploads"))[0]!["ID"]}");
    }

    [Fact]
    public async Task A_compressed_file_is_accepted_and_one_that_is_too_large_is_refused()
    {
        var file = CsvFile.Bytes(CsvFile.Of(CsvFile.Rows(5, "GZ")));
        var large = new byte[9 * 1024 * 1024];
        large.AsSpan().Fill((byte)'x');
        CsvFile.Bytes(CsvFile.Of(CsvFile.Row("LA"))).CopyTo(large, 0);
        using var packed = await PostAsync(file, pack: true);
        using var refused = await PostAsync(large);
        using var unpacked = await PostAsync(large, pack: true);

        Assert.Equal(HttpStatusCode.OK, packed.StatusCode);
        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE"), (refused.StatusCode, $"{(await JsonAsync(refused))["code"]}"));
        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE"), (unpacked.StatusCode, $"{(await JsonAsync(unpacked))["code"]}"));
    }

    private async Task<HttpResponseMessage> PostAsync(byte[] file, bool pack = false)
    {
        using var part = new ByteArrayContent(file);
        using var form = new MultipartFormDataContent { { part, "file", "events.csv" } };
        using var content = new ByteArrayContent(
            pack ? Packed(await form.ReadAsByteArrayAsync(Token)) : await form.ReadAsByteArrayAsync(Token));
        content.Headers.ContentType = form.Headers.ContentType;
        if (pack)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        return await host.Client.PostAsync(Upload, content, Token);
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            zip.Write(bytes);
        }

        return stream.ToArray();
    }

    private async Task<JsonNode> GetAsync(string url)
    {
        using var answer = await host.Client.GetAsync(url, Token);
        return await JsonAsync(answer);
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
}
