namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>A line of text as glyphs, without a size: lengths are in em.</summary>
internal sealed class ShapedText
{
    // So far the letters of two lines may reach into each other's: few reach as far, and hardly two at one place.
    private const float Shared = 0.1f;

    /// <summary>The text itself, as it is read out and copied.</summary>
    public required string Text { get; init; }

    public required FontWeight Weight { get; init; }

    /// <summary>Its parts in the order in which they are read.</summary>
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

    /// <summary>Whether the paragraph it belongs to runs from right to left, by its first letter (UAX #9 P2); it then belongs at the right edge.</summary>
    public required bool IsRightToLeft { get; init; }

    /// <summary>How far the text goes.</summary>
    public required float Width { get; init; }

    /// <summary>How much more room the line needs above than other lines do, as stacked letters have it.</summary>
    public float Rise { get; private init; }

    /// <summary>How much more room it needs below.</summary>
    public float Drop { get; private init; }

    /// <summary>Whether it is kept with the parts of its template, to be drawn on page after page.</summary>
    public bool IsKept { get; set; }

    /// <summary>How it stands in the files of its template, once it was written; null for a text that is not kept.</summary>
    public byte[]? Written { get; set; }

    /// <summary>Whether there is anything to draw.</summary>
    public bool IsEmpty => Runs.Count == 0;
}
