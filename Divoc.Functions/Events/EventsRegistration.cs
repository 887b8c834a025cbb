using System.Net;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Events;

/// <summary>Registers the room.</summary>
public static class EventsRegistration
{
    /// <summary>Registers the subscribers of certificate changes, and the handlers that notify them.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services)
    {
        services.AddOptions<EventsOptions>().BindConfiguration(EventsOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EventsOptions>, EventsOptionsValidator>();
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        services.AddSingleton<ILedgerSubscriber, ChangeLog>();
        services.AddSender<TopicSender>();
        services.AddSender<WebhookSender>();
        services.AddSingleton<OutcomeLook>();
        services.AddSingleton<ChangeMessageHandler>();
        services.AddSingleton(static provider => new WebhookClient(
            provider.GetRequiredService<IOptions<WebhookOptions>>().Value, Dns.GetHostAddressesAsync,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PartnerTurns>();
        services.AddSingleton<WebhookMessageHandler>();
        return services;
    }

    private static void AddSender<T>(this IServiceCollection services) where T : class, IEventSender
    {
        services.AddSingleton<T>();
        services.AddSingleton<IEventSender>(static provider => provider.GetRequiredService<T>());
        services.AddSingleton<ILedgerSubscriber>(static provider => new EventSubscriber(provider.GetRequiredService<T>()));
    }
}
