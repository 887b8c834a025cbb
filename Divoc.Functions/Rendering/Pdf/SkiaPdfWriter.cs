using SkiaSharp;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Writes PDF with SkiaSharp: text as text with the fonts embedded; QR codes lie above all else. Thread-safe.</summary>
public sealed class SkiaPdfWriter : IPdfWriter
{
    /// <inheritdoc/>
    public byte[] Write(PageDrawing drawing)
    {
        using var pruned = new PrunedFonts(drawing.Elements.OfType<TextElement>().SelectMany(element => element.Text.Runs));
        using var target = new SKDynamicMemoryWStream();
        using (var document = SKDocument.CreatePdf(target, Metadata(drawing.Properties)))
        {
            var canvas = document.BeginPage(drawing.Width, drawing.Height);
            using var paint = new SKPaint { IsAntialias = false };
            using var builder = new SKTextBlobBuilder();
            foreach (var element in drawing.Elements)
            {
                Draw(canvas, paint, builder, element, pruned);
            }

            document.EndPage();
            document.Close();
        }

        using var data = target.DetachAsData();
        return PdfAdditions.Add(data.AsSpan(), drawing);
    }

    private static void Draw(SKCanvas canvas, SKPaint paint, SKTextBlobBuilder builder, PageElement element, PrunedFonts pruned)
    {
        switch (element)
        {
            case TextElement text:
                SkiaText.Draw(canvas, paint, builder, text, pruned);
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

    private static SKDocumentPdfMetadata Metadata(DocumentProperties properties) => new()
    {
        Title = properties.Title,
        Author = properties.Author,
        Subject = properties.Subject,
        Creator = XmpMetadata.Creator,
        Producer = XmpMetadata.Producer,
        Creation = properties.Created.UtcDateTime,
        Modified = properties.Created.UtcDateTime,
        RasterDpi = SKDocumentPdfMetadata.DefaultRasterDpi,
        EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
    };
}
