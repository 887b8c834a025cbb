using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Storage;

/// <summary>The fake with which other tests work keeps the contract too.</summary>
public sealed class InMemoryArtifactStoreTests : ArtifactStoreContract
{
    protected override IArtifactStore Store { get; } = new InMemoryArtifactStore(TimeProvider.System);
}
