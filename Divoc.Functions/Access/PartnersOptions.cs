using Divoc.Functions.Domain;

namespace Divoc.Functions.Access;

/// <summary>The partner systems that call this service. Default none: then every access key opens every certificate.</summary>
public sealed class PartnersOptions
{
    /// <summary>The section of the settings, with one subsection for each partner, under its name.</summary>
    public const string SectionName = "Divoc:Partners";

    /// <summary>The partners by name.</summary>
    [SettingPlace(SectionName)]
    public Dictionary<string, PartnerOptions> Partners { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether partners are configured, correctly or not.</summary>
    public static bool AreSet(IConfiguration configuration) => configuration.GetSection(SectionName).GetChildren().Any();

    /// <summary>
    /// Reads the section as it is. The binder would silently skip what it can't read, and without partners nothing is kept apart: so
    /// everything in the section becomes an entry, and the validator can refuse it.
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
        string[] known = [nameof(PartnerOptions.KeySha256), nameof(PartnerOptions.Scope), nameof(PartnerOptions.Webhook), .. PartnerWebhookOptions.Names];
        var defaults = new PartnerOptions();
        return new PartnerOptions
        {
            KeySha256 = section[nameof(PartnerOptions.KeySha256)] ?? defaults.KeySha256,
            Scope = section[nameof(PartnerOptions.Scope)] ?? defaults.Scope,
            Webhook = PartnerWebhookOptions.Read(section.GetSection(nameof(PartnerOptions.Webhook))),
            UnknownNames = [.. section.AsEnumerable(makePathsRelative: true).Select(setting => setting.Key).Except(known, StringComparer.OrdinalIgnoreCase)],
        };
    }
}

/// <summary>Settings of one partner, as they were written.</summary>
public sealed class PartnerOptions
{
    /// <summary>
    /// SHA-256 of its access keys, each in 64 hex digits, with commas between: no key stands in the settings, and while a key is exchanged both count. No
    /// default.
    /// </summary>
    public string KeySha256 { get; set; } = "";

    /// <summary>The name of a <see cref="CallerScope"/> (case does not matter). Default <c>Own</c>: a partner has nothing to do with the certificates of others.</summary>
    public string Scope { get; set; } = nameof(CallerScope.Own);

    /// <summary>Where it is told what happened to its certificates. Default nowhere.</summary>
    public PartnerWebhookOptions? Webhook { get; set; }

    /// <summary>Names that were set and are not known, those below them included (<c>Scope:0</c>).</summary>
    public IReadOnlyList<string> UnknownNames { get; internal set; } = [];

    /// <summary>The single hashes.</summary>
    internal IReadOnlyList<string> Hashes() => KeySha256.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
