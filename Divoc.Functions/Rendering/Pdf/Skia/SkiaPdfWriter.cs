using SkiaSharp;

namespace Divoc.Functions.Rendering.Pdf.Skia;

/// <summary>
/// The default writer: our own layout, text as text with the fonts embedded, written with SkiaSharp as PDF/A-3b. QR codes lie above all else. Thread-safe; equal
/// pages give equal bytes.
/// </summary>
public sealed class SkiaPdfWriter(FontLibrary fonts) : IPdfWriter
{
    /// <inheritdoc/>
    public RenderedPdf Write(CertificatePage page) => new(Write(new CertificateLayout(fonts).Arrange(page)));

    /// <summary>Writes a drawing.</summary>
    internal static byte[] Write(PageDrawing drawing)
    {
        using var pruned = new PrunedFonts(drawing.Runs);
        using var target = new SKDynamicMemoryWStream();
        using (var document = SKDocument.CreatePdf(target, Metadata(drawing.Properties)))
        {
            using var paint = new SKPaint { IsAntialias = false };
            using var builder = new SKTextBlobBuilder();
            foreach (var page in drawing.Pages)
            {
                var canvas = document.BeginPage(drawing.Width, drawing.Height);
                foreach (var element in page)
                {
                    Draw(canvas, paint, builder, element, pruned);
                }

                document.EndPage();
            }

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
        Creator = DocumentProperties.Creator,
        Producer = XmpMetadata.Producer,
        Creation = properties.Created.UtcDateTime,
        Modified = properties.Created.UtcDateTime,
        RasterDpi = SKDocumentPdfMetadata.DefaultRasterDpi,
        EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
    };
}
