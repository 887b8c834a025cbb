using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Events;
using Divoc.Functions.Formats;
using Divoc.Functions.Intake;
using Divoc.Functions.Issuing;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Operations;
using Divoc.Functions.Portal;
using Divoc.Functions.Registry;
using Divoc.Functions.Rendering;
using Divoc.Functions.Status;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Triggers;
using Divoc.Functions.Types;
using Divoc.Functions.Verification;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Divoc.Functions.Hosting;

/// <summary>Registers what both hosts share. Each host itself chooses the store, the queue and the signing keys.</summary>
public static class DivocServices
{
    /// <summary>Registers the rooms of the service.</summary>
    public static IServiceCollection AddDivoc(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<CurrentDelivery>();
        services.AddScoped(static scope => scope.GetRequiredService<CurrentDelivery>().Delivery);
        services.AddSingleton<ISampleSettings, SampleSettings>();
        services.TryAddSingleton<CertificateMetrics>();
        services.AddSingleton<RequestLog>();
        services.AddLogFilters();
        services.AddKeys(configuration);
        services.AddCertificateTypes();
        services.AddCredentialFormats(configuration);
        services.AddAccess();
        services.AddRegistry();
        services.AddLedger();
        services.AddIntake();
        services.AddRendering(configuration);
        services.AddIssuing();
        services.AddCertificates();
        services.AddVerification(configuration);
        services.AddStatus();
        services.AddEvents();
        services.AddOperations();
        services.AddTriggers();
        services.AddPortal(configuration);

        // Before the checks that use a network: this one is the fastest.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, IssuingCheck>());
#if CARD_PACKAGES
        QuestPdfLicense.Add(services, configuration);
#endif
        return services;
    }
}
