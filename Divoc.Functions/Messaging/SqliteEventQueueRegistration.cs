using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Divoc.Functions.Messaging;

/// <summary>Registers the queue in a SQLite file.</summary>
public static class SqliteEventQueueRegistration
{
    /// <summary>
    /// Adds <see cref="IEventQueue"/> over <c>queue.db</c> in the data directory, with <see cref="QueueOptions"/> validated at start. The file is
    /// opened when the queue is first asked for.
    /// </summary>
    public static IServiceCollection AddSqliteEventQueue(this IServiceCollection services, string dataDirectory)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<QueueOptions>, QueueOptionsValidator>());
        services.AddOptions<QueueOptions>().BindConfiguration(QueueOptions.SectionName).ValidateOnStart();
        return services.AddSingleton<IEventQueue>(provider => new SqliteEventQueue(
            dataDirectory,
            provider.GetRequiredService<IOptions<QueueOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));
    }
}
