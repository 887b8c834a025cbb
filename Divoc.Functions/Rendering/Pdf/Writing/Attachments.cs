using System.Globalization;

namespace Divoc.Functions.Rendering.Pdf.Writing;

/// <summary>Writes the attached files of a document (ISO 19005-3 section 6.8).</summary>
internal static class Attachments
{
    /// <summary>
    /// Writes them and returns their entries in the catalog. A name tree is sorted and has unique names (ISO 32000-1 section 7.9.6).
    /// </summary>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public static string Write(PdfObjects objects, IReadOnlyList<Attachment> attachments, DateTimeOffset created)
    {
        if (attachments.Count == 0)
        {
            return "";
        }

        var files = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var attachment in attachments)
        {
            files.Add(attachment.FileName, Write(objects, attachment, created));
        }

        var names = string.Join(' ', files.Select(file => FormattableString.Invariant($"({file.Key}) {file.Value} 0 R")));
        return $"\n/AF [{string.Join(' ', files.Values.Select(number => FormattableString.Invariant($"{number} 0 R")))}]\n/Names "
            + $"<</EmbeddedFiles <</Names [{names}]>>>>";
    }

    private static ReadOnlySpan<byte> StreamOf(Attachment attachment) => attachment.Deflated.IsEmpty
        ? Deflate.Quickly(attachment.Bytes.Span)
        : Deflate.Wrap(attachment.Deflated.Span, attachment.Bytes.Span);

    /// <summary>Writes a file with its description, and returns the number of the description.</summary>
    private static int Write(PdfObjects objects, Attachment attachment, DateTimeOffset created)
    {
        var date = created.UtcDateTime.ToString("'D:'yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);
        var type = attachment.MediaType.Replace("/", "#2F", StringComparison.Ordinal).Replace("+", "#2B", StringComparison.Ordinal);
        using var entries = new PdfBuffer(256);
        entries.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"/Type /EmbeddedFile /Subtype /{type} /Params <</Size {attachment.Bytes.Length} /ModDate ({date})>> /Filter /FlateDecode"));
        var file = objects.AddStream(entries.Written, StreamOf(attachment));
        var name = attachment.FileName;
        var number = objects.Begin();
        objects.Target.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"<</Type /Filespec /F ({name}) /UF ({name}) /Desc ({attachment.Description}) /AFRelationship /Data /EF <</F "
            + $"{file} 0 R /UF {file} 0 R>>>>"));
        objects.End();
        return number;
    }
}
