using Divoc.Functions.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Divoc.Functions.Messaging;

/// <summary>Registers the queues in Azure Service Bus.</summary>
public static class ServiceBusMessageQueueRegistration
{
    /// <summary>Whether the settings name a Service Bus, in one of the two ways of the Functions host.</summary>
    public static bool NamesServiceBus(this IConfiguration configuration) =>
        configuration.GetSection(ServiceBusQueueOptions.ConnectionSetting).Exists();

    /// <summary>
    /// Adds an <see cref="IMessageQueue"/> for each of <see cref="QueueNames.All"/> with its name, in one namespace of Service Bus, with
    /// <see cref="ServiceBusQueueOptions"/> validated at start. The broker is called only when a queue is first used. The program needs the
    /// rights of Azure Service Bus Data Sender and Data Receiver.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Settings: <c>ServiceBus</c> and <c>Divoc:Queue:ServiceBus</c>.</param>
    public static IServiceCollection AddServiceBusMessageQueues(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ServiceBusQueueOptions>, ServiceBusQueueOptionsValidator>());
        services.AddOptions<ServiceBusQueueOptions>()
            .Bind(configuration.GetSection(ServiceBusQueueOptions.SectionName))
            .Configure(options => ReadConnection(configuration, options))
            .ValidateOnStart();
        services.AddSingleton(
            static provider => new ServiceBusNamespace(provider.GetRequiredService<IOptions<ServiceBusQueueOptions>>().Value));
        return AddQueues(services, QueueNames.All.Select(queue => queue.Name));
    }

    /// <summary>Adds the failures queue of each queue that <see cref="AddServiceBusMessageQueues"/> adds, with its name.</summary>
    public static IServiceCollection AddServiceBusFailuresQueues(this IServiceCollection services) =>
        AddQueues(services, QueueNames.All.Select(queue => FailuresQueue.NameOf(queue.Name)));

    private static IServiceCollection AddQueues(IServiceCollection services, IEnumerable<string> names)
    {
        services.AddMetrics().TryAddSingleton<CertificateMetrics>();
        foreach (var name in names)
        {
            services.AddKeyedSingleton<IMessageQueue>(name, static (provider, key) => new ObservedQueue(
                provider.GetRequiredService<ServiceBusNamespace>()[(string)key!], (string)key, MessageTraces.ServiceBus,
                provider.GetRequiredService<CertificateMetrics>()));
        }

        return services;
    }

    private static void ReadConnection(IConfiguration configuration, ServiceBusQueueOptions options)
    {
        options.ConnectionString = configuration[ServiceBusQueueOptions.ConnectionSetting];
        options.FullyQualifiedNamespace = configuration[ServiceBusQueueOptions.NamespaceSetting];
        options.Credential = configuration[ServiceBusQueueOptions.CredentialSetting];
        options.ClientId = configuration[ServiceBusQueueOptions.ClientIdSetting];
    }
}
