using System.Globalization;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;

namespace Divoc.Functions.Verification;

/// <summary>Other issuers whose certificates are accepted, and earlier systems of the same issuer.</summary>
public sealed class TrustedIssuerOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc";

    private const string FormerSetting = $"{SectionName}:FormerKeys";

    /// <summary>
    /// A folder with the public keys of other issuers whose certificates are <see href="docs/verifying.md">verified</see>: DID
    /// documents, JWK sets, lists of signers and files about issuers of health cards (<c>*.json</c>), PEM files (<c>*.pem</c>) and
    /// certificates (<c>*.cer</c>, <c>*.crt</c>, <c>*.der</c>). A file whose keys have no name is named after the proof's
    /// <c>verificationMethod</c>, percent-encoded where necessary: <c>did%3Aindia.pem</c>. Empty: no other issuer is trusted.
    /// </summary>
    /// <value>folder</value>
    public string TrustedIssuers { get; set; } = "";

    /// <summary>
    /// Another issuer of which more is known than its keys. <c>Keys</c> names a file or a folder; <c>Omits</c>, <c>Results</c>,
    /// <c>LargestSeries</c> and <c>EndIsNotEnforced</c> are <see href="docs/verifying.md#trusted-issuers-and-their-profiles">its
    /// profile</see>.
    /// </summary>
    /// <value>several settings</value>
    [SettingPlace($"{SectionName}:{nameof(TrustedIssuers)}", IsCheckedByItsReader = true)]
    public IReadOnlyList<NamedIssuer> Profiled { get; set; } = [];

    /// <summary>
    /// Keys of <see href="docs/verifying.md#keys-of-an-earlier-system">an earlier system of the same issuer</see>: what they signed counts
    /// as issued here. <c>Keys</c> names a file or a folder; <c>Registry</c> says whether all that they signed is listed here
    /// (<c>complete</c>, the default, or <c>partial</c>); <c>NotBefore</c> and <c>NotAfter</c> limit when they may have signed. A profile
    /// is possible too.
    /// </summary>
    /// <value>several settings</value>
    [SettingPlace(FormerSetting, IsCheckedByItsReader = true)]
    public IReadOnlyList<NamedIssuer> Former { get; set; } = [];

    /// <summary>The problems of the settings.</summary>
    internal IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>
    /// Reads the settings. The folder and the issuers with a profile are below the same name, which the binder can't read.
    /// </summary>
    internal void Read(IConfiguration configuration)
    {
        var faults = new List<string>();
        var trusted = configuration.GetSection($"{SectionName}:{nameof(TrustedIssuers)}");
        TrustedIssuers = trusted.Value ?? "";
        Profiled = [.. trusted.GetChildren().Select(section => NamedIssuer.Read(section, isOwn: false, faults))];
        Former = [.. configuration.GetSection(FormerSetting)
            .GetChildren()
            .Select(section => NamedIssuer.Read(section, isOwn: true, faults))];
        Faults = faults;
    }
}

/// <summary>An issuer in the settings, with its keys and profile.</summary>
/// <param name="Section">The section of its settings.</param>
/// <param name="Keys">A file or a folder with its keys.</param>
/// <param name="Profile">What is known about it.</param>
public sealed record NamedIssuer(string Section, string Keys, IssuerProfile Profile)
{
    private const string Registry = "Registry";

    private static readonly string[] Members =
    [
        nameof(Keys),
        nameof(IssuerProfile.Omits),
        nameof(IssuerProfile.Results),
        nameof(IssuerProfile.LargestSeries),
        nameof(IssuerProfile.EndIsNotEnforced),
    ];
    private static readonly string[] OwnMembers = [.. Members, Registry, nameof(NotBefore), nameof(NotAfter)];

    /// <summary>Whether it is an earlier system of ours.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Of an earlier system of ours: whether the registry lists only a part of what it signed.</summary>
    public bool IsPartlyListed { get; init; }

