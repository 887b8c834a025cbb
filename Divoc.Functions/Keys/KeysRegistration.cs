using Divoc.Functions.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Divoc.Functions.Keys;

/// <summary>Registers the room.</summary>
public static class KeysRegistration
{
    /// <summary>The issuer's settings and the documents that publish its keys. The signing keys themselves are each host's choice.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IssuerOptions>().Bind(configuration.GetSection(IssuerOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IssuerOptions>, IssuerOptionsValidator>();
        services.AddOptions<PublicAddressOptions>().Bind(configuration.GetSection(PublicAddressOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PublicAddressOptions>, PublicAddressOptionsValidator>();
        services.AddSingleton<KeyDocuments>();
        return services;
    }

    /// <summary>Makes a purpose known, so that the settings may name keys for it.</summary>
    public static IServiceCollection AddKeyPurpose(this IServiceCollection services, KeyPurpose purpose) => services.AddSingleton(purpose);

    /// <summary>The signing keys where the settings say it is: in Key Vault, else in a file of the data directory.</summary>
    public static IServiceCollection AddSigningKeys(this IServiceCollection services, IConfiguration configuration, string dataDirectory, bool forThisMachine)
    {
        return KeyVaultOptions.AreSet(configuration) ? services.AddKeyVaultSigningKeys(configuration) : services.AddKeyFileSigningKeys(dataDirectory, forThisMachine);
    }

    /// <summary>Signing keys in the data directory, the first in <c>signing-key.pem</c>; made, when the key is first asked for, where there is none.</summary>
    public static IServiceCollection AddKeyFileSigningKeys(this IServiceCollection services, string dataDirectory, bool forThisMachine = false)
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
