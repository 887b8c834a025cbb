namespace Divoc.Functions.Ledger;

/// <summary>Registers the room.</summary>
public static class LedgerRegistration
{
    /// <summary>The certificates of each preEnrollmentCode, and where their artifacts lie.</summary>
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
