using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.AzureFunctions;
using Microsoft.Extensions.Configuration;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>What a worker refuses to start with. It says so in one line and makes nothing on the disk.</summary>
[Trait("Kind", "Slow")]
public sealed class RefusalTests : IDisposable
{
    private const string Bus = "Endpoint=sb://localhost;SharedAccessKeyName=a;SharedAccessKey=b;UseDevelopmentEmulator=true";

    private static readonly Dictionary<string, string> Complete = new()
    {
        ["ServiceBus"] = Bus,
        ["Divoc__Storage__ConnectionString"] = "UseDevelopmentStorage=true",
        ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
    };

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Without_settings_the_message_lists_all_missing_ones()
    {
        await AssertRefusedAsync(
            [],
            "ServiceBus (a connection string) or ServiceBus__fullyQualifiedNamespace; "
            + "Divoc__Storage__AccountUrl or Divoc__Storage__ConnectionString; Divoc__KeyVault__Keys");
    }

    [Fact]
    public async Task An_invalid_connection_string_is_reported_without_its_text()
    {
        await AssertRefusedAsync(
            new(Complete) { ["ServiceBus"] = "Endpoint=sb://localhost;SharedAccessKeyName=secret" },
            "ServiceBus has no SharedAccessKey",
            "secret");
    }

    [Fact]
    public async Task An_unknown_setting_is_reported()
    {
        await AssertRefusedAsync(
            new(Complete) { ["Divoc__Issuer__Ids"] = "https://health.example.org/" },
            "Divoc:Issuer:Ids is not a setting; the most similar one is Divoc:Issuer:Id.",
            "health");
    }

    [Theory]
    [InlineData("ServiceBus")]
    [InlineData("Divoc__Storage__ConnectionString")]
    public void A_single_missing_setting_is_the_only_one_named(string missing)
    {
        var told = Assert.Throws<StartupException>(() => WorkerSettings.Check(Configuration(missing, null))).Message;

        Assert.Contains(missing, told, StringComparison.Ordinal);
        Assert.DoesNotContain("; ", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Production")]
    public void A_key_in_a_file_signs_only_on_a_developers_machine(string? environment)
    {
        var told = Assert.Throws<StartupException>(
            () => WorkerSettings.Check(Configuration("AZURE_FUNCTIONS_ENVIRONMENT", environment))).Message;

        Assert.Contains(
            "Divoc__KeyVault__Keys (a key in a file may sign only with AZURE_FUNCTIONS_ENVIRONMENT=Development)",
            told,
            StringComparison.Ordinal);
        Assert.DoesNotContain("; ", told, StringComparison.Ordinal);
    }

    [Fact]
    public void With_all_settings_the_worker_may_start()
    {
        WorkerSettings.Check(Configuration("Divoc__Storage__ConnectionString", "UseDevelopmentStorage=true"));
        WorkerSettings.Check(Configuration("ServiceBus", null, ("ServiceBus__fullyQualifiedNamespace", "example.servicebus.windows.net")));
        WorkerSettings.Check(Configuration(
            "AZURE_FUNCTIONS_ENVIRONMENT", "Production", ("Divoc__KeyVault__Keys", "https://example.vault.azure.net/keys/signing-rsa")));
    }

    [Fact]
    public void Sample_values_are_accepted_only_on_a_developers_machine()
    {
        WorkerSettings.RefuseSampleValues(Configuration("AZURE_FUNCTIONS_ENVIRONMENT", "Development"), [new UnsetSettings()]);
        var told = Assert.Throws<StartupException>(() => WorkerSettings.RefuseSampleValues(
            Configuration("AZURE_FUNCTIONS_ENVIRONMENT", "Production"), [new UnsetSettings()])).Message;

        Assert.Contains("Divoc:Probe:Name", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_key_is_reported()
    {
        var data = Directory.CreateDirectory(folder.PathOf("data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "signing-key.pem"), "no key", TestContext.Current.CancellationToken);
        await AssertRefusedAsync(Complete, "signing-key.pem is damaged");
    }

    public void Dispose() => folder.Dispose();

    private static IConfiguration Configuration(string changed, string? value, params (string Name, string Value)[] added) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(
                Complete.Where(setting => setting.Key != changed)
                    .Select(setting => (Name: setting.Key, setting.Value))
                    .Concat(value is null ? [] : [(changed, value)])
                    .Concat(added)
                    .Select(
                        setting => KeyValuePair.Create(setting.Name.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value))))
            .Build();

    private async Task AssertRefusedAsync(Dictionary<string, string> settings, string told, string? untold = null)
    {
        var data = folder.PathOf("data");
        var isThere = Directory.Exists(data);
        await using var worker = WorkerProcess.Start(
            "http://127.0.0.1:1/", new Dictionary<string, string>(settings) { ["Divoc__DataDirectory"] = data });
        Assert.Equal(1, await worker.WaitForExitAsync());
        var line = Assert.Single((await worker.ReadAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));

        Assert.StartsWith("Not started: ", line, StringComparison.Ordinal);
        Assert.Contains(told, line, StringComparison.Ordinal);
        if (untold is not null)
        {
            Assert.DoesNotContain(untold, line, StringComparison.Ordinal);
        }

        Assert.Equal(isThere, Directory.Exists(data));
    }
}
