using Divoc.Functions.Keys;

namespace Divoc.Functions.Registry;

/// <summary>Registers the room.</summary>
public static class RegistryRegistration
{
    /// <summary>
    /// Registers requests, Idempotency-Keys, failures, accepted updates, uploads, activities, remembered keys and the reports of signers
    /// over the artifact store.
    /// </summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services)
    {
        services.AddSingleton<RegistryDocuments>();
        services.AddSingleton<RequestRegistry>();
        services.AddSingleton<NewestFirst>();
        services.AddSingleton<OwnedRequests>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<PartnerUsageRegistry>();
        services.AddSingleton<IdempotencyRegistry>();
        services.AddSingleton<FailureRegistry>();
        services.AddSingleton<UpdateNotes>();
        services.AddSingleton<UploadRegistry>();
        services.AddSingleton<UploadFiles>();
        services.AddSingleton<SweepCursors>();
        services.AddSingleton<Sweeps>();
        services.AddSingleton<ActivityRegistry>();
        services.AddSingleton<RememberedKeys>();
        services.AddSingleton<RememberedKeyList>();
        services.AddSingleton<SigningKeyCheck>();
        services.AddSingleton<ISignerReports, SignerDocuments>();
        return services;
    }
}
