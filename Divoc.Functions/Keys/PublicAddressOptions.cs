using System.ComponentModel.DataAnnotations;

namespace Divoc.Functions.Keys;

/// <summary>Where callers and verifiers reach the service.</summary>
public sealed class PublicAddressOptions
{
    public const string SectionName = "Divoc";

    /// <summary>The whole name of <see cref="PublicBaseUrl"/>.</summary>
    public const string SettingName = $"{SectionName}:{nameof(PublicBaseUrl)}";

    /// <summary>The value that fits a developer's machine only.</summary>
    public const string SampleBaseUrl = "http://localhost:7071";

    /// <summary>
    /// The service's address as its callers see it, without a path at the end of which a slash stands. All URLs in answers begin with it; a
    /// Host header is never trusted for that. Without it the embedded host uses the address that it listens on; the default is its own default one.
    /// </summary>
    [Required]
    public string PublicBaseUrl { get; set; } = SampleBaseUrl;

    /// <summary>The address that counts: <see cref="PublicBaseUrl"/>, or where that is not set the one that a host knows better.</summary>
    public string BaseUrl => Listened?.Invoke() ?? PublicBaseUrl;

    /// <summary>Tells the address that a host listens on; null where the setting counts.</summary>
    internal Func<string>? Listened { get; set; }

    /// <summary>Whether the settings name an address that only this machine reaches, or none: then nobody else has certificates of this program.</summary>
    public static bool IsOfThisMachine(IConfiguration configuration)
    {
        return configuration[SettingName] is not { } address || (Uri.TryCreate(address, UriKind.Absolute, out var url) && url.IsLoopback);
    }

    /// <summary>An absolute URL of the service.</summary>
    /// <param name="path">A path that begins with a slash.</param>
    public string UrlOf(string path) => BaseUrl.TrimEnd('/') + path;
}

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
