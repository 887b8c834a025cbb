using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Certificates;

/// <summary>The contract over SQLite.</summary>
[Trait("Kind", "Slow")]
public sealed class LifecycleTests : LifecycleContract
{
    private protected override Task<IArtifactStore?> OpenStoreAsync() => Task.FromResult<IArtifactStore?>(null);
}
