using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Types;

/// <summary>Registers the room.</summary>
public static class TypesRegistration
{
    /// <summary>The default type of commands: the one that most installations certify.</summary>
    public const string Usual = VaccinationType.TypeName;

    /// <summary>Registers the certificate types; a new type is one more line.</summary>
    public static IServiceCollection AddCertificateTypes(this IServiceCollection services)
    {
        services.AddOptions<VaccinationOptions>().BindConfiguration(VaccinationOptions.SectionName).ValidateOnStart();
        services.AddOptions<RecoveryOptions>().BindConfiguration(RecoveryOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Countries>();
        services.AddSingleton<Diseases>();
        services.AddSingleton<VaccineCodes>();
        services.AddSingleton<VaccineProducts>();
        services.AddSingleton<TestTables>();
        services.AddSingleton<ICertificateType, VaccinationType>();
        services.AddSingleton<ICertificateType, TestType>();
        services.AddSingleton<ICertificateType, RecoveryType>();
        services.AddSingleton<CertificateTypes>();
        services.AddSingleton(
            provider => new PageKinds([.. provider.GetRequiredService<CertificateTypes>().Current.All.Select(type => type.Page)]));
        return services;
    }
}
