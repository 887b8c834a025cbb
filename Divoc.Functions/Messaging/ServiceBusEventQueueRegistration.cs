using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Divoc.Functions.Messaging;

/// <summary>Registers the queue in Azure Service Bus.</summary>
public static class ServiceBusEventQueueRegistration
{
    /// <summary>Whether the settings name a Service Bus, in either of the Functions host's ways.</summary>
    public static bool NamesServiceBus(this IConfiguration configuration) => configuration.GetSection(ServiceBusQueueOptions.ConnectionSetting).Exists();

    /// <summary>
    /// Adds <see cref="IEventQueue"/> over a queue of Service Bus, with <see cref="ServiceBusQueueOptions"/> validated at start. The broker is first
    /// spoken to when the queue is first used. Its rights must be those of Azure Service Bus Data Sender and Data Receiver.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Settings: <c>ServiceBus</c> and <c>Divoc:Queue:ServiceBus</c>.</param>
    /// <param name="queueName">The queue of the functions' trigger.</param>
    public static IServiceCollection AddServiceBusEventQueue(this IServiceCollection services, IConfiguration configuration, string queueName)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ServiceBusQueueOptions>, ServiceBusQueueOptionsValidator>());
        services.AddOptions<ServiceBusQueueOptions>()
            .Bind(configuration.GetSection(ServiceBusQueueOptions.SectionName))
            .Configure(options => ReadConnection(configuration.GetSection(ServiceBusQueueOptions.ConnectionSetting), queueName, options))
            .ValidateOnStart();
        return services.AddSingleton<IEventQueue>(static provider => new ServiceBusEventQueue(provider.GetRequiredService<IOptions<ServiceBusQueueOptions>>().Value));
    }

    /// <summary>Adds, under <see cref="FailuresQueue.ServiceKey"/>, the failures queue of the queue that <see cref="AddServiceBusEventQueue"/> adds. It is connected to when it is first used.</summary>
    public static IServiceCollection AddServiceBusFailuresQueue(this IServiceCollection services)
    {
        return services.AddKeyedSingleton<IEventQueue>(FailuresQueue.ServiceKey, static (provider, _) =>
        {
            var options = provider.GetRequiredService<IOptions<ServiceBusQueueOptions>>().Value;
            return new ServiceBusEventQueue(options, FailuresQueue.NameOf(options.QueueName));
        });
    }

    private static void ReadConnection(IConfigurationSection connection, string queueName, ServiceBusQueueOptions options)
    {
        options.QueueName = queueName;
        options.ConnectionString = connection.Value;
        options.FullyQualifiedNamespace = connection["fullyQualifiedNamespace"];
        options.Credential = connection["credential"];
        options.ClientId = connection["clientId"];
    }
}
