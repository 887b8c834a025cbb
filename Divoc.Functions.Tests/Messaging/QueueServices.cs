using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Messaging;

internal static class QueueServices
{
    /// <summary>Registers the queue of accepted events, and one in memory under each other name.</summary>
    public static IServiceCollection AddMessageQueue(this IServiceCollection services, IMessageQueue events)
    {
        foreach (var queue in QueueNames.All)
        {
            services.AddKeyedSingleton(
                queue.Name,
                queue.Name == QueueNames.CertificationEvents
                    ? events
                    : new InMemoryMessageQueue(TimeProvider.System, queue.DetectsDuplicates));
        }

        return services;
    }

    /// <summary>The queue itself, without what counts and traces around it.</summary>
    public static IMessageQueue Unobserved(this IMessageQueue queue) => queue is ObservedQueue observed ? observed.Inner : queue;

    /// <summary>A queue of the program by its name.</summary>
    public static IMessageQueue Queue(this IServiceProvider services, string name) => services.GetRequiredKeyedService<IMessageQueue>(name);
}
