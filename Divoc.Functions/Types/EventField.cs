namespace Divoc.Functions.Types;

/// <summary>One row of a type's table of fields: a member of an event, its type, whether it is required, and its limits.</summary>
/// <param name="Path">Member names from the event down, joined by dots; messages use this name.</param>
/// <param name="Type">The type of the value.</param>
/// <param name="Need">Whether it is required if its parent is there.</param>
public sealed record EventField(string Path, FieldType Type, Need Need)
{
    /// <summary>The shapes that know it; null for all of the type. For other shapes it is an unknown member.</summary>
    public IReadOnlyList<string>? Shapes { get; init; }

    /// <summary>The shapes in which it is optional though the others require it.</summary>
    public IReadOnlyList<string> OptionalIn { get; init; } = [];

    /// <summary>The path of a replacement field in the same group: with that one, a required field may be missing. Null for none.</summary>
    public string? UnlessGiven { get; init; }

    /// <summary>
    /// Minimum number of characters of a text, or of each item of a list. An optional text that is empty counts as absent.
    /// </summary>
    public int MinLength { get; init; }

    /// <summary>Maximum number of items of a list.</summary>
    public int MaxItems { get; init; }

    /// <summary>The maximum of an integer; the minimum is 1.</summary>
    public int Greatest { get; init; } = int.MaxValue;

    /// <summary>The only allowed texts; null for any.</summary>
    public IReadOnlyList<string>? OneOf { get; init; }

    /// <summary>Whether a page may show the text, so that the caller gets a warning about characters that can't be printed.</summary>
    public bool IsPrinted { get; init; } = true;

    /// <summary>Its label in forms; by default its name in words, such as <c>Address line 1</c>.</summary>
    public string Label { get => field ?? WordsOf(Name); init; }

    /// <summary>A help text for forms; null for none.</summary>
    public string? Hint { get => field ?? HintOf(Type); init; }

    /// <summary>Its column in a file of many events; null if such a file can't have it.</summary>
    public CsvColumn? Column { get; init; }

    /// <summary>The member's own name, the last part of the path.</summary>
    public string Name { get; } = Path[(Path.LastIndexOf('.') + 1)..];

    /// <summary>A required field.</summary>
    public static EventField Required(string path, FieldType type) => new(path, type, Need.Required);

    /// <summary>A field that may be missing or null.</summary>
    public static EventField Optional(string path, FieldType type) => new(path, type, Need.Optional);

    /// <summary>A name of several words, such as <c>addressLine1</c>, as people write it.</summary>
    private static string WordsOf(string name)
    {
        var words = string.Concat(name.Select((character, index) =>
            index > 0 && (char.IsAsciiLetterUpper(character) || (char.IsAsciiDigit(character) && !char.IsAsciiDigit(name[index - 1])))
                ? $" {char.ToLowerInvariant(character)}"
                : $"{character}"));
        return words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..];
    }

    private static string? HintOf(FieldType type) => type switch
    {
        FieldType.Date => "A date, such as 2021-07-12.",
        FieldType.DateOfBirth => "A date, such as 1987-04-21. If only the month or the year is known: 1987-04 or 1987.",
        FieldType.Instant => "A date and time with its offset from UTC, such as 2021-07-12T19:21:19+05:30.",
        _ => null,
    };

    /// <summary>Whether a shape knows it.</summary>
    internal bool IsOf(string shape) => Shapes?.Contains(shape) != false;

    /// <summary>Whether a shape requires it.</summary>
    internal bool IsRequiredIn(string shape) => Need == Need.Required && !OptionalIn.Contains(shape);
}

/// <summary>Whether a field is required.</summary>
public enum Need
{
    /// <summary>May be missing or null.</summary>
    Optional,

    /// <summary>Required if its parent is there.</summary>
    Required,
}
