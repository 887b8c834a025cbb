using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Divoc.Functions.Hosting;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>
/// Writes a table of settings. The texts come from the documentation comment of each property: <c>summary</c> is the meaning, <c>value</c>
/// says which values are allowed, <c>default</c> replaces a default that the class does not show.
/// </summary>
internal static partial class SettingsTable
{
    private const string None = "none";
    private const string Number = "number";
    private const string Duration = "duration";

    /// <summary>The comments of the program by the id of their member. The compiler writes this file beside the program.</summary>
    private static readonly Dictionary<string, XElement> Comments = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, "Divoc.Functions.xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <summary>The settings that get a row. An entry of a list gets none: the row of the list stands for it.</summary>
    public static IReadOnlyList<KnownSetting> Rows { get; } =
    [
        .. SettingNames.All
            .Where(setting => !IsEntryOfList(setting))
            .GroupBy(setting => (setting.Name, setting.IsOpen))
            .Select(same => same.MaxBy(setting => setting.Member is PropertyInfo)!),
    ];

    /// <summary>The table of the settings in some sections.</summary>
    /// <param name="names">Sections or whole names, in the order of the table.</param>
    /// <param name="places">The sections and names of all tables.</param>
    public static string Of(string[] names, IReadOnlyList<string> places)
    {
        var rows = names.SelectMany(name => Rows
            .Where(setting => PlaceOf(setting.Name, places) == name)
            .OrderBy(setting => setting.Member!.DeclaringType!.Name, StringComparer.Ordinal)
            .ThenBy(setting => setting.Member!.MetadataToken));
        return string.Join('\n', rows.Select(Row).Prepend("| Setting | Values | Default | Meaning |\n|---|---|---|---|"));
    }

    /// <summary>The longest section that has a setting; null for none.</summary>
    public static string? PlaceOf(string name, IReadOnlyList<string> places)
    {
        return places.Where(place => name == place || name.StartsWith($"{place}:", StringComparison.Ordinal)).MaxBy(place => place.Length);
    }

    private static bool IsEntryOfList(KnownSetting setting)
    {
        const string entry = $":{SettingNames.Free}";
        return setting.Name.EndsWith(entry, StringComparison.Ordinal)
            && SettingNames.All.Any(other => other.Name == setting.Name[..^entry.Length]);
    }

    private static string Row(KnownSetting setting)
    {
        var comment = CommentOf(setting.Member!);
        var name = setting.IsOpen ? $"{setting.Name}:{SettingNames.Free}:…" : setting.Name;
        string[] cells = [Code(name), Values(setting, comment), Default(setting, comment), TextOf(comment.Element("summary")!)];
        return $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
    }

    private static XElement CommentOf(MemberInfo member)
    {
        var id = $"{(member is PropertyInfo ? 'P' : 'F')}:{member.DeclaringType!.FullName!.Replace('+', '.')}.{member.Name}";
        return Comments.TryGetValue(id, out var comment) && comment.Element("summary") is not null
            ? comment
            : throw new InvalidOperationException($"{id} is a setting and has no comment: write what it does, for docs/settings.md.");
    }

    private static string Values(KnownSetting setting, XElement comment)
    {
        var kind = KindOf(setting.Type);
        var stated = comment.Element("value") is { } value ? TextOf(value) : RangeOf(setting.Member!);
        if (stated is null && (kind is Number or Duration))
        {
            throw new InvalidOperationException($"{setting.Name} needs its bounds, in a [Range] or a <value>.");
        }

        string[] parts = [.. new[] { kind, stated }.OfType<string>().Where(part => part.Length > 0)];
        return parts.Length == 0 ? "text" : string.Join(", ", parts);
    }

    /// <summary>The kind of value; empty for a text, a list and several settings.</summary>
    private static string KindOf(Type type)
    {
        if (type.IsEnum)
        {
            return string.Join(", ", Enum.GetNames(type).Select(Code));
        }

        if (type == typeof(bool))
        {
            return "`true`, `false`";
        }

        if (type == typeof(TimeSpan))
        {
            return Duration;
        }

        return type == typeof(int) || type == typeof(long) ? Number : "";
    }

    private static string? RangeOf(MemberInfo member)
    {
        return member.GetCustomAttribute<RangeAttribute>() is { } range
            ? FormattableString.Invariant($"{range.Minimum:N0} to {range.Maximum:N0}")
            : null;
    }

    private static string Default(KnownSetting setting, XElement comment)
    {
        if (comment.Element("default") is { } stated)
        {
            return TextOf(stated);
        }

        if (string.IsNullOrEmpty(setting.Default))
        {
            return None;
        }

        return Code(setting.Type == typeof(bool) ? setting.Default.ToLowerInvariant() : setting.Default);
    }

    /// <summary>A part of a comment in Markdown.</summary>
    private static string TextOf(XElement element) => Blanks().Replace(string.Concat(element.Nodes().Select(NodeText)), " ").Trim();

    private static string NodeText(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => Code(code.Value),
        XElement { Name.LocalName: "see" } link when link.Attribute("href") is { } target => $"[{TextOf(link)}]({TargetOf(target.Value)})",
        XElement { Name.LocalName: "see" } reference when reference.Attribute("cref") is { } target => Code(NameOf(target.Value)),
        _ => throw new InvalidOperationException($"'{node}' has no form in docs/settings.md."),
    };

    /// <summary>Links of comments start at the top folder, those of pages at their own.</summary>
    private static string TargetOf(string href) => href.StartsWith("docs/", StringComparison.Ordinal) ? href["docs/".Length..] : href;

    private static string NameOf(string id)
    {
        var property = id.StartsWith("P:", StringComparison.Ordinal)
            ? Rows.FirstOrDefault(row => id == $"P:{row.Member!.DeclaringType!.FullName}.{row.Member.Name}")
            : null;
        return property?.Name ?? throw new InvalidOperationException($"{id} is not a setting: readers of docs/settings.md do not know it.");
    }

    private static string Code(string text) => $"`{text}`";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
