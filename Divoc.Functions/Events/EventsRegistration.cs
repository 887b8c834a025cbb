using Divoc.Functions.Ledger;

namespace Divoc.Functions.Events;

/// <summary>Registers the room.</summary>
public static class EventsRegistration
{
    /// <summary>Whoever is told what happened to certificates, and the handler that tells them.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services)
    {
        services.AddSingleton<ILedgerSubscriber, ChangeLog>();
        services.AddSingleton<ChangeMessageHandler>();
        return services;
    }
}
