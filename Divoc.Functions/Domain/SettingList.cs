namespace Divoc.Functions.Domain;

/// <summary>A setting that is a list: one below the other (<c>Name:0</c>, <c>Name:1</c>), or in one text with commas, which the binder would pass over in silence.</summary>
internal static class SettingList
{
    /// <summary>The entries, each once, without blanks about them.</summary>
    /// <param name="section">Where the setting lies.</param>
    /// <param name="comparer">When two entries are one; by default when they are equal.</param>
    public static IReadOnlyList<string> Read(IConfigurationSection section, IEqualityComparer<string>? comparer = null)
    {
        return [.. section.GetChildren().Select(child => child.Value ?? "").Prepend(section.Value ?? "")
            .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct(comparer ?? StringComparer.Ordinal)];
    }
}
