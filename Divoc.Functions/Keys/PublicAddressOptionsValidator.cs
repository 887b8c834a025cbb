namespace Divoc.Functions.Keys;

/// <summary>Refuses a public address that no URL can begin with.</summary>
public sealed class PublicAddressOptionsValidator : IValidateOptions<PublicAddressOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PublicAddressOptions options)
    {
        var isUsable = Uri.TryCreate(options.PublicBaseUrl, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0;
        return isUsable
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{PublicAddressOptions.SectionName}:{nameof(PublicAddressOptions.PublicBaseUrl)} must be an http or https URL without query, such as https://certificates.example.org.");
    }
}
