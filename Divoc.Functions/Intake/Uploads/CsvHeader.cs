using Divoc.Functions.Types;

namespace Divoc.Functions.Intake.Uploads;

/// <summary>
/// The first row of a CSV file, compared with the columns of a shape: in any order, with or without blanks around the names. Unknown
/// columns are ignored.
/// </summary>
internal sealed class CsvHeader
{
    /// <summary>The maximum of columns in a file: many times more than in any template.</summary>
    public const int MostColumns = 200;

    private const int LongestName = 100;

    private readonly Dictionary<string, int> indexByPath = new(StringComparer.Ordinal);

    /// <summary>The header with names that were accepted.</summary>
    public CsvHeader(IReadOnlyList<string> names, RequestShape shape)
    {
        (Names, Shape) = (names, shape);
        var indexes = names.Index()
            .Where(name => name.Item.Length > 0)
            .ToLookup(name => name.Item, name => name.Index, StringComparer.Ordinal);
        foreach (var field in shape.Columns)
        {
            foreach (var index in indexes[field.Column!.Name])
            {
                indexByPath[field.Path] = index;
            }
        }
    }

    /// <summary>The names, trimmed.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The shape of its columns.</summary>
    public RequestShape Shape { get; }

    /// <summary>The names that are not columns of the shape.</summary>
    public IReadOnlyList<string> Unknown =>
        [.. Names.Where(name => name.Length > 0).Except(Shape.Columns.Select(known => known.Column!.Name))];

    /// <summary>Compares the cells of the first row with the columns of a shape.</summary>
    /// <returns>The header, or why the file is refused.</returns>
    public static (CsvHeader? Header, UploadRefusal? Refusal) Of(IReadOnlyList<string>? cells, RequestShape shape)
    {
        if (cells is null || cells.Count > MostColumns || cells.Any(cell => cell.Length > LongestName))
        {
            return (
                null,
                Refusal(
                    $"The first row is not a header. It must have the names of the columns in CSV with commas: at most {MostColumns} "
                    + $"names of at most {LongestName} characters."));
        }

        var names = cells.Select(cell => cell.Trim()).ToList();
        var known = shape.Columns.Select(field => field.Column!).ToList();
        var missing = known.Where(column =>
            !column.IsOptional && !names.Contains(column.Name) && (column.UnlessGiven is null || !names.Contains(column.UnlessGiven)))
            .ToList();
        if (missing.Count > 0)
        {
            return (null, Refusal($"Missing Headers : {string.Join(",", missing.Select(column => column.Name))}"));
        }

        return known.Find(column => names.Count(name => name == column.Name) > 1) is { } twice
            ? (null, Refusal($"The header has the column {twice.Name} more than once: keep one of them."))
            : (new CsvHeader(names, shape), null);
    }

    /// <summary>The text of a field in a row; null for none.</summary>
    public string? TextOf(EventField field, IReadOnlyList<string> cells)
    {
        return indexByPath.TryGetValue(field.Path, out var index) && index < cells.Count && cells[index].Length > 0
            ? CellText.Read(cells[index])
            : null;
    }

    /// <summary>The cells of a row that have a text and a column of the shape, by the names of their columns.</summary>
    public Dictionary<string, string> KnownCells(IReadOnlyList<string> cells, Func<string, string> shorten)
    {
        return Shape.Columns
            .Select(field => (field.Column!.Name, Text: TextOf(field, cells)))
            .Where(cell => cell.Text is not null)
            .ToDictionary(cell => cell.Name, cell => shorten(cell.Text!), StringComparer.Ordinal);
    }

    private static UploadRefusal Refusal(string message) => new(UploadCodes.InvalidTemplate, message);
}

/// <summary>Why a file is refused.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Message">A sentence, in DIVOC's own words if it has any.</param>
public sealed record UploadRefusal(string Code, string Message);
