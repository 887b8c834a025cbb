using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Status;

/// <summary>Registers the room.</summary>
public static class StatusRegistration
{
    /// <summary>Registers the published list of certificates that are not valid.</summary>
    public static IServiceCollection AddStatus(this IServiceCollection services)
    {
        services.AddOptions<RevocationOptions>().BindConfiguration(RevocationOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RevocationOptions>, RevocationOptionsValidator>();
        services.AddOptions<StatusOptions>().BindConfiguration(StatusOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StatusOptions>, StatusOptions>();
        services.AddSingleton<StatusRegister>();
        services.AddSingleton<ILedgerSubscriber>(static provider => provider.GetRequiredService<StatusRegister>());
        services.AddSingleton<ILedgerRegister>(static provider => provider.GetRequiredService<StatusRegister>());
        services.AddSingleton<StatusRebuilder>();
        services.AddKeyPurpose(StatusPublisher.Purpose);
        services.AddSingleton<StatusEntries>();
        services.AddSingleton<StatusLengths>();
        services.AddSingleton<StatusPublisher>();
        services.AddSingleton<PublishedStatuses>();
        services.AddSingleton<FormatRevocations>();
        services.AddSingleton<StatusAges>();
        services.AddSingleton<StatusRefresher>();
        services.AddSingleton<StatusSweeper>();
        return services;
    }
}
