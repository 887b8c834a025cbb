using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Where a glyph stands, in em from the left end of the base line.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Downwards.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GlyphPosition(float X, float Y);