    /// <summary>First instant at which its keys may have signed; null for no bound.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>First instant at which its keys may not have signed any more; null for no bound.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    internal static NamedIssuer Read(IConfigurationSection section, bool isOwn, List<string> faults)
    {
        var known = isOwn ? OwnMembers : Members;
        faults.AddRange(section.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            .Select(child => $"{child.Path} is not a setting. Allowed here are {string.Join(", ", known)}."));
        var profile = new IssuerProfile
        {
            Omits = SettingList.Read(section.GetSection(nameof(IssuerProfile.Omits))),
            Results = SettingList.Read(section.GetSection(nameof(IssuerProfile.Results))),
            LargestSeries = WholeNumber(section, nameof(IssuerProfile.LargestSeries), faults),
            EndIsNotEnforced = IsTrue(section, nameof(IssuerProfile.EndIsNotEnforced), faults),
        };
        return new NamedIssuer(section.Path, section[nameof(Keys)] ?? "", profile)
        {
            IsOwn = isOwn,
            IsPartlyListed = IsPartial(section, faults),
            NotBefore = Instant(section, nameof(NotBefore), faults),
            NotAfter = Instant(section, nameof(NotAfter), faults),
        };
    }

    private static bool IsPartial(IConfigurationSection section, List<string> faults)
    {
        var word = section[Registry] ?? "complete";
        var isPartial = string.Equals(word, "partial", StringComparison.OrdinalIgnoreCase);
        if (!isPartial && !string.Equals(word, "complete", StringComparison.OrdinalIgnoreCase))
        {
            faults.Add($"{section.Path}:{Registry} must be complete (everything that these keys signed is listed here) or partial.");
        }

        return isPartial;
    }

    private static int? WholeNumber(IConfigurationSection section, string name, List<string> faults)
    {
        if (section[name] is not { Length: > 0 } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        faults.Add($"{section.Path}:{name} must be a whole number, such as 2.");
        return null;
    }

    private static bool IsTrue(IConfigurationSection section, string name, List<string> faults)
    {
        if (section[name] is not { Length: > 0 } text)
        {
            return false;
        }

        if (!bool.TryParse(text, out var isTrue))
        {
            faults.Add($"{section.Path}:{name} must be true or false.");
        }

        return isTrue;
    }

    private static DateTimeOffset? Instant(IConfigurationSection section, string name, List<string> faults)
    {
        if (section[name] is not { Length: > 0 } text)
        {
            return null;
        }

        if (InternetTime.TryParseInstant(text, out var instant))
        {
            return instant;
        }

        faults.Add($"{section.Path}:{name} must be a date-time such as 2030-01-31T12:00:00Z.");
        return null;
    }
}

/// <summary>
/// Refuses at start keys of other issuers that can't be read, and profiles with unknown names, and reports all problems with their places.
/// </summary>
internal sealed class TrustedIssuerOptionsValidator(TrustedIssuers issuers, IEnumerable<ICredentialFormat> formats)
    : IValidateOptions<TrustedIssuerOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TrustedIssuerOptions options)
    {
        var omittable = formats.SelectMany(format => format.OmittableMembers).Distinct().ToList();
        List<string> faults =
            [.. options.Faults, .. options.Profiled.Concat(options.Former).SelectMany(issuer => ProblemsOf(issuer, omittable))];
        try
        {
            issuers.KeysOf(options);
        }
        catch (TrustedIssuerException exception)
        {
            faults.AddRange(exception.Problems);
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> ProblemsOf(NamedIssuer issuer, List<string> omittable)
    {
        if (issuer.Keys.Length == 0)
        {
            yield return $"{issuer.Section}:{nameof(issuer.Keys)} must name a file or a folder with the issuer's public keys.";
        }

        foreach (var member in issuer.Profile.Omits.Except(omittable))
        {
            yield return $"{issuer.Section}:{nameof(IssuerProfile.Omits)} names '{member}'; it may name {string.Join(", ", omittable)}.";
        }

        if (issuer.Profile.LargestSeries < 1)
        {
            yield return $"{issuer.Section}:{nameof(IssuerProfile.LargestSeries)} must be at least 1.";
        }
    }
}
