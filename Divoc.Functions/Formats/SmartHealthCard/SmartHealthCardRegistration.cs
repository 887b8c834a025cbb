using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>Registers the format.</summary>
public static class SmartHealthCardRegistration
{
    /// <summary>Registers SMART Health Cards, their settings and the address of their keys.</summary>
    public static IServiceCollection AddSmartHealthCardFormat(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SmartHealthCardOptions>().Bind(configuration.GetSection(SmartHealthCardOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SmartHealthCardOptions>, SmartHealthCardOptionsValidator>();
        services.AddKeyPurpose(CardKeys.Purpose);
        services.AddSingleton(provider => new OwnKeySet(
            CardKeys.Use,
            () => provider.GetRequiredService<IOptions<SmartHealthCardOptions>>().Value
                .IssuerOf(provider.GetRequiredService<IOptions<PublicAddressOptions>>().Value))
        {
            Complete = (key, cancellationToken) => provider.GetRequiredService<RevokedCardLists>().CompleteAsync(key, cancellationToken),
        });
        services.AddSingleton(SentenceSource.Embedded(typeof(CardReasons), "CardSentences.table.json"));
        services.AddSingleton(provider => new CardRegister(new Lazy<RegistryDocuments>(provider.GetRequiredService<RegistryDocuments>)));
        services.AddSingleton(provider => new OwnCards(
            provider.GetRequiredService<CardRegister>(), new Lazy<LedgerStore>(provider.GetRequiredService<LedgerStore>),
            provider.GetRequiredService<CalendarDays>()));
        services.AddSingleton(provider => new CardRevocations(
            new Lazy<RegistryDocuments>(provider.GetRequiredService<RegistryDocuments>),
            new Lazy<LedgerStore>(provider.GetRequiredService<LedgerStore>),
            provider.GetRequiredService<CardRegister>(),
            provider.GetRequiredService<VaccineProducts>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ILedgerSubscriber>(static provider => provider.GetRequiredService<CardRevocations>());
        services.AddSingleton<ILedgerRegister>(static provider => provider.GetRequiredService<CardRevocations>());
        services.AddSingleton(provider => new RevokedCardLists(
            new Lazy<RegistryDocuments>(provider.GetRequiredService<RegistryDocuments>),
            provider.GetRequiredService<CardRegister>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RevokedCardLists>>()));
        services.AddSingleton<ICredentialFormat, SmartHealthCardFormat>();
        return services;
    }
}
