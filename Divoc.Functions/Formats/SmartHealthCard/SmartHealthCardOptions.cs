using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>The issuer of SMART Health Cards, and the code systems for vaccines.</summary>
public sealed class SmartHealthCardOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Divoc:Shc";

    /// <summary>The path below the public address with the key set that only health cards use.</summary>
    public const string IssuerPath = "/shc";

    /// <summary>
    /// The issuer in cards (<c>iss</c>), an https URL without a slash at its end: verifiers look for the keys at this URL with <c>/.well-known/jwks.json</c> behind it (DIVOC: CERTIFICATE_ISSUER). Empty by
    /// default: the public address with <see cref="IssuerPath"/>. Where it is the public address itself, its key set holds the keys of health cards only.
    /// </summary>
    public string Issuer { get; set; } = "";

    /// <summary>
    /// The code systems of vaccines in the order in which they are looked at, with commas between: <c>cvx</c>, <c>icd11-product</c>, <c>snomed</c> and <c>icd11-class</c>, which is the default. The first that has the product is
    /// told, and no other: verifiers want one code.
    /// </summary>
    public string Codes { get; set; } = string.Join(", ", VaccineCoding.Names);

    /// <summary>The issuer by the settings; null if the public address can't be one.</summary>
    internal string? IssuerOf(PublicAddressOptions address)
    {
        var issuer = Issuer.Length > 0 ? Issuer : address.UrlOf(IssuerPath);
        return FaultOf(issuer) is null ? issuer : null;
    }

    /// <summary>
    /// Why a text can't be an issuer, as the end of a sentence; null if it can. On a developer's machine, http is allowed.
    /// </summary>
    internal static string? FaultOf(string issuer)
    {
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            return "must be an https URL, such as https://health.example.org/shc";
        }

        return issuer.EndsWith('/') || url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0 ? "must end with host or path, without a slash" : null;
    }
}

/// <summary>Refuses settings with which no card could be made.</summary>
public sealed class SmartHealthCardOptionsValidator : IValidateOptions<SmartHealthCardOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SmartHealthCardOptions options)
    {
        List<string> failures = [];
        if (options.Issuer.Length > 0 && SmartHealthCardOptions.FaultOf(options.Issuer) is { } fault)
        {
            failures.Add($"{SmartHealthCardOptions.SectionName}:{nameof(SmartHealthCardOptions.Issuer)} {fault}.");
        }

        var codes = VaccineCoding.OrderOf(options.Codes);
        if (codes.Count == 0 || codes.Except(VaccineCoding.Names).Any())
        {
            failures.Add($"{SmartHealthCardOptions.SectionName}:{nameof(SmartHealthCardOptions.Codes)} must name one or more of {string.Join(", ", VaccineCoding.Names)}, with commas between.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
