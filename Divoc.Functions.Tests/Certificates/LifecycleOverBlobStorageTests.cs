using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Storage.Blob;

namespace Divoc.Functions.Tests.Certificates;

/// <summary>The contract over Blob storage.</summary>
[Trait("Kind", "Slow")]
public sealed class LifecycleOverBlobStorageTests(Azurite azurite) : LifecycleContract
{
    private BlobBench blobs = null!;

    private protected override async Task<IArtifactStore?> OpenStoreAsync()
    {
        blobs = await BlobBench.StartAsync(await azurite.TakeAccountAsync());
        return blobs.Store;
    }

    private protected override Task CloseStoreAsync() => blobs.DisposeAsync().AsTask();
}
