using Divoc.Functions.Domain;

namespace Divoc.Functions.Access;

/// <summary>
/// Who may call the functions of operators. Default none: then only the admin key in the data directory opens them, and in Azure nothing
/// does.
/// </summary>
public sealed class OperatorsOptions
{
    /// <summary>The section of the settings, with one subsection for each operator, under its name.</summary>
    public const string SectionName = "Divoc:Operators";

    /// <summary>The operators by name.</summary>
    [SettingPlace(SectionName)]
    public Dictionary<string, OperatorOptions> Operators { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Reads the section as it is: everything in it becomes an entry, so that the validator can refuse entries that are not operators.
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
    /// <summary>SHA-256 of the operator's keys, each in 64 hex digits, with commas between: no key stands in the settings, and while a key is exchanged both count. No default.</summary>
    public string KeySha256 { get; set; } = "";

    /// <summary>The single hashes.</summary>
    internal IReadOnlyList<string> Hashes() => KeySha256.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
