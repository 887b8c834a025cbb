namespace Divoc.Functions.Rendering.Templates;

/// <summary>A labelled fact of a template. Either <see cref="Values"/> or <see cref="Texts"/> is filled.</summary>
/// <param name="Label">Key of its label.</param>
/// <param name="Values">JSON Pointers; what they find is joined, without blanks and repetitions.</param>
/// <param name="Texts">Texts to choose from.</param>
/// <param name="Format">How each value is printed.</param>
/// <param name="Join">What stands between values.</param>
/// <param name="Rank">How it is set when space is short.</param>
/// <param name="Span">Columns it takes.</param>
/// <param name="When">The conditions of which one must be true; empty for always.</param>
/// <param name="Else">What is printed where this one is empty or its condition does not hold; or null.</param>
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

/// <summary>One of several texts for a place; the first whose condition holds and whose placeholders all have a value is printed.</summary>
/// <param name="When">The conditions of which one must be true; empty for always.</param>
/// <param name="Label">Key of the text in the label files.</param>
internal sealed record TemplateText(IReadOnlyList<string> When, string Label);
