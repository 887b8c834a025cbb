using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Storage.Blob;

/// <summary>The Blob store keeps the port's contract against the double that the throughput run uses, as it does against Azurite.</summary>
public sealed class BlobStorageDoubleTests : ArtifactStoreContract, IAsyncLifetime
{
    private BlobStorageDouble account = null!;
    private BlobBench bench = null!;

    protected override IArtifactStore Store => bench.Store;

    public async ValueTask InitializeAsync()
    {
        account = await BlobStorageDouble.StartAsync();
        bench = await BlobBench.StartAsync(account.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        await account.DisposeAsync();
    }

    [Fact]
    public async Task The_storage_double_counts_each_write_once()
    {
        var name = new ArtifactName("certificates", "x/credential.json");
        var content = new ArtifactContent("1"u8.ToArray(), "application/json");
        var etag = await Store.CreateAsync(name, content, TestContext.Current.CancellationToken);
        await Store.ReplaceAsync(name, content, etag!, TestContext.Current.CancellationToken);
        await Store.GetAsync(name, TestContext.Current.CancellationToken);

        Assert.Equal(["certificates/x/credential.json", "certificates/x/credential.json"], account.Puts);
    }
}
