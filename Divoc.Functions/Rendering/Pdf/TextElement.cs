namespace Divoc.Functions.Rendering.Pdf;

/// <summary>One line of text.</summary>
/// <param name="Text">The text, shaped. A writer may shape <see cref="ShapedText.Text"/> anew.</param>
/// <param name="Size">Size of the em square.</param>
/// <param name="Color">Its colour.</param>
/// <param name="X">Left end.</param>
/// <param name="Baseline">Height of the base line.</param>
public sealed record TextElement(ShapedText Text, float Size, PageColor Color, float X, float Baseline) : PageElement;
