namespace Divoc.Functions.Rendering.Templates;

/// <summary>A labelled fact of a template. Either <see cref="Values"/> or <see cref="Texts"/> is set.</summary>
/// <param name="Label">Key of its label.</param>
/// <param name="Values">JSON Pointers; their values are joined, without blanks and repetitions.</param>
/// <param name="Texts">Texts to choose from.</param>
/// <param name="Format">How each value is printed.</param>
/// <param name="Join">The text between values.</param>
/// <param name="Rank">Its importance if space is short.</param>
/// <param name="Span">The number of columns that it uses.</param>
/// <param name="When">The conditions, one of which must be true; empty for always.</param>
/// <param name="Else">The field that is printed if this one is empty or its condition is not true; or null.</param>
internal sealed record TemplateField(
    string Label,
    IReadOnlyList<string> Values,
    IReadOnlyList<TemplateText> Texts,
    TemplateFormat Format,
    string Join,
    FieldRank Rank,
    int Span,
    IReadOnlyList<string> When,
    TemplateField? Else);

/// <summary>
/// One of several texts for a place; the first one whose condition is true and whose placeholders all have values is printed.
/// </summary>
/// <param name="When">The conditions, one of which must be true; empty for always.</param>
/// <param name="Label">Key of the text in the label files.</param>
internal sealed record TemplateText(IReadOnlyList<string> When, string Label);
