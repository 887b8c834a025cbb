namespace Divoc.Functions.Domain;

/// <summary>
/// A setting that is a list: as single items (<c>Name:0</c>, <c>Name:1</c>) or as one text with commas, which the binder would silently
/// ignore.
/// </summary>
internal static class SettingList
{
    /// <summary>The distinct entries, without surrounding blanks.</summary>
    /// <param name="section">The section of the setting.</param>
    /// <param name="comparer">Compares entries; by default they must be equal.</param>
    public static IReadOnlyList<string> Read(IConfigurationSection section, IEqualityComparer<string>? comparer = null)
    {
        return [.. section.GetChildren().Select(child => child.Value ?? "").Prepend(section.Value ?? "")
            .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct(comparer ?? StringComparer.Ordinal)];
    }
}
