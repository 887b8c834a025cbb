using Divoc.Functions.Domain;

namespace Divoc.Functions.Triggers;

/// <summary>
/// Which pages of other sites may call the functions that ask for a key. Any page may call <see cref="PublicRoutes"/>, whatever is set
/// here.
/// </summary>
public sealed class CorsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Cors";

    /// <summary>
    /// Origins of other sites whose pages may call with a key. Pages of any site may call the public routes, whatever is set here. In Azure
    /// leave the platform's own CORS unset.
    /// </summary>
    /// <value>origins, such as <c>https://portal.example.org</c></value>
    public IReadOnlyList<string> Origins { get; set; } = [];

    /// <summary>Other names in the section.</summary>
    internal IReadOnlyList<string> UnknownNames { get; private set; } = [];

    /// <summary>Reads the section: a list, or one text with commas.</summary>
    internal void Read(IConfigurationSection section)
    {
        Origins = SettingList.Read(section.GetSection(nameof(Origins)));
        UnknownNames = [.. section.GetChildren()
            .Select(child => child.Key)
            .Where(name => !name.Equals(nameof(Origins), StringComparison.OrdinalIgnoreCase))];
    }
}

/// <summary>
/// Refuses values that no browser sends as an origin, because they would never match, and values that would allow more than one site.
/// </summary>
public sealed class CorsOptionsValidator : IValidateOptions<CorsOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CorsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = options.UnknownNames.Select(unknown => $"{CorsOptions.SectionName}:{unknown} is not a setting.")
            .Concat(options.Origins.Where(origin => !IsOrigin(origin)).Select(Wrong))
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static string Wrong(string origin)
    {
        return $"{CorsOptions.SectionName}:{nameof(CorsOptions.Origins)} has '{origin}', which is not an origin. Write each as "
            + "https://portal.example.org: in lower case, with the port if it is "
            + "not the usual one, and without a path. http is allowed for a loopback name only.";
    }

    private static bool IsOrigin(string text)
    {
        return Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            && uri.UserInfo.Length == 0
            && uri.Host.All(char.IsAscii)
            && text == uri.GetLeftPart(UriPartial.Authority);
    }
}
