using Azure.Core;
using Azure.Identity;
using Divoc.Functions.Storage.Blob;
using Divoc.Functions.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Divoc.Functions.Storage;

/// <summary>Registers the store in Azure Blob storage.</summary>
public static class BlobArtifactStoreRegistration
{
    /// <summary>
    /// Adds <see cref="IArtifactStore"/> over the account of <see cref="BlobStorageOptions"/>, which are validated at start. Before the
    /// host serves, missing containers are created; if that fails, the start throws <see cref="StoreSetupException"/>.
    /// </summary>
    public static IServiceCollection AddBlobArtifactStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TokenCredential>(static _ => new DefaultAzureCredential());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BlobStorageOptions>, BlobStorageOptionsValidator>());
        services.AddOptions<BlobStorageOptions>().Bind(configuration.GetSection(BlobStorageOptions.SectionName)).ValidateOnStart();
        services.AddSingleton(static provider => BlobAccount.Open(
            provider.GetRequiredService<IOptions<BlobStorageOptions>>().Value,
            provider.GetRequiredService<TokenCredential>));
        services.AddHostedService<BlobContainers>();
        services.AddMetrics().TryAddSingleton<CertificateMetrics>();
        services.AddSingleton<BlobArtifactStore>();
        return services.AddSingleton<IArtifactStore>(static provider =>
            new ObservedStore(
                provider.GetRequiredService<BlobArtifactStore>(), provider.GetRequiredService<CertificateMetrics>(),
                provider.GetRequiredService<TimeProvider>()));
    }
}
