namespace Divoc.Functions.Credentials.Divoc;

/// <summary>Registers the room.</summary>
public static class CredentialsRegistration
{
    /// <summary>DIVOC's credentials.</summary>
    public static IServiceCollection AddDivocCredentials(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CredentialOptions>().Bind(configuration.GetSection(CredentialOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CredentialOptions>, CredentialOptionsValidator>();
        return services;
    }
}
