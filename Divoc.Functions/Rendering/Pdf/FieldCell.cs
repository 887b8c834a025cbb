namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A fact with its place in a grid.</summary>
/// <param name="Field">The fact.</param>
/// <param name="Span">Columns it takes.</param>
/// <param name="Style">How its value is set.</param>
/// <param name="Label">Its label, broken into lines.</param>
internal sealed record FieldCell(PageField Field, int Span, TextStyle Style, IReadOnlyList<ShapedText> Label);
