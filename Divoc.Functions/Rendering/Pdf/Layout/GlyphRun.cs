using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>A part of a line whose glyphs are of one font and stand in one direction. Lengths are in em.</summary>
internal sealed record GlyphRun
{
    /// <summary>The font that draws it.</summary>
    public required FontFace Font { get; init; }

    /// <summary>Its left end, from the left end of the line.</summary>
    public required float X { get; init; }

    /// <summary>The text that the glyphs mean, in the order in which it is read; what <see cref="Clusters"/> point into.</summary>
    public required ReadOnlyMemory<byte> Utf8 { get; init; }

    /// <summary>Glyph numbers of the font, from left to right.</summary>
    public required ReadOnlyMemory<ushort> Glyphs { get; init; }

    /// <summary>Where each glyph stands, from the run's left end of the base line, y downwards.</summary>
    public required ReadOnlyMemory<GlyphPosition> Positions { get; init; }

    /// <summary>For each glyph, where its character begins in <see cref="Utf8"/>: rising, or falling in a run from right to left.</summary>
    public required ReadOnlyMemory<uint> Clusters { get; init; }

    /// <summary>How far the run goes.</summary>
    public required float Width { get; init; }

    /// <summary>The highest that its ink reaches above the base line; 0 where it stays in the line.</summary>
    public float Top { get; init; }

    /// <summary>The lowest that its ink reaches, negative below the base line; 0 where it stays in the line.</summary>
    public float Bottom { get; init; }
}

/// <summary>Where a glyph stands, in em from the left end of the base line.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Downwards.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GlyphPosition(float X, float Y);
