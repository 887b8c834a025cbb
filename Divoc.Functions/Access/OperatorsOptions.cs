using Divoc.Functions.Domain;

namespace Divoc.Functions.Access;

/// <summary>
/// The operators. Default none: then only the admin key in the data directory gives access to their routes, and in Azure nobody has access.
/// </summary>
public sealed class OperatorsOptions
{
    /// <summary>The section of the configuration. It has a section for each operator, under its name.</summary>
    public const string SectionName = "Divoc:Operators";

    /// <summary>The operators by name.</summary>
    [SettingPlace(SectionName)]
    public Dictionary<string, OperatorOptions> Operators { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Reads the section. Everything in it becomes an entry, so that the validator sees and refuses what is not an operator.
    /// </summary>
    internal void Read(IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            Operators[""] = new OperatorOptions();
        }

        foreach (var one in section.GetChildren())
        {
            Operators[one.Key] = new OperatorOptions { KeySha256 = one[nameof(OperatorOptions.KeySha256)] ?? "" };
        }
    }
}

/// <summary>Settings of one operator, as they were written.</summary>
public sealed class OperatorOptions
{
    /// <summary>
    /// Adds <see href="docs/operators.md">an operator</see>: the SHA-256 of its access key. Only hashes stand in the settings, never keys.
    /// Name two hashes while a key is being replaced: both keys work.
    /// </summary>
    /// <value>1 to 5 hashes of 64 hex digits, separated by commas</value>
    public string KeySha256 { get; set; } = "";

    /// <summary>The single hashes.</summary>
    internal IReadOnlyList<string> Hashes() => KeySha256.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
