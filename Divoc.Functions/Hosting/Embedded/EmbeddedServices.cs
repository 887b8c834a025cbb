using Divoc.Functions.Access;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage;
using Divoc.Functions.Storage.Blob;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>Registers what the embedded host needs: its own parts, the rooms, and its choice of store, queue and key.</summary>
internal static class EmbeddedServices
{
    /// <summary>Registers everything.</summary>
    public static IServiceCollection AddEmbeddedHost(this IServiceCollection services, IConfiguration configuration, DataDirectory directory, ListenAddresses addresses)
    {
        var auth = configuration.GetSection(AuthOptions.SectionName).Get<AuthOptions>() ?? new AuthOptions();
        var keys = addresses.AreLoopback && !auth.RequireKeys && !PartnersOptions.AreSet(configuration) ? null : AccessKeys.ReadOrMake(directory);

        // Made by a factory so that the container disposes it, the last of all.
        services.AddSingleton(_ => directory);
        services.AddSingleton(HostRules.Read(AppContext.BaseDirectory));
        services.AddSingleton(_ => FunctionCatalog.OfProgram());
        services.AddSingleton(provider => new AccessControl(keys, provider.GetRequiredService<PartnerDirectory>(), auth.AllowForwardedRequests));
        services.AddSingleton<ShutdownGrace>();
        AddArtifactStore(services, configuration, directory);
        services.AddHostedService<KeyCheck>();
        services.AddHostedService<QueuePumpService>();
        services.AddHostedService<TimerService>();
        AddQueues(services, configuration, directory);
        services.AddSigningKey(configuration, directory.Path, addresses.AreLoopback);
        return services.AddDivoc(configuration);
    }

    private static void AddArtifactStore(IServiceCollection services, IConfiguration configuration, DataDirectory directory)
    {
        if (BlobStorageOptions.AreSet(configuration))
        {
            services.AddBlobArtifactStore(configuration);
        }
        else
        {
            services.AddSqliteArtifactStore(directory.Path);
        }
    }

    private static void AddQueues(IServiceCollection services, IConfiguration configuration, DataDirectory directory)
    {
        if (configuration.NamesServiceBus())
        {
            services.AddServiceBusEventQueues(configuration);
        }
        else
        {
            services.AddSqliteEventQueues(directory.Path);
        }
    }
}
