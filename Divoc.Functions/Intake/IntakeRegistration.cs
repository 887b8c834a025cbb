using Divoc.Functions.Intake.Uploads;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Divoc.Functions.Intake;

/// <summary>Registers the reading and validating of requests.</summary>
public static class IntakeRegistration
{
    /// <summary>
    /// Adds <see cref="RequestValidator"/> and its options, which are validated at start; the rendering registers which texts can be
    /// printed.
    /// </summary>
    public static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.AddOptions<IntakeOptions>().BindConfiguration(IntakeOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IntakeOptions>, IntakeOptionsValidator>();
        services.AddOptions<LifecycleOptions>().BindConfiguration(LifecycleOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LifecycleOptions>, LifecycleOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RequestValidator>();
        services.AddSingleton<CertifiedContent>();
        services.AddSingleton<RequestPlanner>();
        services.AddSingleton<UpdatePlanner>();
        services.AddSingleton<PartnerLimit>();
        services.AddSingleton<EventLanes>();
        services.AddSingleton<CertifyHandler>();
        services.AddSingleton<RequestOutcomes>();
        services.AddSingleton<RequestLister>();
        services.AddSingleton<QueuedEvents>();
        return services.AddUploads();
    }

    private static IServiceCollection AddUploads(this IServiceCollection services)
    {
        services.AddOptions<UploadsOptions>().BindConfiguration(UploadsOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<UploadsOptions>, UploadsOptionsValidator>();
        services.AddSingleton<ChunkDecider>();
        services.AddSingleton<ChunkAcceptor>();
        services.AddSingleton<ChunkOutcomes>();
        services.AddSingleton<UploadQueue>();
        services.AddSingleton<UploadReceiver>();
        services.AddSingleton<UploadStepHandler>();
        services.AddSingleton<UploadLister>();
        services.AddSingleton<UploadSweeper>();
        services.AddSingleton<RequestSweeper>();
        return services;
    }
}
