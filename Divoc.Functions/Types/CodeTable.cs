using System.Text;
using System.Text.Json;

namespace Divoc.Functions.Types;

/// <summary>Reads embedded tables of codes, and compares the texts of events with their names.</summary>
internal static class CodeTable
{
    /// <summary>The version of all tables together, which claims store: raised with each change of one of them.</summary>
    public const int Version = 1;

    /// <summary>Reads a table beside a type.</summary>
    public static JsonDocument Read(Type beside, string file)
    {
        using var stream = beside.Assembly.GetManifestResourceStream(beside, file)
            ?? throw new InvalidOperationException($"The embedded table {file} is missing.");
        return JsonDocument.Parse(stream);
    }

    /// <summary>The texts for codes, from a table beside a type.</summary>
    public static IReadOnlyDictionary<string, string> Words(Type beside, string file)
    {
        using var table = Read(beside, file);
        return table.RootElement.EnumerateObject().ToDictionary(word => word.Name, word => word.Value.GetString()!, StringComparer.Ordinal);
    }

    /// <summary>A required text.</summary>
    public static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    /// <summary>An optional text.</summary>
    public static string? TextOrNull(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>The texts of a list, in the form for comparisons.</summary>
    public static IReadOnlyList<string> ComparableTexts(JsonElement row, string name) =>
        [.. row.GetProperty(name).EnumerateArray().Select(text => Comparable(text.GetString()!))];

    /// <summary>A text without differences of spelling: only its letters and digits, in lower case.</summary>
    public static string Comparable(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character))
            {
                kept.Append(char.ToLowerInvariant(character));
            }
        }

        return kept.ToString();
    }

    /// <summary>The row with the longest name that is part of a text; null for none, or if two rows have names of that length.</summary>
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
            var length = LongestIn(text, namesOf(row));
            if (length > 0 && length >= longest)
            {
                (found, longest, isOnly) = (row, length, length > longest);
            }
        }

        return isOnly ? found : null;
    }

    /// <summary>The length of the longest name that is part of a text; 0 for none.</summary>
    public static int LongestIn(string text, IReadOnlyList<string> names)
    {
        var longest = 0;
        for (var index = 0; index < names.Count; index++)
        {
            if (names[index].Length > longest && text.Contains(names[index], StringComparison.Ordinal))
            {
                longest = names[index].Length;
            }
        }

        return longest;
    }
}
