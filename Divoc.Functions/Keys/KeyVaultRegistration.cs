using Azure.Core;
using Azure.Identity;
using Divoc.Functions.Keys.KeyVault;
using Divoc.Functions.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Divoc.Functions.Keys;

/// <summary>Registers signing keys in Azure Key Vault.</summary>
public static class KeyVaultRegistration
{
    /// <summary>
    /// Adds <see cref="ISigningKeys"/> over the keys of <see cref="KeyVaultOptions"/>, which are validated at start. No vault is called
    /// before a key is first used. The program's identity needs the role Key Vault Crypto User.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Settings: <c>Divoc:KeyVault</c>.</param>
    /// <param name="configure">Changes the pipeline of a vault's calls.</param>
    public static IServiceCollection AddKeyVaultSigningKeys(
        this IServiceCollection services, IConfiguration configuration, Action<ClientOptions>? configure = null)
    {
        var section = configuration.GetSection(KeyVaultOptions.SectionName);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TokenCredential>(static _ => new DefaultAzureCredential());
        services.TryAddSingleton<CertificateMetrics>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KeyVaultOptions>, KeyVaultOptionsValidator>());
        services.AddOptions<KeyVaultOptions>().Bind(section).Configure(options =>
        {
            options.Keys = KeyVaultOptions.ReadKeys(section);
            options.KeysFor = KeyVaultOptions.ReadKeysFor(section);
        }).ValidateOnStart();

        // If a key file was registered before, it does not sign.
        services.RemoveAll<KeyFilePlace>();
        return services.AddSingleton<ISigningKeys>(provider => Create(provider, configure));
    }

    private static KeyVaultSigningKeys Create(IServiceProvider provider, Action<ClientOptions>? configure)
    {
        var options = provider.GetRequiredService<IOptions<KeyVaultOptions>>().Value;
        var time = provider.GetRequiredService<TimeProvider>();
        var metrics = provider.GetRequiredService<CertificateMetrics>();
        var credential = CredentialOf(options, provider);
        var logger = provider.GetRequiredService<ILogger<KeyVaultSigningKeys>>();
        var reports = provider.GetService<ISignerReports>();
        var keys = new List<VaultKey>();
        foreach (var vault in KeysOf(options).GroupBy(key => key.Address.Vault))
        {
            // A vault has one limit for all its keys.
            var throttle = new VaultThrottle(time);
            var lease = reports is null ? null : new VaultLease(vault.Key.Host, throttle, reports, time, logger);
            var calls = new VaultCalls(throttle, new VaultPlaces(options.TryTimeout, time), lease, metrics);
            var connect = Connect(vault.Key, credential, options, configure);
            keys.AddRange(vault.Select(key => new VaultKey(key, connect(key.Address), calls, options, time, logger)));
        }

        return new KeyVaultSigningKeys(keys, options, time, logger);
    }

    /// <summary>
    /// The program's identity. An emulator gets its own identity, without a lookup of its authority at Microsoft: the emulator issues the
    /// tokens, and nobody else knows it.
    /// </summary>
    private static TokenCredential CredentialOf(KeyVaultOptions options, IServiceProvider provider)
    {
        return options.DisableChallengeResourceVerification
            ? new DefaultAzureCredential(new DefaultAzureCredentialOptions { DisableInstanceDiscovery = true })
            : provider.GetRequiredService<TokenCredential>();
    }

    /// <summary>Each key once, with all purposes to which it is assigned.</summary>
    private static IEnumerable<NamedVaultKey> KeysOf(KeyVaultOptions options)
    {
        var shared = options.Keys.Select(address => new NamedVaultKey(VaultKeyAddress.TryParse(address)!, []));
        var named = options.KeysFor.SelectMany(
            purpose => purpose.Value.Select(address => (Address: VaultKeyAddress.TryParse(address)!, Purpose: new KeyPurpose(purpose.Key))))
            .GroupBy(key => key.Address.Key.AbsoluteUri, StringComparer.OrdinalIgnoreCase);
        return shared.Concat(named.Select(key => new NamedVaultKey(key.First().Address, [.. key.Select(one => one.Purpose)])));
    }

    private static Func<VaultKeyAddress, IVaultKeyClient> Connect(
        Uri vault, TokenCredential credential, KeyVaultOptions options, Action<ClientOptions>? configure)
    {
#if CARD_PACKAGES
        return KeyVaultKeysSigningKey.Connect(vault, credential, options, configure);
#else
        return RestVaultKeyClient.Connect(vault, credential, options, configure);
#endif
    }
}
