using System.Globalization;
using System.Runtime.CompilerServices;
using Divoc.Functions.Rendering.Pdf.Layout;

namespace Divoc.Functions.Rendering.Pdf.Writing;

/// <summary>
/// The default writer: the program's own layout, text as text with embedded fonts, as PDF/A-3b (ISO 19005-3). All files of a template begin
/// with the same bytes. Thread-safe; equal pages give equal bytes.
/// </summary>
public sealed class PdfWriter(FontLibrary fonts) : IPdfWriter
{
    // More than a page of plain letters needs.
    private const int FileBytes = 48 * 1024;
    private const int ContentBytes = 24 * 1024;

    private static readonly ConditionalWeakTable<PreparedParts, SharedBeginning> Beginnings = [];

    /// <inheritdoc/>
    public RenderedPdf Write(CertificatePage page) => Write(new CertificateLayout(fonts).Arrange(page));

    /// <summary>Writes a drawing.</summary>
    internal static RenderedPdf Write(PageDrawing drawing)
    {
        var beginning = drawing.Prepared is null ? SharedBeginning.Of(null) : Beginnings.GetValue(drawing.Prepared, SharedBeginning.Of);
        using var target = new PdfBuffer(FileBytes);
        target.Write(beginning.Bytes.Span);
        var objects = new PdfObjects(target, beginning.Offsets);
        var information = WriteInformation(objects, drawing.Properties);
        var pages = WritePages(objects, drawing, new PageResources(objects, beginning));
        var metadata = objects.AddStream("/Type /Metadata /Subtype /XML"u8, XmpMetadata.Write(drawing.Properties));
        var attached = Attachments.Write(objects, drawing.Attachments, drawing.Properties.Created);
        var catalog = objects.Begin();
        target.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"<</Type /Catalog /Pages {pages} 0 R /Lang ({drawing.Properties.Language}) /ViewerPreferences <</DisplayDocTitle "
            + $"true>> /Metadata {metadata} 0 R"));
        target.Write(
            "\n/OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB "u8
            + "IEC61966-2.1) /DestOutputProfile"u8);
        target.WriteReference(beginning.Profile);
        target.Write(">>]"u8);
        target.Write(attached);
        target.Write(">>"u8);
        objects.End();
        objects.Finish(catalog, information);
        return new RenderedPdf(target.Written.ToArray(), beginning.Bytes.Length);
    }

    /// <summary>Writes the pages and their resources, and returns the number of the page list.</summary>
    private static int WritePages(PdfObjects objects, PageDrawing drawing, PageResources resources)
    {
        var (list, names) = (objects.Reserve(), objects.Reserve());
        // Whole points, like printer paper.
        var (width, height) = ((int)MathF.Round(drawing.Width), (int)MathF.Round(drawing.Height));
        var numbers = new List<int>(drawing.Pages.Count);
        foreach (var page in drawing.Pages)
        {
            using var content = new PdfBuffer(ContentBytes);
            new PageContent(content, resources, height).Write(page);
            var stream = objects.AddStream("/Filter /FlateDecode"u8, Deflate.Quickly(content.Written));
            numbers.Add(objects.Begin());
            objects.Target.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"<</Type /Page /Parent {list} 0 R /MediaBox [0 0 {width} {height}] /Resources {names} 0 R "
                + $"/Contents {stream} 0 R /Tabs /S>>"));
            objects.End();
        }

        resources.Write(names);
        objects.Begin(list);
        objects.Target.Write(FormattableString.Invariant($"<</Type /Pages /Count {numbers.Count} /Kids ["));
        numbers.ForEach(objects.Target.WriteReference);
        objects.Target.Write("]>>"u8);
        objects.End();
        return list;
    }

    /// <summary>The document information dictionary (ISO 32000-1 section 14.3.3), with the same content as the XMP metadata.</summary>
    private static int WriteInformation(PdfObjects objects, DocumentProperties properties)
    {
        var number = objects.Begin();
        var target = objects.Target;
        var created = properties.Created.UtcDateTime.ToString("'D:'yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);
        target.Write("<<"u8);
        WriteEntry(target, "/Title "u8, properties.Title);
        WriteEntry(target, "/Author "u8, properties.Author);
        WriteEntry(target, "/Subject "u8, properties.Subject);
        WriteEntry(target, "/Creator "u8, DocumentProperties.Creator);
        WriteEntry(target, "/Producer "u8, XmpMetadata.Producer);
        WriteEntry(target, "/CreationDate "u8, created);
        WriteEntry(target, "/ModDate "u8, created);
        target.Write(">>"u8);
        objects.End();
        return number;
    }

    private static void WriteEntry(PdfBuffer target, ReadOnlySpan<byte> name, string text)
    {
        if (text.Length > 0)
        {
            target.Write(name);
            target.WriteText(text);
            target.Write((byte)'\n');
        }
    }
}
