using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A glyph in a run, in font units.</summary>
/// <param name="Glyph">Its number.</param>
/// <param name="X">From the run's left end.</param>
/// <param name="Y">Downwards from the base line.</param>
/// <param name="Advance">How far it moves what follows.</param>
/// <param name="Cluster">Where its character begins in the run's UTF-8.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ShapedGlyph(ushort Glyph, int X, int Y, int Advance, uint Cluster);
