namespace Divoc.Functions.Issuing;

/// <summary>Registers the room.</summary>
public static class IssuingRegistration
{
    /// <summary>Registers the steps from the queued event to the listed certificate.</summary>
    public static IServiceCollection AddIssuing(this IServiceCollection services)
    {
        services.AddSingleton<ArtifactMaker>();
        services.AddSingleton<CertificateIssuer>();
        services.AddSingleton<CertificationEventHandler>();
        services.AddSingleton<IssuingRehearsal>();
        return services;
    }
}
