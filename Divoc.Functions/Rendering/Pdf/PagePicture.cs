using SkiaSharp;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Draws a page as a PNG picture, for previews. Thread-safe.</summary>
internal static class PagePicture
{
    private const float PointsPerInch = 72;

    public static byte[] Write(PageDrawing drawing, int dotsPerInch)
    {
        var scale = dotsPerInch / PointsPerInch;
        var info = new SKImageInfo((int)MathF.Round(drawing.Width * scale), (int)MathF.Round(drawing.Height * scale), SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(info);
        using var paint = new SKPaint { IsAntialias = true };
        using var pruned = new PrunedFonts(drawing.Elements.OfType<TextElement>().SelectMany(element => element.Text.Runs));
        using var builder = new SKTextBlobBuilder();
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(scale);
        foreach (var element in drawing.Elements)
        {
            if (!SkiaShapes.Draw(surface.Canvas, paint, element))
            {
                DrawOther(surface.Canvas, paint, builder, element, pruned);
            }
        }

        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static void DrawOther(SKCanvas canvas, SKPaint paint, SKTextBlobBuilder builder, PageElement element, PrunedFonts pruned)
    {
        switch (element)
        {
            case TextElement text:
                SkiaText.Draw(canvas, paint, builder, text, pruned);
                break;
            case ModulesElement modules:
                // Without smoothing, which would leave light seams between rectangles.
                paint.IsAntialias = false;
                paint.Color = SkiaShapes.Color(modules.Color);
                foreach (var module in modules.Rectangles)
                {
                    var (x, y) = (modules.X + (module.X * modules.ModuleSize), modules.Y + (module.Y * modules.ModuleSize));
                    canvas.DrawRect(x, y, module.Width * modules.ModuleSize, module.Height * modules.ModuleSize, paint);
                }

                paint.IsAntialias = true;
                break;
            default:
                throw new NotSupportedException($"A picture cannot show {element.GetType().Name}.");
        }
    }
}
