using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Storage;

namespace Divoc.Functions.Tests.Registry;

public sealed class SignerDocumentsTests
{
    private const string Vault = "keys.vault.azure.net";

    private readonly InMemoryArtifactStore store = new(TimeProvider.System);
    private readonly SignerDocuments documents;

    public SignerDocumentsTests() => documents = new SignerDocuments(store, new RegistryDocuments(store));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_report_of_a_process_about_a_vault_is_read_until_it_is_deleted()
    {
        await documents.WriteAsync(Vault, Report("one", 1, new(0.25, Waits: true)), Token);
        await documents.WriteAsync(Vault, Report("one", 2, new(0.123456, Waits: false)), Token);
        await documents.WriteAsync(Vault, Report("two", 7, new(0.000001, Waits: true)), Token);
        await documents.WriteAsync("other.vault.azure.net", Report("three", 1, default), Token);

        var reports = await documents.ReadAsync(Vault, Token);
        Assert.Equal(["one 2", "two 7"], reports.Select(report => $"{report.Instance} {report.Number}"));
        Assert.Equal([new LaneReport(0.123456, Waits: false), default, default], reports[0].Lanes);
        Assert.Equal([new LaneReport(0.000001, Waits: true), default, default], reports[1].Lanes);

        await documents.DeleteAsync(Vault, "one", Token);
        Assert.Equal("two", Assert.Single(await documents.ReadAsync(Vault, Token)).Instance);
    }

    /// <summary>A later version of the program may say more, or say it otherwise.</summary>
    [Theory]
    [InlineData("interactive", "much")]
    [InlineData("interactive", "-1")]
    [InlineData("interactive", "NaN")]
    [InlineData("interactive", "1e9")]
    [InlineData("number", "last")]
    public async Task An_unreadable_report_counts_as_a_running_process_with_no_usage(string name, string value)
    {
        var content = new ArtifactContent("{}"u8.ToArray(), "application/json", new Dictionary<string, string> { [name] = value });
        await store.PutAsync(new ArtifactName("registry", $"signers/{Vault}/later.json"), content, Token);

        var report = Assert.Single(await documents.ReadAsync(Vault, Token));
        Assert.Equal("later", report.Instance);
        Assert.All(report.Lanes, lane => Assert.Equal(default, lane));
    }

    private static SignerReport Report(string instance, long number, LaneReport interactive) =>
        new(instance, number, [interactive, default, default]);
}
