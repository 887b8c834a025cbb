namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>A line of text as glyphs, without a size: lengths are in em.</summary>
internal sealed class ShapedText
{
    // How far the letters of two lines may overlap: few letters reach this far, and two at the same place are rare.
    private const float Shared = 0.1f;

    /// <summary>The text itself, for reading aloud and copying.</summary>
    public required string Text { get; init; }

    public required FontWeight Weight { get; init; }

    /// <summary>Its parts in reading order.</summary>
    public required IReadOnlyList<GlyphRun> Runs
    {
        get;
        init
        {
            field = value;
            var (top, bottom) = (0f, 0f);
            foreach (var run in value)
            {
                (top, bottom) = (Math.Max(top, run.Top), Math.Min(bottom, run.Bottom));
            }

            Rise = Math.Max(0, top - TextStyle.AscentInEm - Shared);
            Drop = Math.Max(0, TextStyle.AscentInEm - TextStyle.LineHeightInEm - Shared - bottom);
        }
    }

    /// <summary>
    /// Whether its paragraph is right-to-left, by its first letter (UAX #9 P2); then the line is placed at the right edge.
    /// </summary>
    public required bool IsRightToLeft { get; init; }

    /// <summary>The width of the text.</summary>
    public required float Width { get; init; }

    /// <summary>The additional space that the line needs above, for example for stacked letters.</summary>
    public float Rise { get; private init; }

    /// <summary>The additional space that it needs below.</summary>
    public float Drop { get; private init; }

    /// <summary>Whether it is cached with the parts of its template, to be drawn on many pages.</summary>
    public bool IsKept { get; set; }

    /// <summary>Its form in the files of its template, after it was written; null for a text that is not cached.</summary>
    public byte[]? Written { get; set; }

    /// <summary>Whether there is anything to draw.</summary>
    public bool IsEmpty => Runs.Count == 0;
}
