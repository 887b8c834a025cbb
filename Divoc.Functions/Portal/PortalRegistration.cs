namespace Divoc.Functions.Portal;

/// <summary>Registers the room.</summary>
public static class PortalRegistration
{
    /// <summary>Registers the web pages and their settings, which are validated at start.</summary>
    public static IServiceCollection AddPortal(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<PortalOptions>().Bind(configuration.GetSection(PortalOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PortalOptions>, PortalOptionsValidator>();
        services.AddSingleton<PortalFiles>();
        return services;
    }
}
