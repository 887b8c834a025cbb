using Divoc.Functions.Partners;

namespace Divoc.Functions.Triggers;

/// <summary>Registers the room.</summary>
public static class TriggersRegistration
{
    /// <summary>What the functions share; the functions themselves are made by the host.</summary>
    /// <param name="services">The services.</param>
    /// <param name="keysAreAsked">Whether the host lets in nobody without an access key.</param>
    public static IServiceCollection AddTriggers(this IServiceCollection services, bool keysAreAsked)
    {
        services.AddSingleton(provider => new Callers(provider.GetRequiredService<PartnerDirectory>(), keysAreAsked));
        services.AddSingleton<CertifyEndpoint>();
        services.AddSingleton<CertificateEndpoint>();
        services.AddSingleton<StateChangeEndpoint>();
        return services;
    }
}
