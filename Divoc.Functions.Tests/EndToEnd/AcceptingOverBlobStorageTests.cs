using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Storage.Blob;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>The same answers, with Blob storage as the store.</summary>
[Trait("Kind", "Slow")]
public sealed class AcceptingOverBlobStorageTests(Azurite azurite) : AcceptingTests
{
    private protected override async Task<TestHost> StartHostAsync() =>
        await TestHost.StartAsync(null, "--Divoc:Storage:ConnectionString", await azurite.TakeAccountAsync());
}
