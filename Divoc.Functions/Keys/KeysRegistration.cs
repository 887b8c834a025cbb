using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Divoc.Functions.Keys;

/// <summary>Registers the room.</summary>
public static class KeysRegistration
{
    /// <summary>The issuer's settings and the documents that publish its keys. The signing key itself is each host's choice.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IssuerOptions>().Bind(configuration.GetSection(IssuerOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IssuerOptions>, IssuerOptionsValidator>();
        services.AddOptions<PublicAddressOptions>().Bind(configuration.GetSection(PublicAddressOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PublicAddressOptions>, PublicAddressOptionsValidator>();
        services.AddSingleton<KeyDocuments>();
        return services;
    }

    /// <summary>The signing key where the settings say it is: in Key Vault, else in a file of the data directory.</summary>
    public static IServiceCollection AddSigningKey(this IServiceCollection services, IConfiguration configuration, string dataDirectory, bool forThisMachine)
    {
        return KeyVaultOptions.AreSet(configuration) ? services.AddKeyVaultSigningKey(configuration) : services.AddKeyFileSigningKey(dataDirectory, forThisMachine);
    }

    /// <summary>Signing keys in the data directory, the first in <c>signing-key.pem</c>; made, when the key is first asked for, where there is none.</summary>
    public static IServiceCollection AddKeyFileSigningKey(this IServiceCollection services, string dataDirectory, bool forThisMachine = false)
    {
        var place = new KeyFilePlace(Path.Combine(dataDirectory, "signing-key.pem"));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(place);
        services.AddSingleton<ISigningKey>(provider => KeyFileSigningKey.Open(
            place.Path, forThisMachine, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<KeyFileSigningKey>>()));
        return services;
    }
}
