using System.Diagnostics.Metrics;
using Azure;
using Azure.Identity;
using Divoc.Functions.Keys;
using Divoc.Functions.Keys.KeyVault;
using Divoc.Functions.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Divoc.Functions.Tests.Keys.Vault;

public sealed class VaultFaultTests : IDisposable
{
    private const string Mismatch = "The challenge resource 'vault.example' does not match the requested domain.";

    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public static TheoryData<Exception, string> Faults => new()
    {
        // What the policy of Azure.Security.KeyVault.Keys throws for a wrong address or audience.
        { new InvalidOperationException($"{Mismatch}\nSee the documentation."), Mismatch },
        { new UriFormatException("Invalid URI."), "Invalid URI." },
        {
            new RequestFailedException(0, "Name or service not known (nowhere.vault.azure.net:443)"),
            "can't be reached: Name or service not known"
        },
        { new AggregateException(new IOException("first"), new IOException("last")), "can't be reached: last" },
        { new AuthenticationFailedException("No identity.\nMore."), "There is no token for the vault keys.vault.azure.net: No identity." },
        { new AggregateException(new IOException("first"), new TaskCanceledException()), "did not answer in time" },
        { new RequestFailedException(401, "Unauthorized", "AKV10022", null), "401 (AKV10022)" },
        { new TaskCanceledException(), "did not answer in time" },
    };

    public void Dispose() => services.Dispose();

    /// <summary>Were it anything else, it would use up attempts of events that are not to blame.</summary>
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Every_exception_of_the_client_library_becomes_an_outage_with_the_reason(Exception thrown, string reason)
    {
        using var metrics = new CertificateMetrics(services.GetRequiredService<IMeterFactory>());
        var calls = new VaultCalls(
            new VaultThrottle(TimeProvider.System), new VaultPlaces(TimeSpan.FromSeconds(5), TimeProvider.System), null, metrics);
        var address = VaultKeyAddress.TryParse("https://keys.vault.azure.net/keys/signing")!;
        var key = new VaultKey(
            new NamedVaultKey(address, []), new BrokenClient(thrown), calls, new KeyVaultOptions(), TimeProvider.System,
            NullLogger.Instance);

        var fault = await Assert.ThrowsAsync<SigningKeyUnavailableException>(
            () => key.GetVersionsAsync(TestContext.Current.CancellationToken));

        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private sealed class BrokenClient(Exception fault) : IVaultKeyClient
    {
        public Task<IReadOnlyList<VaultKeyAttributes>> ListVersionsAsync(CancellationToken cancellationToken) =>
            Task.FromException<IReadOnlyList<VaultKeyAttributes>>(fault);

        public Task<VaultPublicKey> GetAsync(string version, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<byte[]> SignAsync(
            string version, SignatureAlgorithm algorithm, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
