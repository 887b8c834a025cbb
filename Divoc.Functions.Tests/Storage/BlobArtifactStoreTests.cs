using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Storage.Blob;

namespace Divoc.Functions.Tests.Storage;

/// <summary>The Blob store keeps the port's contract, against Azurite.</summary>
[Trait("Kind", "Slow")]
public sealed class BlobArtifactStoreTests(Azurite azurite) : ArtifactStoreContract, IAsyncLifetime
{
    private BlobBench bench = null!;

    protected override IArtifactStore Store => bench.Store;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => bench = await BlobBench.StartAsync(await azurite.TakeAccountAsync());

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task Each_write_is_one_request_for_any_artifact_size()
    {
        var name = new ArtifactName("certificates", "large");
        var before = bench.Wire.Requests.Count;
        await Store.CreateAsync(name, new ArtifactContent(new byte[ArtifactLimits.MaxBytes], "application/pdf"), Cancel);

        Assert.Equal(["PUT /certificates/large"], bench.Wire.Requests.Skip(before));
        Assert.Equal(ArtifactLimits.MaxBytes, (await Store.GetAsync(name, Cancel))!.Bytes.Length);
    }

    [Fact]
    public async Task A_certificate_is_created_with_three_requests()
    {
        var before = bench.Wire.Requests.Count;
        await Store.CreateTogetherAsync([Part("x/credential.json"), Part("x/qr.png"), Part("x/certificate.pdf")], Cancel);

        var requests = bench.Wire.Requests.Skip(before).ToList();
        Assert.Equal("PUT /certificates/x/credential.json", requests[0]);
        Assert.Equal(["PUT /certificates/x/certificate.pdf", "PUT /certificates/x/qr.png"], requests[1..].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Blobs_have_their_media_type_and_are_not_cached()
    {
        await Store.PutAsync(new("certificates", "x/qr.png"), new ArtifactContent(new byte[3], "image/png"), Cancel);
        var blob = await bench.Account.GetBlobContainerClient("certificates")
            .GetBlobClient("x/qr.png")
            .GetPropertiesAsync(cancellationToken: Cancel);

        Assert.Equal("image/png", blob.Value.ContentType);
        Assert.Equal("no-store", blob.Value.CacheControl);
    }

    [Fact]
    public async Task Spaces_and_percent_signs_in_metadata_are_preserved()
    {
        var metadata = new Dictionary<string, string> { ["kid"] = "  100% of %20 ", ["plain"] = "did:web:example.org#key-1" };
        await Store.PutAsync(new("certificates", "a"), new ArtifactContent(new byte[1], "text/plain", metadata), Cancel);

        Assert.Equal(metadata, (await Store.GetPropertiesAsync(new("certificates", "a"), Cancel))!.Metadata);
        Assert.Equal(metadata, (await Store.GetAsync(new("certificates", "a"), Cancel))!.Properties.Metadata);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("\"quoted\"")]
    [InlineData("a\nb")]
    public async Task An_invalid_ETag_matches_nothing(string ifMatch)
    {
        var name = new ArtifactName("registry", "document");
        await Store.PutAsync(name, Text("1"), Cancel);

        Assert.Null(await Store.ReplaceAsync(name, Text("2"), ifMatch, Cancel));
        Assert.Equal("1"u8.ToArray(), (await Store.GetAsync(name, Cancel))!.Bytes.ToArray());
    }

    [Fact]
    public async Task A_blob_larger_than_the_artifact_limit_is_not_read()
    {
        using var content = new MemoryStream(new byte[ArtifactLimits.MaxBytes + 1]);
        await bench.Account.GetBlobContainerClient("certificates").UploadBlobAsync("huge", content, Cancel);

        await Assert.ThrowsAsync<InvalidDataException>(() => Store.GetAsync(new("certificates", "huge"), Cancel));
    }

    [Fact]
    public async Task A_second_start_finds_the_containers_and_their_content()
    {
        await Store.PutAsync(new("registry", "kept"), Text("1"), Cancel);
        await bench.StartAsync();

        Assert.NotNull(await Store.GetAsync(new("registry", "kept"), Cancel));
    }

    [Fact]
    public async Task A_missing_container_is_an_outage_and_not_an_empty_store()
    {
        await bench.Account.DeleteBlobContainerAsync("registry", cancellationToken: Cancel);

        var gone = await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.GetAsync(new("registry", "a"), Cancel));
        Assert.Contains("ContainerNotFound", gone.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.GetPropertiesAsync(new("registry", "a"), Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.CreateAsync(new("registry", "a"), Text("1"), Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.ListAsync("registry", "", 10, null, Cancel));
    }

    private static ArtifactContent Text(string text) => new(System.Text.Encoding.UTF8.GetBytes(text), "text/plain");

    private static NamedArtifact Part(string name) => new(new("certificates", name), Text(name));
}
