namespace Divoc.Functions.Rendering.Pdf.Skia;

/// <summary>A line of text as glyphs, without a size: lengths are in em.</summary>
internal sealed class ShapedText
{
    // So far the letters of two lines may reach into each other's: few reach as far, and hardly two at one place.
    private const float Shared = 0.1f;

    /// <summary>The text itself, as it is read out and copied.</summary>
    public required string Text { get; init; }

    public required FontWeight Weight { get; init; }

    /// <summary>Its parts in the order in which they are read.</summary>
    public required IReadOnlyList<GlyphRun> Runs { get; init; }

    /// <summary>Whether the paragraph it belongs to runs from right to left, by its first letter (UAX #9 P2); it then belongs at the right edge.</summary>
    public required bool IsRightToLeft { get; init; }

    /// <summary>How far the text goes.</summary>
    public required float Width { get; init; }

    /// <summary>How much more room the line needs above than other lines do, as stacked letters have it.</summary>
    public float Rise => Math.Max(0, Runs.Select(run => run.Top).DefaultIfEmpty().Max() - TextStyle.AscentInEm - Shared);

    /// <summary>How much more room it needs below.</summary>
    public float Drop => Math.Max(0, TextStyle.AscentInEm - TextStyle.LineHeightInEm - Shared - Runs.Select(run => run.Bottom).DefaultIfEmpty().Min());

    /// <summary>Whether there is anything to draw.</summary>
    public bool IsEmpty => Runs.Count == 0;
}
