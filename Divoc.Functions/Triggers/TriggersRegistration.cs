namespace Divoc.Functions.Triggers;

/// <summary>Registers the room.</summary>
public static class TriggersRegistration
{
    /// <summary>What the functions share; the functions themselves are made by the host.</summary>
    public static IServiceCollection AddTriggers(this IServiceCollection services)
    {
        services.AddSingleton<CertifyEndpoint>();
        services.AddSingleton<CertificateEndpoint>();
        services.AddSingleton<StateChangeEndpoint>();
        return services;
    }
}
