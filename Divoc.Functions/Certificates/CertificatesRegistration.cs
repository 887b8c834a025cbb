namespace Divoc.Functions.Certificates;

/// <summary>Registers the room.</summary>
public static class CertificatesRegistration
{
    /// <summary>Registers the services for issued certificates.</summary>
    public static IServiceCollection AddCertificates(this IServiceCollection services)
    {
        services.AddSingleton<ChangeOrderReader>();
        services.AddSingleton<StateChanger>();
        services.AddSingleton<CodeRevoker>();
        services.AddSingleton<CertificateEraser>();
        services.AddSingleton<ErasureSweeper>();
        services.AddSingleton<ChangeHandler>();
        services.AddSingleton<CertificateFetcher>();
        services.AddSingleton<HistoryReader>();
        services.AddSingleton<RevocationCheck>();
        return services;
    }
}
