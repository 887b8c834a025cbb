namespace Divoc.Functions.Types;

/// <summary>The column of a CSV file that holds a field.</summary>
/// <param name="Name">Its name in the header row; case matters.</param>
public sealed record CsvColumn(string Name)
{
    /// <summary>Whether a file may lack it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The name of another column: a file that has that one may lack this one. Null for none.</summary>
    public string? UnlessGiven { get; init; }

    /// <summary>What the field has before the text of a cell, unless the cell begins so itself.</summary>
    public string Prefix { get; init; } = "";
}
