using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>Registers the format.</summary>
public static class EuDccRegistration
{
    /// <summary>Registers EU Digital COVID Certificates and their settings.</summary>
    public static IServiceCollection AddEuDccFormat(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EuDccOptions>()
            .Bind(configuration.GetSection(EuDccOptions.SectionName))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<EuDccOptions>, EuDccOptionsValidator>();
        services.AddKeyPurpose(EuKeys.Purpose);
        services.AddSingleton<ISignerRule, EuSignerRule>();
        services.AddSingleton<IRevocationForm, EuRevocations>();
        services.AddSingleton(SentenceSource.Embedded(typeof(EuReasons), "EuSentences.table.json"));
        services.AddSingleton<ICredentialFormat, EuDccFormat>();
        return services;
    }
}
