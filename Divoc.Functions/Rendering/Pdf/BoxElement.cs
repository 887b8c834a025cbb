namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A filled rectangle.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Color">Filling.</param>
public sealed record BoxElement(float X, float Y, float Width, float Height, PageColor Color) : PageElement;
