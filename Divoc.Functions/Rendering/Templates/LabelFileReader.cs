using System.Text.Json;
using System.Text.RegularExpressions;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Rendering.Templates;

internal static partial class LabelFileReader
{
    /// <summary>The maximum length of a key, in characters.</summary>
    public const int KeyLength = 60;

    private const int MonthsAYear = 12;

    /// <summary>Reads a file; null if something is wrong, which is then among the problems.</summary>
    public static LabelFile? Read(
        ReadOnlyMemory<byte> content, string file, List<TemplateProblem> problems, IReadOnlyList<string> placeholders)
    {
        return TemplateJson.Read(content, file, problems, root => Read(root, placeholders));
    }

    /// <summary>Reads texts by key.</summary>
    public static Dictionary<string, string> ReadLabels(JsonNodeReader node, IReadOnlyList<string> placeholders)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (node.Value.ValueKind != JsonValueKind.Object || node.Value.GetPropertyCount() > TemplateLimits.Labels)
        {
            node.Problem($"must be an object of at most {TemplateLimits.Labels} labels.");
            return labels;
        }

        foreach (var label in node.Members())
        {
            if (label.Name.Length is 0 or > KeyLength)
            {
                label.Problem($"must have a key of 1 to {KeyLength} characters.");
            }
            else if (label.Text(TemplateLimits.LabelLength) is { } text)
            {
                CheckPlaceholders(label, text, placeholders);
                labels[label.Name] = text;
            }
        }

        return labels;
    }

    private static LabelFile? Read(JsonNodeReader root, IReadOnlyList<string> placeholders)
    {
        if (!root.IsObjectOf("$schema", "language", "direction", "months", "labels"))
        {
            return null;
        }

        var language = root.Need("language");
        var name = language?.Text(20) ?? "";
        if (language is not null && !TemplateReader.IsLanguage(name))
        {
            language.Problem("must be a language code such as en.");
        }

        var direction = root.Find("direction")?.Choice<LabelDirection>() ?? LabelDirection.Ltr;
        var months = root.Need("months");
        List<string> names = [.. months?.Items(MonthsAYear).Select(month => month.Text(30)).OfType<string>() ?? []];
        if (months is not null && names.Count != MonthsAYear)
        {
            months.Problem("must have the names of the twelve months.");
        }

        var labels = root.Need("labels") is { } node ? ReadLabels(node, placeholders) : [];
        return new LabelFile(name, direction == LabelDirection.Rtl, names, labels);
    }

    private static void CheckPlaceholders(JsonNodeReader label, string text, IReadOnlyList<string> placeholders)
    {
        foreach (Match match in Placeholder().Matches(text))
        {
            var name = match.Value.Trim('{', '}');
            if (!placeholders.Contains(name) && name != "count")
            {
                label.Problem($"has {match.Value}; known are {string.Join(", ", placeholders.Select(known => $"{{{known}}}"))}.");
            }
        }
    }

    /// <summary>A name in braces.</summary>
    [GeneratedRegex(@"\{[^{}]*\}")]
    internal static partial Regex Placeholder();
}

/// <summary>The labels of a language.</summary>
/// <param name="Language">RFC 5646 tag.</param>
/// <param name="IsRightToLeft">Whether it is written from right to left.</param>
/// <param name="Months">Twelve names as they are written in dates, January first.</param>
/// <param name="Labels">Texts by key.</param>
internal sealed record LabelFile(
    string Language, bool IsRightToLeft, IReadOnlyList<string> Months, IReadOnlyDictionary<string, string> Labels);

/// <summary>How a language is written.</summary>
internal enum LabelDirection
{
    /// <summary>From left to right.</summary>
    Ltr,

    /// <summary>From right to left.</summary>
    Rtl,
}
