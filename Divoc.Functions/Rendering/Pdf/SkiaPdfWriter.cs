using SkiaSharp;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Writes PDF with SkiaSharp: text as text with the font embedded; QR codes lie above all else. Thread-safe.</summary>
public sealed class SkiaPdfWriter(FontLibrary fonts) : IPdfWriter
{
    // Text is set at this size in a scaled space: advances and positions are then whole font units, and Skia writes a line as one string. At the size
    // itself rounding errors make it place nearly each glyph anew.
    private const float UnitsPerEm = 1000;

    /// <inheritdoc/>
    public byte[] Write(PageDrawing drawing)
    {
        using var regularFace = PrunedTypeface(drawing, FontWeight.Regular);
        using var boldFace = PrunedTypeface(drawing, FontWeight.Bold);
        using var regular = Font(regularFace);
        using var bold = Font(boldFace);
        using var target = new SKDynamicMemoryWStream();
        using (var document = SKDocument.CreatePdf(target, Metadata(drawing.Properties)))
        {
            var canvas = document.BeginPage(drawing.Width, drawing.Height);
            using var paint = new SKPaint { IsAntialias = false };
            using var builder = new SKTextBlobBuilder();
            foreach (var element in drawing.Elements)
            {
                Draw(canvas, paint, builder, element, element is TextElement { Text.Weight: FontWeight.Bold } ? bold : regular);
            }

            document.EndPage();
            document.Close();
        }

        using var data = target.DetachAsData();
        return PdfAdditions.Add(data.AsSpan(), drawing.Properties.Language, drawing.Elements.OfType<ModulesElement>());
    }

    /// <summary>Skia embeds a font file whole, so it is given one that holds only what this page draws.</summary>
    private SKTypeface PrunedTypeface(PageDrawing drawing, FontWeight weight)
    {
        var used = new HashSet<ushort>();
        foreach (var element in drawing.Elements)
        {
            if (element is TextElement text && text.Text.Weight == weight)
            {
                foreach (var glyph in text.Text.Glyphs.Span)
                {
                    used.Add(glyph);
                }
            }
        }

        using var data = SKData.CreateCopy(FontPruner.Prune(fonts[weight].File, used));
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"The pruned font {weight} is not valid.");
    }

    private static void Draw(SKCanvas canvas, SKPaint paint, SKTextBlobBuilder builder, PageElement element, SKFont font)
    {
        switch (element)
        {
            case TextElement text:
                DrawText(canvas, paint, builder, text, font);
                break;
            case ModulesElement:
                // Added afterwards, as one path.
                break;
            default:
                if (!SkiaShapes.Draw(canvas, paint, element))
                {
                    throw new NotSupportedException($"This writer cannot draw {element.GetType().Name}.");
                }

                break;
        }
    }

    /// <summary>A run with its text and clusters: Skia then writes what the glyphs mean, so that any script can be copied and read out exactly.</summary>
    private static void DrawText(SKCanvas canvas, SKPaint paint, SKTextBlobBuilder builder, TextElement element, SKFont font)
    {
        var text = element.Text;
        if (text.Glyphs.IsEmpty)
        {
            return;
        }

        var run = builder.AllocatePositionedTextRun(font, text.Glyphs.Length, text.Utf8.Length);
        text.Glyphs.Span.CopyTo(run.Glyphs);
        var positions = run.Positions;
        for (var index = 0; index < positions.Length; index++)
        {
            var position = text.Positions.Span[index];
            positions[index] = new SKPoint(MathF.Round(position.X * UnitsPerEm), MathF.Round(position.Y * UnitsPerEm));
        }

        run.SetText(text.Utf8.Span);
        run.SetClusters(text.Clusters.Span);
        using var blob = builder.Build() ?? throw new InvalidOperationException("SkiaSharp made no text blob.");
        paint.Color = SkiaShapes.Color(element.Color);
        canvas.Save();
        canvas.Translate(element.X, element.Baseline);
        canvas.Scale(element.Size / UnitsPerEm);
        canvas.DrawText(blob, 0, 0, paint);
        canvas.Restore();
    }

    private static SKDocumentPdfMetadata Metadata(DocumentProperties properties) => new()
    {
        Title = properties.Title,
        Author = properties.Author,
        Subject = properties.Subject,
        Creator = "Divoc.Functions",
        Creation = properties.Created.UtcDateTime,
        Modified = properties.Created.UtcDateTime,
        RasterDpi = SKDocumentPdfMetadata.DefaultRasterDpi,
        EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
    };

    private static SKFont Font(SKTypeface typeface) => new(typeface, UnitsPerEm) { Subpixel = true, Hinting = SKFontHinting.None };
}
