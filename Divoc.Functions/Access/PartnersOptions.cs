using Divoc.Functions.Domain;

namespace Divoc.Functions.Access;

/// <summary>The partner systems that call this service. Default none: then every access key gives access to every certificate.</summary>
public sealed class PartnersOptions
{
    /// <summary>The section of the configuration. It has a section for each partner, under its name.</summary>
    public const string SectionName = "Divoc:Partners";

    /// <summary>The partners by name.</summary>
    [SettingPlace(SectionName)]
    public Dictionary<string, PartnerOptions> Partners { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the settings name partners, correctly or not.</summary>
    public static bool AreSet(IConfiguration configuration) => configuration.GetSection(SectionName).GetChildren().Any();

    /// <summary>
    /// Reads the section. The binder would silently ignore what it can't convert, and without partners every key would give access to every
    /// certificate. So everything in the section becomes an entry, and the validator refuses what is wrong.
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
        string[] known =
        [
            nameof(PartnerOptions.KeySha256),
            nameof(PartnerOptions.Scope),
            nameof(PartnerOptions.Webhook),
            .. PartnerWebhookOptions.Names,
        ];
        var defaults = new PartnerOptions();
        return new PartnerOptions
        {
            KeySha256 = section[nameof(PartnerOptions.KeySha256)] ?? defaults.KeySha256,
            Scope = section[nameof(PartnerOptions.Scope)] ?? defaults.Scope,
            Webhook = PartnerWebhookOptions.Read(section.GetSection(nameof(PartnerOptions.Webhook))),
            UnknownNames = [.. section.AsEnumerable(makePathsRelative: true)
                .Select(setting => setting.Key)
                .Except(known, StringComparer.OrdinalIgnoreCase)],
        };
    }
}

/// <summary>Settings of one partner, as they were written.</summary>
public sealed class PartnerOptions
{
    /// <summary>
    /// Adds a partner: the SHA-256 of its access key. Only hashes stand in the settings, never keys. Name two hashes while a key is being
    /// replaced: both keys work.
    /// </summary>
    /// <value>1 to 5 hashes of 64 hex digits, separated by commas</value>
    public string KeySha256 { get; set; } = "";

    /// <summary>Which certificates the partner reaches: its own, or those of every partner.</summary>
    /// <value><c>Own</c>, <c>All</c></value>
    public string Scope { get; set; } = nameof(CallerScope.Own);

    /// <summary>The webhook of the partner. Null for none.</summary>
    public PartnerWebhookOptions? Webhook { get; set; }

    /// <summary>Names that were set and are not settings of a partner, also below those that are (<c>Scope:0</c>).</summary>
    public IReadOnlyList<string> UnknownNames { get; internal set; } = [];

    /// <summary>The single hashes.</summary>
    internal IReadOnlyList<string> Hashes() => KeySha256.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
