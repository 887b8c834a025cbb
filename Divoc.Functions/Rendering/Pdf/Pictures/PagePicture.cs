using Divoc.Functions.Rendering.Pdf.Layout;
using SkiaSharp;

namespace Divoc.Functions.Rendering.Pdf.Pictures;

/// <summary>Draws a page as a PNG picture, for previews, with the layout of <see cref="Writing.PdfWriter"/>. Thread-safe.</summary>
internal sealed class PagePicture(FontLibrary fonts)
{
    private const float PointsPerInch = 72;

    /// <summary>The picture of a page; further pages are below the first.</summary>
    public byte[] Write(CertificatePage page, int dotsPerInch) => Write(new CertificateLayout(fonts).Arrange(page), dotsPerInch);

    /// <summary>The picture of a drawing.</summary>
    public static byte[] Write(PageDrawing drawing, int dotsPerInch)
    {
        var scale = dotsPerInch / PointsPerInch;
        var height = (int)MathF.Round(drawing.Height * scale) * drawing.Pages.Count;
        var info = new SKImageInfo((int)MathF.Round(drawing.Width * scale), height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(info);
        using var paint = new SKPaint { IsAntialias = true };
        using var fonts = new PictureFonts();
        using var builder = new SKTextBlobBuilder();
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(scale);
        foreach (var page in drawing.Pages)
        {
            foreach (var element in page)
            {
                if (!SkiaShapes.Draw(surface.Canvas, paint, element))
                {
                    DrawOther(surface.Canvas, paint, builder, element, fonts);
                }
            }

            surface.Canvas.Translate(0, drawing.Height);
        }

        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static void DrawOther(SKCanvas canvas, SKPaint paint, SKTextBlobBuilder builder, PageElement element, PictureFonts fonts)
    {
        switch (element)
        {
            case TextElement text:
                SkiaText.Draw(canvas, paint, builder, text, fonts);
                break;
            case ModulesElement modules:
                // Without antialiasing, which would leave light lines between rectangles.
                paint.IsAntialias = false;
                paint.Color = SkiaShapes.Color(PageLook.Black);
                foreach (var module in modules.Symbol.ToRectangles())
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
