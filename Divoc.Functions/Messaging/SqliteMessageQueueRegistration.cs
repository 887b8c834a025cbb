using Divoc.Functions.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Divoc.Functions.Messaging;

/// <summary>Registers the queues in a SQLite file.</summary>
public static class SqliteMessageQueueRegistration
{
    /// <summary>
    /// Adds an <see cref="IMessageQueue"/> for each of <see cref="QueueNames.All"/> with its name, all in <c>queue.db</c> in the data
    /// directory, with <see cref="QueueOptions"/> validated at start. The file is opened when the first queue is used.
    /// </summary>
    public static IServiceCollection AddSqliteMessageQueues(this IServiceCollection services, string dataDirectory)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics().TryAddSingleton<CertificateMetrics>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<QueueOptions>, QueueOptionsValidator>());
        services.AddOptions<QueueOptions>().BindConfiguration(QueueOptions.SectionName).ValidateOnStart();
        services.AddSingleton(provider => new SqliteQueueFile(
            dataDirectory,
            provider.GetRequiredService<IOptions<QueueOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));
        foreach (var queue in QueueNames.All)
        {
            services.AddKeyedSingleton<IMessageQueue>(queue.Name, static (provider, name) => new ObservedQueue(
                provider.GetRequiredService<SqliteQueueFile>()[(string)name!], (string)name, MessageTraces.Sqlite,
                provider.GetRequiredService<CertificateMetrics>()));
        }

        return services;
    }
}
