using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>Looks into a store behind the program's back.</summary>
internal static class StoreAudit
{
    private const int Page = 5000;

    /// <summary>Four artifacts and one version an event, no failure, and nothing more.</summary>
    public static async Task AssertOneCertificateEachAsync(IArtifactStore store, int events)
    {
        var artifacts = await NamesAsync(store, CertificateArtifacts.Container, "");
        var ledgers = await NamesAsync(store, RegistryDocuments.Container, "ledgers/");
        var registry = new LedgerStore(new RegistryDocuments(store));

        Assert.Equal(4 * events, artifacts.Count);
        Assert.Equal(events, ledgers.Count);
        Assert.Empty(await NamesAsync(store, RegistryDocuments.Container, "failures/"));
        foreach (var name in ledgers)
        {
            var read = await registry.ReadAsync(Path.GetFileNameWithoutExtension(name), TestContext.Current.CancellationToken);
            Assert.Single(read.Ledger.Versions);
        }
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(IArtifactStore store, string container, string prefix)
    {
        var page = await store.ListAsync(container, prefix, Page, null, TestContext.Current.CancellationToken);
        Assert.Null(page.Continuation);
        return page.Names;
    }
}
