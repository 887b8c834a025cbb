using System.ComponentModel.DataAnnotations;

namespace Divoc.Functions.Keys;

/// <summary>The address of the service for callers and verifiers.</summary>
public sealed class PublicAddressOptions
{
    public const string SectionName = "Divoc";

    /// <summary>The full name of <see cref="PublicBaseUrl"/>.</summary>
    public const string SettingName = $"{SectionName}:{nameof(PublicBaseUrl)}";

    /// <summary>The value that is correct only on a developer's machine.</summary>
    public const string SampleBaseUrl = "http://localhost:7071";

    /// <summary>
    /// The service's address as its callers see it, without a path at the end of which a slash stands. All URLs in answers begin with it; a
    /// Host header is never trusted for that. Without it the embedded host uses the address that it listens on; the default is its own default one.
    /// </summary>
    [Required]
    public string PublicBaseUrl { get; set; } = SampleBaseUrl;

    /// <summary>The address in use: <see cref="PublicBaseUrl"/>, or if that is not set, the one that the host knows.</summary>
    public string BaseUrl => Listened?.Invoke() ?? PublicBaseUrl;

    /// <summary>Tells the address that a host listens on; null where the setting counts.</summary>
    internal Func<string>? Listened { get; set; }

    /// <summary>An absolute URL of the service.</summary>
    /// <param name="path">A path that begins with a slash.</param>
    public string UrlOf(string path) => BaseUrl.TrimEnd('/') + path;
}

/// <summary>Refuses a public address with which no URL can begin.</summary>
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
