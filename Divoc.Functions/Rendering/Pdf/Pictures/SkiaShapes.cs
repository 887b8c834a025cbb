using Divoc.Functions.Rendering.Pdf.Layout;
using SkiaSharp;

namespace Divoc.Functions.Rendering.Pdf.Pictures;

/// <summary>Draws elements other than text on a canvas of SkiaSharp.</summary>
internal static class SkiaShapes
{
    /// <summary>Draws an element and says whether its kind is known here.</summary>
    public static bool Draw(SKCanvas canvas, SKPaint paint, PageElement element)
    {
        switch (element)
        {
            case BoxElement box:
                paint.Color = Color(box.Color);
                canvas.DrawRect(box.X, box.Y, box.Width, box.Height, paint);
                return true;
            case LineElement line:
                paint.Color = Color(line.Color);
                paint.StrokeWidth = line.Width;
                canvas.DrawLine(line.FromX, line.FromY, line.ToX, line.ToY, paint);
                return true;
            case ImageElement image:
                using (var picture = SKImage.FromEncodedData(image.Png.Span))
                {
                    canvas.DrawImage(
                        picture,
                        SKRect.Create(image.X, image.Y, image.Width, image.Height),
                        new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
                }

                return true;
            case PathElement shape:
                using (var path = SKPath.ParseSvgPathData(shape.SvgPath))
                {
                    path.Transform(SKMatrix.CreateScaleTranslation(shape.Scale, shape.Scale, shape.X, shape.Y));
                    paint.Color = Color(shape.Color);
                    canvas.DrawPath(path, paint);
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>A colour of SkiaSharp.</summary>
    public static SKColor Color(PageColor color) => new(color.Red, color.Green, color.Blue);
}
