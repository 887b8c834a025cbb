using Divoc.Functions.Registry.Lifecycle;
using Divoc.Functions.Registry.Revocations;

namespace Divoc.Functions.Registry;

/// <summary>Registers the room.</summary>
public static class RegistryRegistration
{
    /// <summary>Enrollments and their changes, requests, Idempotency-Keys and failures over the artifact store.</summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services)
    {
        services.AddSingleton<RegistryDocuments>();
        services.AddOptions<LifecycleOptions>().BindConfiguration(LifecycleOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LifecycleOptions>, LifecycleOptionsValidator>();
        services.AddSingleton<EnrollmentRegistry>();
        services.AddSingleton<EnrollmentReader>();
        services.AddSingleton<RequestRegistry>();
        services.AddSingleton<IdempotencyRegistry>();
        services.AddSingleton<FailureRegistry>();
        services.AddSingleton<EnrollmentReferences>();
        services.AddSingleton<RequestOutcomes>();
        services.AddSingleton<CertificateFinder>();
        services.AddSingleton<StateChanger>();
        services.AddSingleton<CodeRevoker>();
        services.AddSingleton<CertificateEraser>();
        services.AddOptions<RevocationOptions>().BindConfiguration(RevocationOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RevocationOptions>, RevocationOptionsValidator>();
        services.AddSingleton<ChangedCertificates>();
        services.AddSingleton<RevocationListBuilder>();
        services.AddSingleton<RevocationListPublisher>();
        return services;
    }
}
