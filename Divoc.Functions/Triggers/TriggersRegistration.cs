using Divoc.Functions.Triggers.Api;
using Divoc.Functions.Triggers.Divoc;

namespace Divoc.Functions.Triggers;

/// <summary>Registers the room.</summary>
public static class TriggersRegistration
{
    /// <summary>Registers what functions share, and the headers that both hosts set on each HTTP answer.</summary>
    public static IServiceCollection AddTriggers(this IServiceCollection services)
    {
        services.AddOptions<CorsOptions>()
            .Configure<IConfiguration>(static (options, configuration) => options.Read(configuration.GetSection(CorsOptions.SectionName)))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<CorsOptions>, CorsOptionsValidator>();
        services.AddSingleton<CertifyRequest>();
        services.AddSingleton<UploadRequest>();
        services.AddSingleton<UploadAnswer>();
        services.AddSingleton<UnlistedCertificates>();
        services.AddSingleton<CertificateAnswers>();
        services.AddSingleton<PublishedTrust>();
        services.AddSingleton<CrossOrigin>();
        services.AddSingleton<AnswerHeaders>();
        services.AddSingleton<ApiDocument>();
        return services;
    }
}
