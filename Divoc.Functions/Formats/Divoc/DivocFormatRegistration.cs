using Divoc.Functions.Domain;
using Divoc.Functions.Formats.Divoc.Judging;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>Registers the format.</summary>
public static class DivocFormatRegistration
{
    /// <summary>Registers DIVOC's credentials and their settings.</summary>
    public static IServiceCollection AddDivocFormat(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(CredentialOptions.SectionName);
        services.AddOptions<CredentialOptions>()
            .Bind(section)
            .Configure(options => options.OmittedFields = SettingList.Read(section.GetSection(nameof(CredentialOptions.OmittedFields))))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<CredentialOptions>, CredentialOptionsValidator>();
        services.AddOptions<QrOptions>().Bind(configuration.GetSection(QrOptions.SectionName)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ISampleSettings, DivocSampleSettings>();
        services.AddKeyPurpose(DivocKeys.Purpose);
        services.AddSingleton(DivocKeys.Name);
        services.AddSingleton<CredentialBuilder>();
        services.AddSingleton<CredentialSigner>();
        services.AddSingleton<ProofCheck>();
        services.AddSingleton<DivocJudge>();
        services.AddSingleton(SentenceSource.Embedded(typeof(JudgingRules), JudgingRules.FileName));
        services.AddSingleton<ICredentialFormat, DivocFormat>();
        return services;
    }
}
