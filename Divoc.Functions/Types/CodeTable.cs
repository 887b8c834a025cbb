using System.Text.Json;

namespace Divoc.Functions.Types;

/// <summary>Reads embedded tables of codes, and compares the texts of events with their names.</summary>
internal static class CodeTable
{
    /// <summary>The version of all tables together, which claims tell: raised with each change of one of them.</summary>
    public const int Version = 1;

    /// <summary>Reads a table that stands beside a type.</summary>
    public static JsonDocument Read(Type beside, string file)
    {
        using var stream = beside.Assembly.GetManifestResourceStream(beside, file) ?? throw new InvalidOperationException($"The embedded table {file} is missing.");
        return JsonDocument.Parse(stream);
    }

    /// <summary>The texts by which codes are told, from a table that stands beside a type.</summary>
    public static IReadOnlyDictionary<string, string> Words(Type beside, string file)
    {
        using var table = Read(beside, file);
        return table.RootElement.EnumerateObject().ToDictionary(word => word.Name, word => word.Value.GetString()!, StringComparer.Ordinal);
    }

    /// <summary>A text that must be there.</summary>
    public static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    /// <summary>A text that may be missing.</summary>
    public static string? TextOrNull(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>The texts of a list, in the form in which they are compared.</summary>
    public static IReadOnlyList<string> ComparableTexts(JsonElement row, string name) => [.. row.GetProperty(name).EnumerateArray().Select(text => Comparable(text.GetString()!))];

    /// <summary>A text without what spellings differ in: its letters and digits alone, in lower case.</summary>
    public static string Comparable(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    /// <summary>The row of which the longest name stands in a text; null where none does, or two rows have names of that length.</summary>
    /// <param name="text">A text, comparable.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="namesOf">Their names, comparable.</param>
    public static T? Longest<T>(string text, IEnumerable<T> rows, Func<T, IReadOnlyList<string>> namesOf)
        where T : class
    {
        T? found = null;
        var (longest, isOnly) = (0, true);
        foreach (var row in rows)
        {
            var length = namesOf(row).Where(name => text.Contains(name, StringComparison.Ordinal)).Select(name => name.Length).DefaultIfEmpty(0).Max();
            if (length > 0 && length >= longest)
            {
                (found, longest, isOnly) = (row, length, length > longest);
            }
        }

        return isOnly ? found : null;
    }
}
