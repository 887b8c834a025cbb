using System.Net;
using Divoc.Functions.Access;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage;
using Divoc.Functions.Storage.Blob;
using Divoc.Functions.Triggers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Registers what the embedded host needs: its own parts, the shared services, and its choice of store, queue and signing keys.
/// </summary>
internal static class EmbeddedServices
{
    /// <summary>Registers everything.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="directory">The full path of the data directory, which need not exist yet.</param>
    /// <param name="addresses">Where the host listens.</param>
    public static IServiceCollection AddEmbeddedHost(
        this IServiceCollection services, IConfiguration configuration, string directory, ListenAddresses addresses)
    {
        var auth = configuration.GetSection(AuthOptions.SectionName).Get<AuthOptions>() ?? new AuthOptions();
        var asksForKeys = !addresses.AreLoopback || auth.RequireKeys || PartnersOptions.AreSet(configuration);

        // Everything that uses the disk does so at first use: not before all settings have been validated.
        services.AddSingleton(_ => DataDirectory.Open(directory));
        AddHttp(services, addresses);
        services.AddSingleton(HostRules.Read(AppContext.BaseDirectory));
        services.AddSingleton(_ => FunctionCatalog.OfProgram());
        services.AddSingleton(provider => new AccessControl(
            asksForKeys ? AccessKeys.ReadOrMake(provider.GetRequiredService<DataDirectory>()) : null,
            provider.GetRequiredService<PartnerDirectory>(),
            auth.AllowForwardedRequests));
        services.AddSingleton<ILocalOperator>(static provider => provider.GetRequiredService<AccessControl>());
        services.AddSingleton<ShutdownGrace>();
        AddTelemetry(services, configuration, addresses);
        AddArtifactStore(services, configuration, directory);
        services.AddHostedService<KeyCheck>();
        services.AddHostedService<QueuePumpService>();
        services.AddHostedService<TimerService>();
        AddQueues(services, configuration, directory);
        services.AddSigningKeys(configuration, directory, addresses.AreLoopback && PublicAddressOptions.IsOfThisMachine(configuration));
        return services.AddDivoc(configuration);
    }

    /// <exception cref="StartupException">Metrics should be served, but there is no address for them.</exception>
    private static void AddTelemetry(IServiceCollection services, IConfiguration configuration, ListenAddresses addresses)
    {
        var metrics = configuration.GetSection(MetricsOptions.SectionName).Get<MetricsOptions>() ?? new MetricsOptions();
        if (metrics.Prometheus && addresses.Health is null)
        {
            throw new StartupException(
                $"{MetricsOptions.SectionName}:{nameof(MetricsOptions.Prometheus)} needs the address on which metrics are served: set "
                    + $"{HttpOptions.SectionName}:{nameof(HttpOptions.HealthUrl)}.");
        }

        services.AddSingleton(Options.Create(metrics));
        services.AddOpenTelemetryExport(configuration, metrics.Prometheus);
    }

    private static void AddHttp(IServiceCollection services, ListenAddresses addresses)
    {
        services.AddSingleton(addresses);
        services.AddOptions<PublicAddressOptions>().PostConfigure<IConfiguration>((options, configuration) =>
            options.Listened = configuration[PublicAddressOptions.SettingName] is null ? () => addresses.FirstUrl : null);
        services.AddOptions<HttpOptions>().BindConfiguration(HttpOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HttpOptions>, HttpOptionsValidator>();
        services.AddSingleton<RefusalLog>();
        services.AddSingleton(static provider => new KeyRefusals(
            new CountedAddresses([.. provider.GetRequiredService<IOptions<HttpOptions>>().Value.ProxyNetworks().OfType<IPNetwork>()]),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new BodyBudget(
            provider.GetRequiredService<IOptions<HttpOptions>>().Value.BodyBytes
                ?? HttpOptions.DefaultBodyBytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)));

        // After Kestrel's own, so that this one is used first.
        services.AddSingleton<SocketTransportFactory>();
        services.AddSingleton<IConnectionListenerFactory, BoundedListenerFactory>();
    }

    private static void AddArtifactStore(IServiceCollection services, IConfiguration configuration, string directory)
    {
        if (BlobStorageOptions.AreSet(configuration))
        {
            services.AddBlobArtifactStore(configuration);
        }
        else
        {
            services.AddSqliteArtifactStore(directory);
        }
    }

    private static void AddQueues(IServiceCollection services, IConfiguration configuration, string directory)
    {
        if (configuration.NamesServiceBus())
        {
            services.AddServiceBusMessageQueues(configuration);
        }
        else
        {
            services.AddSqliteMessageQueues(directory);
        }
    }
}
