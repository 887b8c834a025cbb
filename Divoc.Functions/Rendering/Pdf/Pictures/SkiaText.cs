using Divoc.Functions.Rendering.Pdf.Layout;
using SkiaSharp;

namespace Divoc.Functions.Rendering.Pdf.Pictures;

/// <summary>Draws text on a canvas of SkiaSharp.</summary>
internal static class SkiaText
{
    /// <summary>Text is drawn with this size in a scaled space, so that it has the same whole units as in the PDF.</summary>
    public const float UnitsPerEm = 1000;

    /// <summary>Draws a line.</summary>
    public static void Draw(SKCanvas canvas, SKPaint paint, SKTextBlobBuilder builder, TextElement element, PictureFonts fonts)
    {
        paint.Color = SkiaShapes.Color(element.Color);
        canvas.Save();
        canvas.Translate(element.X, element.Baseline);
        canvas.Scale(element.Size / UnitsPerEm);
        foreach (var run in element.Text.Runs)
        {
            DrawRun(canvas, paint, builder, run, fonts[run.Font]);
        }

        canvas.Restore();
    }

    /// <summary>All glyphs except the invisible one, for which the font has an outline.</summary>
    private static void DrawRun(SKCanvas canvas, SKPaint paint, SKTextBlobBuilder builder, GlyphRun run, SKFont font)
    {
        var shown = Enumerable.Range(0, run.Glyphs.Length).Where(index => run.Glyphs.Span[index] != run.Font.InvisibleGlyph).ToList();
        var target = builder.AllocatePositionedRun(font, shown.Count);
        for (var place = 0; place < shown.Count; place++)
        {
            var position = run.Positions.Span[shown[place]];
            target.Glyphs[place] = run.Glyphs.Span[shown[place]];
            target.Positions[place] = new SKPoint(MathF.Round((run.X + position.X) * UnitsPerEm), MathF.Round(position.Y * UnitsPerEm));
        }

        using var blob = builder.Build();
        if (blob is not null)
        {
            canvas.DrawText(blob, 0, 0, paint);
        }
    }
}
