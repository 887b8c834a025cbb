using SkiaSharp;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Draws a page as a PNG picture, for previews. Thread-safe.</summary>
internal sealed class PagePicture(FontLibrary fonts) : IDisposable
{
    private const float PointsPerInch = 72;
    private const float UnitsPerEm = 1000;

    private readonly Dictionary<FontWeight, SKTypeface> typefaces = Enum.GetValues<FontWeight>().ToDictionary(weight => weight, weight => Typeface(fonts[weight]));

    /// <summary>Draws a page.</summary>
    public byte[] Write(PageDrawing drawing, int dotsPerInch)
    {
        var scale = dotsPerInch / PointsPerInch;
        var info = new SKImageInfo((int)MathF.Round(drawing.Width * scale), (int)MathF.Round(drawing.Height * scale), SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(info);
        using var paint = new SKPaint { IsAntialias = true };
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(scale);
        foreach (var element in drawing.Elements)
        {
            if (!SkiaShapes.Draw(surface.Canvas, paint, element))
            {
                DrawOther(surface.Canvas, paint, element);
            }
        }

        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var typeface in typefaces.Values)
        {
            typeface.Dispose();
        }
    }

    private void DrawOther(SKCanvas canvas, SKPaint paint, PageElement element)
    {
        switch (element)
        {
            case TextElement text:
                DrawText(canvas, paint, text);
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

    private void DrawText(SKCanvas canvas, SKPaint paint, TextElement element)
    {
        var text = element.Text;
        if (text.Glyphs.IsEmpty)
        {
            return;
        }

        using var font = new SKFont(typefaces[text.Weight], UnitsPerEm) { Subpixel = true, Hinting = SKFontHinting.None };
        using var builder = new SKTextBlobBuilder();
        var run = builder.AllocatePositionedRun(font, text.Glyphs.Length);
        text.Glyphs.Span.CopyTo(run.Glyphs);
        for (var index = 0; index < text.Positions.Length; index++)
        {
            run.Positions[index] = new SKPoint(text.Positions.Span[index].X * UnitsPerEm, text.Positions.Span[index].Y * UnitsPerEm);
        }

        using var blob = builder.Build();
        paint.Color = SkiaShapes.Color(element.Color);
        canvas.Save();
        canvas.Translate(element.X, element.Baseline);
        canvas.Scale(element.Size / UnitsPerEm);
        canvas.DrawText(blob, 0, 0, paint);
        canvas.Restore();
    }

    private static SKTypeface Typeface(FontFace face)
    {
        using var data = SKData.CreateCopy(face.File);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException("A font of the program is not valid.");
    }
}
