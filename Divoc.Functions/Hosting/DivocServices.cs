using Divoc.Functions.Credentials.Divoc;
using Divoc.Functions.Health;
using Divoc.Functions.Intake;
using Divoc.Functions.Issuing;
using Divoc.Functions.Keys;
using Divoc.Functions.Partners;
using Divoc.Functions.Registry;
using Divoc.Functions.Rendering;
using Divoc.Functions.Triggers;
using Divoc.Functions.Verification;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Divoc.Functions.Hosting;

/// <summary>Registers what both hosts share. Store, queue and key are each host's own choice.</summary>
public static class DivocServices
{
    /// <summary>Registers the rooms of the service.</summary>
    public static IServiceCollection AddDivoc(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<CurrentDelivery>();
        services.AddScoped(static scope => scope.GetRequiredService<CurrentDelivery>().Delivery);
        services.AddSingleton<Readiness>();
        services.AddSingleton<ISampleSettings, SampleSettings>();
        services.AddSingleton<CertificateMetrics>();
        services.AddKeys(configuration);
        services.AddDivocCredentials(configuration);
        services.AddPartners();
        services.AddRegistry();
        services.AddIntake();
        services.AddRendering(configuration);
        services.AddIssuing();
        services.AddVerification(configuration);
        services.AddTriggers();
#if CARD_PACKAGES
        QuestPdfLicense.Add(services, configuration);
#endif
        return services;
    }
}
