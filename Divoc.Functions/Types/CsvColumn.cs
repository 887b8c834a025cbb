namespace Divoc.Functions.Types;

/// <summary>The column of a field in a CSV file.</summary>
/// <param name="Name">Its name in the header row; case matters.</param>
public sealed record CsvColumn(string Name)
{
    /// <summary>Whether a file may lack it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The name of another column: a file with that one may lack this one. Null for none.</summary>
    public string? UnlessGiven { get; init; }

    /// <summary>A prefix that the field has before the text of a cell, unless the cell already has it.</summary>
    public string Prefix { get; init; } = "";
}
