namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A line of text as glyphs of a font, without a size: lengths are in em.</summary>
public sealed class ShapedText
{
    /// <summary>The text itself, as it is read out and copied.</summary>
    public required string Text { get; init; }

    /// <summary>The text as UTF-8; what <see cref="Clusters"/> point into.</summary>
    public required ReadOnlyMemory<byte> Utf8 { get; init; }

    /// <summary>The font's weight.</summary>
    public required FontWeight Weight { get; init; }

    /// <summary>Glyph numbers of the font, from left to right.</summary>
    public required ReadOnlyMemory<ushort> Glyphs { get; init; }

    /// <summary>Where each glyph stands, from the left end of the base line, y downwards.</summary>
    public required ReadOnlyMemory<GlyphPosition> Positions { get; init; }

    /// <summary>For each glyph, where its character begins in <see cref="Utf8"/>.</summary>
    public required ReadOnlyMemory<uint> Clusters { get; init; }

    /// <summary>How far the text goes.</summary>
    public required float Width { get; init; }
}
