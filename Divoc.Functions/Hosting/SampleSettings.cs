using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Hosting;

/// <summary>Names the settings that still hold DIVOC's sample values.</summary>
public sealed class SampleSettings(
    IOptions<IssuerOptions> issuer,
    IOptions<PublicAddressOptions> address,
    IOptions<CredentialOptions> credential) : ISampleSettings
{
    /// <inheritdoc/>
    public IEnumerable<string> SampleValuesInUse()
    {
        var sample = new CredentialOptions();
        var inUse = credential.Value;
        (string Name, string Value, string Sample)[] settings =
        [
            ($"{IssuerOptions.SectionName}:{nameof(IssuerOptions.Id)}", issuer.Value.Id, IssuerOptions.SampleId),
            ($"{IssuerOptions.SectionName}:{nameof(IssuerOptions.VerificationMethod)}", issuer.Value.VerificationMethod, IssuerOptions.SampleVerificationMethod),
            ($"{PublicAddressOptions.SectionName}:{nameof(PublicAddressOptions.PublicBaseUrl)}", address.Value.PublicBaseUrl, PublicAddressOptions.SampleBaseUrl),
            ($"{CredentialOptions.SectionName}:{nameof(CredentialOptions.BaseUrl)}", inUse.BaseUrl, sample.BaseUrl),
            ($"{CredentialOptions.SectionName}:{nameof(CredentialOptions.TestBaseUrl)}", inUse.TestBaseUrl, sample.TestBaseUrl),
            ($"{CredentialOptions.SectionName}:{nameof(CredentialOptions.InfoBaseUrl)}", inUse.InfoBaseUrl, sample.InfoBaseUrl),
            ($"{CredentialOptions.SectionName}:{nameof(CredentialOptions.FeedbackBaseUrl)}", inUse.FeedbackBaseUrl, sample.FeedbackBaseUrl),
        ];
        return settings.Where(setting => IsSample(setting.Value, setting.Sample)).Select(setting => setting.Name);
    }

    /// <summary>Another way to write the sample is the sample too, and so is a public address that only this machine reaches.</summary>
    private static bool IsSample(string value, string sample)
    {
        var url = new Uri(value, UriKind.Absolute);
        return url.IsLoopback || Uri.Compare(url, new Uri(sample, UriKind.Absolute), UriComponents.AbsoluteUri, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
            || value.TrimEnd('/').Equals(sample.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>
/// Knows which settings still hold the sample values that are good enough for a developer's machine only. Every registered
/// service of this type is asked before the embedded host listens on an address that others can reach.
/// </summary>
public interface ISampleSettings
{
    /// <summary>The names of the settings that still hold a sample value, such as <c>Divoc:Issuer:Did</c>; empty if none does.</summary>
    IEnumerable<string> SampleValuesInUse();
}
