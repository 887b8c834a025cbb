using Divoc.Functions.Formats.Ddcc;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Formats;

/// <summary>Registers the room.</summary>
public static class FormatsRegistration
{
    /// <summary>
    /// Registers the formats of certificates; a new format is one more line. The first of the stored formats that can write an event issues
    /// it.
    /// </summary>
    public static IServiceCollection AddCredentialFormats(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDivocFormat(configuration);
        services.AddEuDccFormat(configuration);
        services.AddSmartHealthCardFormat(configuration);
        services.AddDdccFormat(configuration);
        services.AddSingleton<CredentialFormats>();
        services.AddSingleton<PageMaker>();
        services.AddSingleton(SentenceSource.Embedded(typeof(VerdictSentences), "verdicts.table.json"));
        services.AddSingleton<VerdictSentences>();
        services.AddHostedService<SentenceCheck>();
        services.AddSingleton<SignerCertificates>();
        services.AddSingleton<SignerWatch>();
        services.AddHostedService<SignerCheck>();
        services.AddSingleton<IReadOnlyList<SigningUse>>(provider =>
            [.. provider.GetServices<ICredentialFormat>().Where(format => format.IsStored).Select(format => format.SignedBy).Distinct()]);
        services.AddSingleton(provider => new CertificateArtifacts(
            provider.GetServices<ICredentialFormat>().Where(format => format.IsStored).Select(format => format.File.Name)));
        return services;
    }
}
