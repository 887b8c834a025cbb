using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>Who issues SMART Health Cards, and in which code systems they name vaccines.</summary>
public sealed class SmartHealthCardOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Divoc:Shc";

    /// <summary>The path below the public address with the key set that only health cards use.</summary>
    public const string IssuerPath = "/shc";

    /// <summary>
    /// The issuer in <see href="docs/health-cards.md">SMART Health Cards</see>. Verifiers look for the keys at this URL with
    /// <c>/.well-known/jwks.json</c> behind it. In DIVOC: <c>CERTIFICATE_ISSUER</c>.
    /// </summary>
    /// <value>https URL without a slash at its end</value>
    /// <default>the public address and <c>/shc</c></default>
    /// <remarks>Where it is the public address itself, the key set there has the keys of health cards only.</remarks>
    public string Issuer { get; set; } = "";

    /// <summary>
    /// The code systems in which SMART Health Cards name a vaccine, in the order of preference. Only the first that has the vaccine is
    /// used, since verifiers want one code.
    /// </summary>
    /// <value>names from the default, separated by commas</value>
    public string Codes { get; set; } = string.Join(", ", VaccineCoding.Names);

    /// <summary>The issuer by the settings; null if the public address can't be one.</summary>
    internal string? IssuerOf(PublicAddressOptions address)
    {
        var issuer = Issuer.Length > 0 ? Issuer : address.UrlOf(IssuerPath);
        return ProblemOf(issuer) is null ? issuer : null;
    }

    /// <summary>
    /// Why a text can't be an issuer, as the end of a sentence; null if it can. On a developer's machine, http is allowed.
    /// </summary>
    internal static string? ProblemOf(string issuer)
    {
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            return "must be an https URL, such as https://health.example.org/shc";
        }

        return issuer.EndsWith('/') || url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0
            ? "must not have a slash at its end, a query, a fragment or a user name"
            : null;
    }
}

/// <summary>Refuses settings with which no card could be made.</summary>
public sealed class SmartHealthCardOptionsValidator : IValidateOptions<SmartHealthCardOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SmartHealthCardOptions options)
    {
        List<string> failures = [];
        if (options.Issuer.Length > 0 && SmartHealthCardOptions.ProblemOf(options.Issuer) is { } fault)
        {
            failures.Add($"{SmartHealthCardOptions.SectionName}:{nameof(SmartHealthCardOptions.Issuer)} {fault}.");
        }

        var codes = VaccineCoding.OrderOf(options.Codes);
        if (codes.Count == 0 || codes.Except(VaccineCoding.Names).Any())
        {
            failures.Add($"{SmartHealthCardOptions.SectionName}:{nameof(SmartHealthCardOptions.Codes)} must name one or more of "
                + $"{string.Join(", ", VaccineCoding.Names)}, separated by commas.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
