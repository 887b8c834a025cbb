namespace Divoc.Functions.Registry;

/// <summary>Registers the room.</summary>
public static class RegistryRegistration
{
    /// <summary>Enrollments, requests, Idempotency-Keys and failures over the artifact store.</summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services)
    {
        services.AddSingleton<RegistryDocuments>();
        services.AddSingleton<EnrollmentRegistry>();
        services.AddSingleton<RequestRegistry>();
        services.AddSingleton<IdempotencyRegistry>();
        services.AddSingleton<FailureRegistry>();
        services.AddSingleton<EnrollmentReferences>();
        services.AddSingleton<RequestOutcomes>();
        services.AddSingleton<CertificateFinder>();
        return services;
    }
}
