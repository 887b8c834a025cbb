using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Keys;
using Divoc.Functions.Status;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Status;
using Divoc.Functions.Triggers;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>How long the document of the trusted keys lives, and what it costs to hand it out.</summary>
public sealed class PublishedTrustTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// Not longer than a new key of a vault is published before it signs, less the time in which a process may not have seen it.
    /// </summary>
    [Theory]
    [InlineData("1.00:00:00", "1.00:00:00", "23:49:00")]
    [InlineData("06:00:00", "1.00:00:00", "06:00:00")]
    [InlineData("30.00:00:00", "7.00:00:00", "6.23:49:00")]
    [InlineData("1.00:00:00", "00:20:00", "00:15:00")]
    [InlineData("1.00:00:00", "00:00:00", "00:15:00")]
    public async Task The_trust_document_expires_before_a_key_that_it_lacks_can_sign(
        string lifetime, string publishedBefore, string expected)
    {
        await using var bench = new StatusBench(configure: services => services
            .Configure<RevocationOptions>(options => options.Lifetime = TimeSpan.Parse(lifetime, CultureInfo.InvariantCulture))
            .Configure<KeyVaultOptions>(
                options => options.PublishBeforeUse = TimeSpan.Parse(publishedBefore, CultureInfo.InvariantCulture)));
        var document = (await AskAsync(bench)).Json;

        Assert.Equal(StatusBench.Start, TimeOf(document, "issued"));
        Assert.Equal(StatusBench.Start + TimeSpan.Parse(expected, CultureInfo.InvariantCulture), TimeOf(document, "nextUpdate"));
    }

    [Fact]
    public async Task The_document_is_unchanged_for_an_eighth_of_its_lifetime_and_clients_that_have_it_get_304()
    {
        await using var bench = new StatusBench();
        var first = await AskAsync(bench);
        Assert.Equal(
            (200, "application/json", "public, max-age=300", "Accept-Encoding"),
            (first.Status, first.ContentType, first.CacheControl, first.Vary));
        Assert.DoesNotContain("\n", Encoding.UTF8.GetString(first.Body), StringComparison.Ordinal);

        bench.Time.Advance(TimeSpan.FromMinutes(178));
        var again = await AskAsync(bench, ("If-None-Match", first.ETag));
        Assert.Equal((304, 0, first.ETag), (again.Status, again.Body.Length, again.ETag));

        bench.Time.Advance(TimeSpan.FromMinutes(2));
        var later = await AskAsync(bench, ("If-None-Match", first.ETag));
        Assert.Equal((200, bench.Time.GetUtcNow()), (later.Status, TimeOf(later.Json, "issued")));
        Assert.Equal(WithoutTimes(first.Json), WithoutTimes(later.Json));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task The_compressed_document_has_its_own_ETag(string coding)
    {
        using var first = KeyFileSigningKeys.Open(folder.PathOf("first.pem"));
        using var second = KeyFileSigningKeys.Open(folder.PathOf("second.pem"));
        var keys = new Verification.RotatingKey();
        keys.Add(first);
        keys.Add(second);
        await using var bench = new StatusBench(configure: services => services.AddSingleton<ISigningKeys>(keys));
        var plain = await AskAsync(bench);
        var packed = await AskAsync(bench, ("Accept-Encoding", coding));
        var again = await AskAsync(bench, ("Accept-Encoding", coding), ("If-None-Match", packed.ETag));

        Assert.Equal((coding, 304), (packed.Headers.ContentEncoding.ToString(), again.Status));
        Assert.NotEqual(plain.ETag, packed.ETag);
        using var content = new MemoryStream(packed.Body);
        await using Stream stream = coding == "br"
            ? new BrotliStream(content, CompressionMode.Decompress)
            : new GZipStream(content, CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await stream.CopyToAsync(unpacked, Token);
        Assert.Equal(plain.Body, unpacked.ToArray());
    }

    /// <summary>A new key is published at once, whatever was handed out a moment ago.</summary>
    [Fact]
    public async Task An_added_or_removed_key_is_published_immediately()
    {
        using var first = KeyFileSigningKeys.Open(folder.PathOf("first.pem"));
        using var second = KeyFileSigningKeys.Open(folder.PathOf("second.pem"));
        var keys = new Verification.RotatingKey();
        keys.Add(first);
        await using var bench = new StatusBench(configure: services => services.AddSingleton<ISigningKeys>(keys));
        var before = await AskAsync(bench);
        keys.Add(second);
        var both = await AskAsync(bench);
        keys.RemoveFirst();
        var after = await AskAsync(bench);

        Assert.Equal([1, 2, 1], new[] { before, both, after }.Select(one => one.Json["own"]!["keys"]!.AsArray().Count));
        Assert.Equal(3, new[] { before, both, after }.Select(one => one.ETag).Distinct().Count());
    }

    private static Task<PlainAnswer> AskAsync(StatusBench bench, params (string Name, string Value)[] headers)
    {
        return PlainRequest.Get("", headers).AnswerAsync(request => bench.Issuing.Create<TrustFunctions>().ShowAsync(request, Token));
    }

    private static DateTimeOffset TimeOf(JsonNode document, string name) =>
        DateTimeOffset.Parse(document[name]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static string WithoutTimes(JsonNode document)
    {
        var left = document.DeepClone().AsObject();
        Assert.True(left.Remove("issued") && left.Remove("nextUpdate"));
        return left.ToJsonString();
    }
}
