namespace Divoc.Functions.Rendering.Pdf.Skia;

/// <summary>A line of text as glyphs, without a size: lengths are in em.</summary>
internal sealed class ShapedText
{
    /// <summary>The text itself, as it is read out and copied.</summary>
    public required string Text { get; init; }

    public required FontWeight Weight { get; init; }

    /// <summary>Its parts in the order in which they are read.</summary>
    public required IReadOnlyList<GlyphRun> Runs { get; init; }

    /// <summary>Whether the paragraph it belongs to runs from right to left, by its first letter (UAX #9 P2); it then belongs at the right edge.</summary>
    public required bool IsRightToLeft { get; init; }

    /// <summary>How far the text goes.</summary>
    public required float Width { get; init; }

    /// <summary>Whether there is anything to draw.</summary>
    public bool IsEmpty => Runs.Count == 0;
}
