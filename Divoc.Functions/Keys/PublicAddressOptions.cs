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
    /// The address at which callers reach the service. All URLs in answers begin with it, and so does the did:web under which the keys are
    /// published. Set it wherever anybody but this machine calls the service; the header <c>Host</c> of a call is never used for this.
    /// </summary>
    /// <value>http or https URL</value>
    /// <default>the first address that is listened on; as a worker of the Azure Functions host <c>http://localhost:7071</c></default>
    [Required]
    public string PublicBaseUrl { get; set; } = SampleBaseUrl;

    /// <summary>The address in use: <see cref="PublicBaseUrl"/>, or if that is not set, the one that the host knows.</summary>
    public string BaseUrl => Listened?.Invoke() ?? PublicBaseUrl;

    /// <summary>Tells the address that a host listens on; null where the setting counts.</summary>
    internal Func<string>? Listened { get; set; }

    /// <summary>
    /// Whether the settings name an address that only this machine reaches, or none: then nobody else has certificates of this program.
    /// </summary>
    public static bool IsOfThisMachine(IConfiguration configuration)
    {
        return configuration[SettingName] is not { } address || (Uri.TryCreate(address, UriKind.Absolute, out var url) && url.IsLoopback);
    }

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
            : ValidateOptionsResult.Fail(
                $"{PublicAddressOptions.SectionName}:{nameof(PublicAddressOptions.PublicBaseUrl)} must be an http or https URL without "
                + "query, such as https://certificates.example.org.");
    }
}
