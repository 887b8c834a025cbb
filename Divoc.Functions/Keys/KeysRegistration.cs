using Divoc.Functions.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Divoc.Functions.Keys;

/// <summary>Registers the room.</summary>
public static class KeysRegistration
{
    /// <summary>
    /// Registers the issuer's settings and the documents that publish its keys. Each host registers the signing keys itself.
    /// </summary>
    public static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IssuerOptions>().Bind(configuration.GetSection(IssuerOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IssuerOptions>, IssuerOptionsValidator>();
        services.AddOptions<PublicAddressOptions>().Bind(configuration.GetSection(PublicAddressOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PublicAddressOptions>, PublicAddressOptionsValidator>();
        services.AddSingleton<KeyDocuments>();
        return services;
    }

    /// <summary>Registers a purpose, so that the settings may assign keys to it.</summary>
    public static IServiceCollection AddKeyPurpose(this IServiceCollection services, KeyPurpose purpose) => services.AddSingleton(purpose);

    /// <summary>Registers the signing keys by the settings: in Key Vault, else in a file of the data directory.</summary>
    public static IServiceCollection AddSigningKeys(
        this IServiceCollection services, IConfiguration configuration, string dataDirectory, bool forThisMachine)
    {
        return KeyVaultOptions.AreSet(configuration)
            ? services.AddKeyVaultSigningKeys(configuration)
            : services.AddKeyFileSigningKeys(dataDirectory, forThisMachine);
    }

    /// <summary>
    /// Registers signing keys in the data directory, the first in <c>signing-key.pem</c>; it is made at first use, if there is none.
    /// </summary>
    public static IServiceCollection AddKeyFileSigningKeys(
        this IServiceCollection services, string dataDirectory, bool forThisMachine = false)
    {
        var place = new KeyFilePlace(Path.Combine(dataDirectory, "signing-key.pem"));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(place);
        services.AddSingleton<ISigningKeys>(provider => KeyFileSigningKeys.Open(
            place.Path,
            forThisMachine,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<KeyFileSigningKeys>>(),
            [.. provider.GetServices<KeyPurpose>()],
            provider.GetService<CertificateMetrics>()));
        return services;
    }
}
