using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>Registers the format.</summary>
public static class DdccRegistration
{
    /// <summary>Registers the WHO's Digital Documentation of COVID-19 Certificates and its settings.</summary>
    public static IServiceCollection AddDdccFormat(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DdccOptions>()
            .Bind(configuration.GetSection(DdccOptions.SectionName))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddKeyPurpose(DdccKeys.Purpose);
        services.AddSingleton<ICredentialFormat, DdccFormat>();
        return services;
    }
}
