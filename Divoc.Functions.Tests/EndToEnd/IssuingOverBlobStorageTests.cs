using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Storage.Blob;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>The same way over HTTP, with Blob storage as the store.</summary>
[Trait("Kind", "Slow")]
public sealed class IssuingOverBlobStorageTests(Azurite azurite) : IssuingOverHttpTests
{
    private protected override async Task<IHostUnderTest> StartHostAsync() =>
        await TestHost.StartAsync(null, "--Divoc:Storage:ConnectionString", await azurite.TakeAccountAsync());
}
