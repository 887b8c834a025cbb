namespace Divoc.Functions.Partners;

/// <summary>Who the partner systems are that call this service. Default none: then every access key opens every certificate.</summary>
public sealed class PartnersOptions
{
    /// <summary>The section of the settings; below it stands one section for each partner, under its name.</summary>
    public const string SectionName = "Divoc:Partners";

    /// <summary>The partners by name.</summary>
    public Dictionary<string, PartnerOptions> Partners { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether there are partners, well set or not.</summary>
    public static bool AreSet(IConfiguration configuration) => configuration.GetSection(SectionName).GetChildren().Any();

    /// <summary>
    /// Reads the section as it stands. The binder would pass in silence over what it can't take, and without partners nothing is kept apart: so
    /// whatever stands there becomes an entry, for the validator to refuse.
    /// </summary>
    internal void Read(IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            Partners[""] = new PartnerOptions();
        }

        foreach (var partner in section.GetChildren())
        {
            Partners[partner.Key] = ReadPartner(partner);
        }
    }

    private static PartnerOptions ReadPartner(IConfigurationSection section)
    {
        string[] known = [nameof(PartnerOptions.KeySha256), nameof(PartnerOptions.Scope)];
        var defaults = new PartnerOptions();
        return new PartnerOptions
        {
            KeySha256 = section[nameof(PartnerOptions.KeySha256)] ?? defaults.KeySha256,
            Scope = section[nameof(PartnerOptions.Scope)] ?? defaults.Scope,
            UnknownNames = [.. section.AsEnumerable(makePathsRelative: true).Select(setting => setting.Key).Except(known, StringComparer.OrdinalIgnoreCase)],
        };
    }
}
