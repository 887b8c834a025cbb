using Divoc.Functions.Messaging;

namespace Divoc.Functions.Operations;

/// <summary>Registers the room.</summary>
public static class OperationsRegistration
{
    /// <summary>Readiness, and the failed events with their replay.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>();
        services.AddSingleton(static provider => new SetAsideMessages(
            provider.GetRequiredService<IEventQueue>(), provider.GetKeyedService<IEventQueue>(FailuresQueue.ServiceKey)));
        services.AddSingleton<DeadLetterRecorder>();
        services.AddSingleton<FailureLister>();
        services.AddSingleton<FailureReplayer>();
        services.AddSingleton<FailedEvents>();
        return services;
    }
}
