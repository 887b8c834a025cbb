namespace Divoc.Functions.Partners;

/// <summary>Registers the room.</summary>
public static class PartnersRegistration
{
    /// <summary>The partners of the settings, validated at start.</summary>
    public static IServiceCollection AddPartners(this IServiceCollection services)
    {
        services.AddOptions<PartnersOptions>()
            .Configure<IConfiguration>((options, configuration) => options.Read(configuration.GetSection(PartnersOptions.SectionName)))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<PartnersOptions>, PartnersOptionsValidator>();
        services.AddSingleton<PartnerDirectory>();
        return services;
    }
}
