using Divoc.Functions.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Divoc.Functions.Storage;

/// <summary>Registers the store in a SQLite file.</summary>
public static class SqliteArtifactStoreRegistration
{
    /// <summary>
    /// Adds <see cref="IArtifactStore"/> over <c>artifacts.db</c> in the data directory. The file is opened when the store is first used.
    /// </summary>
    public static IServiceCollection AddSqliteArtifactStore(this IServiceCollection services, string dataDirectory)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics().TryAddSingleton<CertificateMetrics>();
        services.AddSingleton(provider => new SqliteArtifactStore(dataDirectory, provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<IArtifactStore>(static provider =>
            new ObservedStore(
                provider.GetRequiredService<SqliteArtifactStore>(), provider.GetRequiredService<CertificateMetrics>(),
                provider.GetRequiredService<TimeProvider>()));
    }
}
