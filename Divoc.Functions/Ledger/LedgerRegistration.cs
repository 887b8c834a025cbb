namespace Divoc.Functions.Ledger;

/// <summary>Registers the room.</summary>
public static class LedgerRegistration
{
    /// <summary>Registers the ledgers of certificates, and the places of their artifacts.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddSingleton<LedgerStore>();
        services.AddSingleton<LedgerReader>();
        services.AddSingleton<LedgerReferences>();
        services.AddSingleton<ChangeAnnouncer>();
        services.AddSingleton<LedgerChanger>();
        services.AddSingleton<CertificateFinder>();
        return services;
    }
}
