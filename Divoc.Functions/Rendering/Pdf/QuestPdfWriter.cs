using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using QuestPDF.Drawing;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>
/// Writes PDF with QuestPDF, in the place of <see cref="SkiaPdfWriter"/>. Part of the program only in builds with <c>CardPackages=true</c>. Every element is a layer
/// at its place, since the drawing decides the look; QuestPDF shapes the texts anew with the same fonts. QR code, attachment and PDF/A are added afterwards, as
/// they are to the other writer's pages: QuestPDF writes through the same library. Thread-safe.
/// </summary>
public sealed class QuestPdfWriter : IPdfWriter
{
    // QuestPDF knows fonts by name for the whole process; the names are ours, one a font file, so that families with several weights are not mixed up.
    private static readonly ConcurrentDictionary<FontFace, Lazy<string>> FontNames = [];

    /// <summary>Declares the licence and keeps the fonts of the machine out of the pages.</summary>
    public QuestPdfWriter(IOptions<QuestPdfOptions> options)
    {
        QuestPDF.Settings.License = Enum.Parse<LicenseType>(options.Value.LicenseInUse);
        QuestPDF.Settings.UseEnvironmentFonts = false;
        QuestPDF.Settings.EnableDebugging = false;
        QuestPDF.Settings.CheckIfAllTextGlyphsAreAvailable = false;
    }

    /// <inheritdoc/>
    public byte[] Write(PageDrawing drawing)
    {
        var document = Document.Create(container => container.Page(page =>
        {
            page.Size(drawing.Width, drawing.Height);
            page.Margin(0);
            page.Content().Layers(layers =>
            {
                layers.PrimaryLayer().Width(drawing.Width).Height(drawing.Height);
                foreach (var element in drawing.Elements)
                {
                    Draw(layers, element, drawing);
                }
            });
        }));
        var pdf = document.WithMetadata(Metadata(drawing.Properties)).WithSettings(new DocumentSettings { CompressDocument = true }).GeneratePdf();
        return PdfAdditions.Add(pdf, drawing);
    }

    private static void Draw(LayersDescriptor layers, PageElement element, PageDrawing drawing)
    {
        switch (element)
        {
            case TextElement text:
                foreach (var run in text.Text.Runs)
                {
                    DrawRun(layers, text, run);
                }

                break;
            case ImageElement image:
                layers.Layer().OffsetX(image.X).OffsetY(image.Y).Width(image.Width).Height(image.Height).Image(image.Png.ToArray()).FitUnproportionally();
                break;
            case ModulesElement:
                // Added afterwards, as one path.
                break;
            default:
                layers.Layer().Svg(string.Create(CultureInfo.InvariantCulture,
                    $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{drawing.Width}\" height=\"{drawing.Height}\" viewBox=\"0 0 {drawing.Width} {drawing.Height}\">{Shape(element)}</svg>"));
                break;
        }
    }

    /// <summary>A run is of one font and one direction; its place on the line is the drawing's.</summary>
    private static void DrawRun(LayersDescriptor layers, TextElement line, GlyphRun run)
    {
        var clusters = run.Clusters.Span;
        var isRightToLeft = clusters.Length > 1 && clusters[0] > clusters[^1];
        var ascent = run.Font.Font.TryGetHorizontalFontExtents(out var extents) ? (float)extents.Ascender / run.Font.UnitsPerEm : TextStyle.AscentInEm;
        var text = layers.Layer()
            .OffsetX(line.X + (run.X * line.Size))
            .OffsetY(line.Baseline - (ascent * line.Size))
            .Text(Encoding.UTF8.GetString(run.Utf8.Span))
            .AlignLeft()
            .FontFamily(NameOf(run.Font))
            .FontSize(line.Size)
            .FontColor(Color.FromRGB(line.Color.Red, line.Color.Green, line.Color.Blue));
        _ = isRightToLeft ? text.DirectionFromRightToLeft() : text.DirectionFromLeftToRight();
    }

    private static string Shape(PageElement element) => element switch
    {
        BoxElement box => string.Create(CultureInfo.InvariantCulture, $"<rect x=\"{box.X}\" y=\"{box.Y}\" width=\"{box.Width}\" height=\"{box.Height}\" fill=\"{Hex(box.Color)}\"/>"),
        LineElement line => string.Create(CultureInfo.InvariantCulture,
            $"<line x1=\"{line.FromX}\" y1=\"{line.FromY}\" x2=\"{line.ToX}\" y2=\"{line.ToY}\" stroke-width=\"{line.Width}\" stroke=\"{Hex(line.Color)}\"/>"),
        PathElement path => string.Create(CultureInfo.InvariantCulture,
            $"<path d=\"{System.Security.SecurityElement.Escape(path.SvgPath)}\" transform=\"translate({path.X} {path.Y}) scale({path.Scale})\" fill=\"{Hex(path.Color)}\"/>"),
        _ => throw new NotSupportedException($"This writer cannot draw {element.GetType().Name}."),
    };

    private static string Hex(PageColor color) => $"#{color.Red:x2}{color.Green:x2}{color.Blue:x2}";

    private static string NameOf(FontFace font) => FontNames.GetOrAdd(font, static added => new Lazy<string>(() =>
    {
        var name = $"divoc-{Guid.NewGuid():N}";
        using var file = new MemoryStream(added.File, writable: false);
        FontManager.RegisterFontWithCustomName(name, file);
        return name;
    })).Value;

    private static DocumentMetadata Metadata(DocumentProperties properties) => new()
    {
        Title = properties.Title,
        Author = properties.Author,
        Subject = properties.Subject,
        Creator = XmpMetadata.Creator,
        Producer = XmpMetadata.Producer,
        CreationDate = properties.Created,
        ModifiedDate = properties.Created,
    };
}
