namespace Divoc.Functions.Types;

/// <summary>One row of a type's table of fields: a member of an event, its type, who asks for it, and its bounds.</summary>
/// <param name="Path">Member names from the event down, joined by dots; messages name the field so.</param>
/// <param name="Type">What the value must be.</param>
/// <param name="Need">Whether it must be there whenever its parent is.</param>
public sealed record EventField(string Path, FieldType Type, Need Need)
{
    /// <summary>The shapes that know it; null for all of the type. To others it is an unknown member.</summary>
    public IReadOnlyList<string>? Shapes { get; init; }

    /// <summary>The shapes that can do without it though the others need it.</summary>
    public IReadOnlyList<string> OptionalIn { get; init; } = [];

    /// <summary>The path of a field of the same group that stands in for it: with that one there, a required field may be missing. Null for none.</summary>
    public string? UnlessGiven { get; init; }

    /// <summary>Least number of characters of a text, or of each item of a list. An optional text that is empty counts as absent.</summary>
    public int MinLength { get; init; }

    /// <summary>Greatest number of items of a list.</summary>
    public int MaxItems { get; init; }

    /// <summary>The greatest value of a whole number; the least is 1.</summary>
    public int Greatest { get; init; } = int.MaxValue;

    /// <summary>The only texts allowed; null for any.</summary>
    public IReadOnlyList<string>? OneOf { get; init; }

    /// <summary>Whether a page may show the text, so that the caller is warned of characters that can't be printed.</summary>
    public bool IsPrinted { get; init; } = true;

    /// <summary>What people call it, for forms; by default its name in words, as <c>Address line 1</c>.</summary>
    public string Label { get => field ?? WordsOf(Name); init; }

    /// <summary>A sentence that helps whoever fills it in; null for none.</summary>
    public string? Hint { get => field ?? HintOf(Type); init; }

    /// <summary>The column that holds it in a file of many events; null where such a file can't tell it.</summary>
    public CsvColumn? Column { get; init; }

    /// <summary>The member's own name, the last part of the path.</summary>
    public string Name { get; } = Path[(Path.LastIndexOf('.') + 1)..];

    /// <summary>A field that must be there.</summary>
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

    /// <summary>Whether a shape can't do without it.</summary>
    internal bool IsRequiredIn(string shape) => Need == Need.Required && !OptionalIn.Contains(shape);
}

/// <summary>Whether a field must be there.</summary>
public enum Need
{
    /// <summary>May be missing or null.</summary>
    Optional,

    /// <summary>Must be there whenever its parent is.</summary>
    Required,
}
