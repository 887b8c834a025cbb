using System.Globalization;
using System.IO.Compression;

namespace Divoc.Functions.Rendering.Pdf.Skia;

/// <summary>
/// Adds to a PDF of Skia's what SkiaSharp has no way to say or says expensively: the document's language (ISO 32000-1 section 14.9.2), the QR codes, the attached
/// files (ISO 19005-3 section 6.8), and what PDF/A-3b asks for: XMP metadata, an output intent with the profile of sRGB, and an identifier.
/// </summary>
internal static class PdfAdditions
{
    private static readonly byte[] Profile = Compress(SrgbProfile.Write());

    /// <summary>Adds all that belongs to a drawing.</summary>
    /// <param name="pdf">A PDF with one cross-reference table, as Skia writes it.</param>
    /// <param name="drawing">What was drawn, and what is said about it. QR codes lie above all else.</param>
    public static byte[] Add(ReadOnlySpan<byte> pdf, PageDrawing drawing)
    {
        var properties = drawing.Properties;
        var editor = new PdfEditor(pdf);
        for (var page = 0; page < drawing.Pages.Count; page++)
        {
            AddCodes(editor, page, [.. drawing.Pages[page].OfType<ModulesElement>()]);
        }

        var profile = editor.AddStream("/N 3 /Alternate /DeviceRGB /Filter /FlateDecode", Profile);
        var metadata = editor.AddStream("/Type /Metadata /Subtype /XML", XmpMetadata.Write(properties));
        var attached = AddAttachments(editor, drawing.Attachments, properties.Created);
        editor.InsertAfter(
            "<</Type /Catalog"u8,
            $"\n/Lang ({properties.Language})\n/Metadata {metadata}\n/OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) "
            + $"/Info (sRGB IEC61966-2.1) /DestOutputProfile {profile}>>]{attached}");
        // Attachments with a relationship are of PDF 1.7 and its extensions; Skia writes 1.4.
        editor.SetVersion('7');
        return editor.Finish();
    }

    private static void AddCodes(PdfEditor editor, int page, List<ModulesElement> codes)
    {
        if (codes.Count > 0)
        {
            var modules = editor.AddStream("/Filter /FlateDecode", ModulesContent.Write(codes));
            editor.Replace("<</Type /Page\n"u8, page, "/Contents "u8, "\n"u8, contents => $"[{contents} {modules}]");
        }
    }

    /// <summary>Adds the files and returns the entries of the catalog that name them. A name tree is sorted and has each name once (ISO 32000-1 section 7.9.6).</summary>
    private static string AddAttachments(PdfEditor editor, IReadOnlyList<Attachment> attachments, DateTimeOffset created)
    {
        if (attachments.Count == 0)
        {
            return "";
        }

        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var attachment in attachments)
        {
            files.Add(attachment.FileName, AddAttachment(editor, attachment, created));
        }

        return $"\n/AF [{string.Join(' ', files.Values)}]\n/Names <</EmbeddedFiles <</Names [{string.Join(' ', files.Select(file => $"({file.Key}) {file.Value}"))}]>>>>";
    }

    /// <summary>Adds a file with its description, and returns the reference to that.</summary>
    private static string AddAttachment(PdfEditor editor, Attachment attachment, DateTimeOffset created)
    {
        var date = created.UtcDateTime.ToString("'D:'yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);
        var type = attachment.MediaType.Replace("/", "#2F", StringComparison.Ordinal).Replace("+", "#2B", StringComparison.Ordinal);
        var file = editor.AddStream(
            $"/Type /EmbeddedFile /Subtype /{type} /Params <</Size {attachment.Bytes.Length} /ModDate ({date})>> /Filter /FlateDecode",
            Compress(attachment.Bytes.Span));
        var name = attachment.FileName;
        return editor.Add(System.Text.Encoding.ASCII.GetBytes(
            $"<</Type /Filespec /F ({name}) /UF ({name}) /Desc ({attachment.Description}) /AFRelationship /Data /EF <</F {file} /UF {file}>>>>"));    }

    private static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        using var compressed = new MemoryStream(bytes.Length);
        using (var compressor = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            compressor.Write(bytes);
        }

        return compressed.ToArray();
    }
}
