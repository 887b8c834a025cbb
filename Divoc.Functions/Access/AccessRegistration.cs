namespace Divoc.Functions.Access;

/// <summary>Registers the room.</summary>
public static class AccessRegistration
{
    /// <summary>Registers the partners and operators of the settings, which are validated at start.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<PartnersOptions>()
            .Configure<IConfiguration>((options, configuration) => options.Read(configuration.GetSection(PartnersOptions.SectionName)))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<PartnersOptions>, PartnersOptionsValidator>();
        services.AddSingleton<PartnerDirectory>();
        services.AddSingleton<PartnerWebhooks>();
        services.AddSingleton<Callers>();
        services.AddOptions<OperatorsOptions>()
            .Configure<IConfiguration>((options, configuration) => options.Read(configuration.GetSection(OperatorsOptions.SectionName)))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<OperatorsOptions>, OperatorsOptionsValidator>();
        services.AddSingleton<OperatorDirectory>();
        return services;
    }
}
