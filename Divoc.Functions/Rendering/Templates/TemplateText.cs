namespace Divoc.Functions.Rendering.Templates;

/// <summary>One of several texts for a place; the first whose condition holds and whose placeholders all have a value is printed.</summary>
/// <param name="When">Its condition.</param>
/// <param name="Label">Key of the text in the label files.</param>
internal sealed record TemplateText(TemplateCondition When, string Label);
