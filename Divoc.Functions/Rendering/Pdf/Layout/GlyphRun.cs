using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>A part of a line whose glyphs have the same font and direction. Lengths are in em.</summary>
internal sealed record GlyphRun
{
    /// <summary>The font that draws it.</summary>
    public required FontFace Font { get; init; }

    /// <summary>Its left end, from the left end of the line.</summary>
    public required float X { get; init; }

    /// <summary>The text of the glyphs in reading order, into which <see cref="Clusters"/> point.</summary>
    public required ReadOnlyMemory<byte> Utf8 { get; init; }

    /// <summary>Glyph numbers of the font, from left to right.</summary>
    public required ReadOnlyMemory<ushort> Glyphs { get; init; }

    /// <summary>The position of each glyph, from the run's left end of the baseline, y downwards.</summary>
    public required ReadOnlyMemory<GlyphPosition> Positions { get; init; }

    /// <summary>
    /// For each glyph, the beginning of its character in <see cref="Utf8"/>: rising, or falling in a run from right to left.
    /// </summary>
    public required ReadOnlyMemory<uint> Clusters { get; init; }

    /// <summary>The width of the run.</summary>
    public required float Width { get; init; }

    /// <summary>The highest point of its ink above the baseline; 0 if it stays in the line.</summary>
    public float Top { get; init; }

    /// <summary>The lowest point of its ink, negative below the baseline; 0 if it stays in the line.</summary>
    public float Bottom { get; init; }
}

/// <summary>The position of a glyph, in em from the left end of the baseline.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Downwards.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GlyphPosition(float X, float Y);
