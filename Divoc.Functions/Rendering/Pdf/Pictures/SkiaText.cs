using Divoc.Functions.Rendering.Pdf.Layout;
using SkiaSharp;

namespace Divoc.Functions.Rendering.Pdf.Pictures;

/// <summary>Draws text on a canvas of SkiaSharp; shared by the page and its picture.</summary>
internal static class SkiaText
{
    /// <summary>
    /// Text is set at this size in a scaled space: advances and positions are then whole font units, and Skia writes a line as one string. At the size itself
    /// rounding errors make it place nearly each glyph anew.
    /// </summary>
    public const float UnitsPerEm = 1000;

    /// <summary>Draws a line, its runs in the order in which they are read.</summary>
    public static void Draw(SKCanvas canvas, SKPaint paint, SKTextBlobBuilder builder, TextElement element, PrunedFonts pruned)
    {
        paint.Color = SkiaShapes.Color(element.Color);
        canvas.Save();
        canvas.Translate(element.X, element.Baseline);
        canvas.Scale(element.Size / UnitsPerEm);
        foreach (var run in element.Text.Runs)
        {
            DrawRun(canvas, paint, builder, run, pruned[run.Font]);
        }

        canvas.Restore();
    }

    /// <summary>A run with its text and clusters: Skia then writes what the glyphs mean, so that any script can be copied and read out exactly.</summary>
    private static void DrawRun(SKCanvas canvas, SKPaint paint, SKTextBlobBuilder builder, GlyphRun run, SKFont font)
    {
        var target = builder.AllocatePositionedTextRun(font, run.Glyphs.Length, run.Utf8.Length);
        run.Glyphs.Span.CopyTo(target.Glyphs);
        var positions = target.Positions;
        for (var index = 0; index < positions.Length; index++)
        {
            var position = run.Positions.Span[index];
            positions[index] = new SKPoint(MathF.Round((run.X + position.X) * UnitsPerEm), MathF.Round(position.Y * UnitsPerEm));
        }

        target.SetText(run.Utf8.Span);
        target.SetClusters(run.Clusters.Span);
        using var blob = builder.Build() ?? throw new InvalidOperationException("SkiaSharp made no text blob.");
        canvas.DrawText(blob, 0, 0, paint);
    }
}
