namespace Divoc.Functions.Rendering;

/// <summary>A labelled fact.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The fact.</param>
/// <param name="Rank">How it is set when space is short.</param>
/// <param name="Span">Columns of the grid that it takes.</param>
internal sealed record PageField(PageText Label, string Value, FieldRank Rank = FieldRank.Secondary, int Span = 1);
