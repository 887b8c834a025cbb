using Divoc.Functions.Storage;
using Divoc.Functions.Storage.Blob;
using Divoc.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Storage.Blob;

public sealed class BlobStorageOptionsTests(Azurite azurite)
{
    [Theory]
    [InlineData("UseDevelopmentStorage=true", "")]
    [InlineData("", "https://account.blob.core.windows.net")]
    public void An_account_is_given_by_a_connection_string_or_its_address(string connectionString, string accountUrl)
    {
        Assert.Empty(Faults(new BlobStorageOptions { ConnectionString = connectionString, AccountUrl = accountUrl }));
    }

    [Theory]
    [InlineData("", "", "must be set")]
    [InlineData("UseDevelopmentStorage=true", "https://account.blob.core.windows.net", "Only one")]
    [InlineData("AccountKey=c2VjcmV0", "", "not a connection string")]
    [InlineData("nonsense c2VjcmV0", "", "not a connection string")]
    [InlineData("", "http://account.blob.core.windows.net", "must be an https address")]
    [InlineData("", "account", "must be an https address")]
    [InlineData("", "https://account.blob.core.windows.net/?sig=c2VjcmV0", "must be an https address")]
    public void Other_account_settings_are_refused_without_repeating_a_secret(string connectionString, string accountUrl, string told)
    {
        var fault = Assert.Single(Faults(new BlobStorageOptions { ConnectionString = connectionString, AccountUrl = accountUrl }));
        Assert.Contains(told, fault, StringComparison.Ordinal);
        Assert.Contains("Divoc:Storage:", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Retries_and_timeouts_are_limited()
    {
        var faults = Faults(new BlobStorageOptions
        {
            ConnectionString = "UseDevelopmentStorage=true",
            MaxRetries = 11,
            NetworkTimeout = TimeSpan.Zero,
            CallTimeout = TimeSpan.FromMinutes(11),
        });
        Assert.Equal(
            ["Divoc:Storage:MaxRetries", "Divoc:Storage:NetworkTimeout", "Divoc:Storage:CallTimeout"],
            faults.Select(fault => fault.Split(' ')[0]));
    }

    [Fact]
    public async Task The_embedded_host_uses_the_configured_store()
    {
        await using var own = await TestHost.StartAsync();
        await using var blob = await TestHost.StartAsync(null, "--Divoc:Storage:ConnectionString", await azurite.TakeAccountAsync());

        Assert.IsType<SqliteArtifactStore>(StoreOf(own));
        Assert.IsType<BlobArtifactStore>(StoreOf(blob));
        Assert.False(File.Exists(Path.Combine(blob.DataDirectory, SqliteArtifactStore.FileName)));
    }

    private static IArtifactStore StoreOf(TestHost host) =>
        Assert.IsType<ObservedStore>(host.Services.GetRequiredService<IArtifactStore>()).Inner;

    [Fact]
    public async Task An_unusable_store_is_reported_in_one_line_at_start()
    {
        using var folder = new TemporaryFolder();
        await using var program = ProgramProcess.Launch(folder.Path, environment: new Dictionary<string, string>
        {
            ["Divoc__Storage__ConnectionString"] = Azurite.ConnectionString(1, "nobody", Convert.ToBase64String(new byte[64])),
            ["Divoc__Storage__MaxRetries"] = "0",
        });

        Assert.Equal(1, await program.WaitForExitAsync());
        Assert.Equal(
            "The Blob store can't be used: 127.0.0.1 can't be reached. Check the settings Divoc:Storage.", program.StandardError.Trim());
    }

    private static IEnumerable<string> Faults(BlobStorageOptions options) =>
        new BlobStorageOptionsValidator().Validate(null, options).Failures ?? [];
}
