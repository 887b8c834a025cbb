using Divoc.Functions.Domain;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>Names the settings of the format that still have DIVOC's sample values.</summary>
internal sealed class DivocSampleSettings(IOptions<CredentialOptions> credential) : ISampleSettings
{
    /// <inheritdoc/>
    public IEnumerable<string> SampleValuesInUse()
    {
        var (inUse, sample) = (credential.Value, new CredentialOptions());
        (string Name, string Value, string Sample)[] settings =
        [
            (nameof(CredentialOptions.BaseUrl), inUse.BaseUrl, sample.BaseUrl),
            (nameof(CredentialOptions.TestBaseUrl), inUse.TestBaseUrl, sample.TestBaseUrl),
            (nameof(CredentialOptions.RecoveryBaseUrl), inUse.RecoveryBaseUrl, sample.RecoveryBaseUrl),
            (nameof(CredentialOptions.InfoBaseUrl), inUse.InfoBaseUrl, sample.InfoBaseUrl),
            (nameof(CredentialOptions.FeedbackBaseUrl), inUse.FeedbackBaseUrl, sample.FeedbackBaseUrl),
        ];
        return settings.Where(setting => SampleUrl.Is(setting.Value, setting.Sample))
            .Select(setting => $"{CredentialOptions.SectionName}:{setting.Name}");
    }
}
