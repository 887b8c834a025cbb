using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Operations.Backups;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Operations;

/// <summary>Registers the room.</summary>
public static class OperationsRegistration
{
    /// <summary>Registers readiness, the overview, the functions for failed events, and the operators' functions for ledgers.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton(static provider => ActivatorUtilities.CreateInstance<Readiness>(
            provider, QueueNames.All.Select(queue => provider.GetRequiredKeyedService<IMessageQueue>(queue.Name)).ToList()));
        services.AddSingleton(static provider => new DeadLetterPlaces(name => provider.GetKeyedService<IMessageQueue>(name)));
        services.AddSingleton<DeadLetterRecorder>();
        services.AddSingleton<ChangeResender>();
        services.AddSingleton<FailureLister>();
        services.AddSingleton<DeadLetterWalk>();
        services.AddSingleton<FailureReplayer>();
        services.AddSingleton<FailureDiscarder>();
        services.AddSingleton<ErasureHandler>();
        services.AddSingleton<OwnerReleaser>();
        services.AddSingleton<FailedEvents>();
        services.AddSingleton(static provider => new BackupMaker(
            provider.GetService<SqliteArtifactStore>(),
            provider.GetService<SqliteQueueFile>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BackupMaker>>()));
        services.AddSingleton<StoreReader>();
        services.AddSingleton<RestoredStore>();
        services.AddSingleton<LedgerOperations>();
        services.AddSingleton(static provider => new KeyOperations(
            new Lazy<ISigningKeys>(provider.GetRequiredService<ISigningKeys>),
            provider.GetRequiredService<RememberedKeyList>(),
            provider.GetRequiredService<AuditTrail>(),
            provider.GetService<KeyFilePlace>()));
        services.AddSingleton(static provider => new KeyCertification(
            new Lazy<ISigningKeys>(provider.GetRequiredService<ISigningKeys>),
            provider.GetServices<ISignerRule>(),
            provider.GetRequiredService<AuditTrail>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<KeyFilePlace>()));
        services.AddSingleton<StatusOperations>();
        services.AddSingleton(static provider => new QueueStates(
            name => provider.GetKeyedService<IMessageQueue>(name), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Overview>();
        services.AddSingleton<ActivityRecorder>();
        services.AddHostedService(static provider => provider.GetRequiredService<ActivityRecorder>());
        services.AddHostedService<QueueWatch>();
        return services;
    }
}
