using Divoc.Functions.Domain;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Hosting;

/// <summary>Names the settings of issuer and address that still have DIVOC's sample values.</summary>
public sealed class SampleSettings(IOptions<IssuerOptions> issuer, IOptions<PublicAddressOptions> address) : ISampleSettings
{
    /// <inheritdoc/>
    public IEnumerable<string> SampleValuesInUse()
    {
        (string Name, string Value, string Sample)[] settings =
        [
            ($"{IssuerOptions.SectionName}:{nameof(IssuerOptions.Id)}", issuer.Value.Id, IssuerOptions.SampleId),
            (
                $"{IssuerOptions.SectionName}:{nameof(IssuerOptions.VerificationMethod)}", issuer.Value.VerificationMethod,
                IssuerOptions.SampleVerificationMethod),
            (
                $"{PublicAddressOptions.SectionName}:{nameof(PublicAddressOptions.PublicBaseUrl)}", address.Value.PublicBaseUrl,
                PublicAddressOptions.SampleBaseUrl),
        ];
        return settings.Where(setting => SampleUrl.Is(setting.Value, setting.Sample)).Select(setting => setting.Name);
    }
}
