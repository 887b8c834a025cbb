namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A picture.</summary>
/// <param name="Png">Opaque PNG.</param>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
public sealed record ImageElement(ReadOnlyMemory<byte> Png, float X, float Y, float Width, float Height) : PageElement;
