using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Divoc.Functions.Storage;

/// <summary>Registers the store in a SQLite file.</summary>
public static class SqliteArtifactStoreRegistration
{
    /// <summary>Adds <see cref="IArtifactStore"/> over <c>artifacts.db</c> in the data directory. The file is opened when the store is first asked for.</summary>
    public static IServiceCollection AddSqliteArtifactStore(this IServiceCollection services, string dataDirectory)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<IArtifactStore>(provider => new SqliteArtifactStore(dataDirectory, provider.GetRequiredService<TimeProvider>()));
    }
}
