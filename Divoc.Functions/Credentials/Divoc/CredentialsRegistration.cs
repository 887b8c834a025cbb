using Divoc.Functions.Keys;

namespace Divoc.Functions.Credentials.Divoc;

/// <summary>Registers the room.</summary>
public static class CredentialsRegistration
{
    /// <summary>DIVOC's credentials.</summary>
    public static IServiceCollection AddDivocCredentials(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(CredentialOptions.SectionName);
        services.AddOptions<CredentialOptions>().Bind(section).Configure(options => options.OmittedFields = ListOf(section.GetSection(nameof(CredentialOptions.OmittedFields)))).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CredentialOptions>, CredentialOptionsValidator>();
        services.AddKeyPurpose(DivocKeys.Purpose);
        services.AddSingleton(DivocKeys.Name);
        return services;
    }

    /// <summary>A list of settings, or one setting with commas, which the binder would pass over in silence.</summary>
    private static string[] ListOf(IConfigurationSection section)
    {
        return [.. section.GetChildren().Select(child => child.Value ?? "").Prepend(section.Value ?? "")
            .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.Ordinal)];
    }
}
