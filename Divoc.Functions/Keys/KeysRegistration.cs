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

    /// <summary>A signing key in the data directory's <c>signing-key.pem</c>, made at first start.</summary>
    public static IServiceCollection AddKeyFileSigningKey(this IServiceCollection services, string dataDirectory, bool forThisMachine = false)
    {
        services.AddSingleton<ISigningKey>(_ => KeyFileSigningKey.Open(Path.Combine(dataDirectory, "signing-key.pem"), forThisMachine));
        return services;
    }
}
