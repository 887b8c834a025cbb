using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>
/// Adds to a PDF of Skia's what SkiaSharp has no way to say or says expensively: the document's language (ISO 32000-1 section 14.9.2) and the QR code as one path of
/// rectangles in a content stream of its own (sections 7.8.2 and 8.5.2). One path has no seams between its rectangles, and is written four times as fast as rectangle by rectangle.
/// </summary>
internal static class PdfAdditions
{
    // An entry of a cross-reference table (section 7.5.4): ten digits of offset, a blank, five digits, a blank, n or f, two characters of line end.
    private const int EntryLength = 20;
    private const string OffsetFormat = "D10";

    // Of zlib's levels the one that pays here: 0.3 ms; the usual one is ten times as slow and saves an eighth.
    private static readonly ZLibCompressionOptions Compression = new() { CompressionLevel = 2 };

    /// <summary>Adds language and modules.</summary>
    /// <param name="pdf">A PDF of one page with one cross-reference table, as Skia writes it.</param>
    /// <param name="language">BCP 47.</param>
    /// <param name="modules">QR codes, drawn above all else.</param>
    public static byte[] Add(ReadOnlySpan<byte> pdf, string language, IEnumerable<ModulesElement> modules)
    {
        var catalog = IndexAfter(pdf, "/Type /Catalog"u8);
        var contents = IndexAfter(pdf, "/Contents "u8);
        var reference = pdf[contents..(contents + Found(pdf[contents..].IndexOf("R"u8)) + 1)];
        var table = Number(pdf[IndexAfter(pdf, "startxref\n"u8)..]);
        var entries = table + "xref\n0 ".Length;
        var count = Number(pdf[entries..]);
        entries += pdf[entries..].IndexOf((byte)'\n') + 1;

        // The insertions in the order of the file; what lies behind one moves by its length.
        (int At, int Removed, byte[] Text)[] insertions =
        [
            (contents, reference.Length, Ascii($"[{Encoding.ASCII.GetString(reference)} {count} 0 R]")),
            (catalog, 0, Ascii($"\n/Lang ({language})")),
            (table, 0, ContentObject(count, modules)),
        ];
        Array.Sort(insertions, static (left, right) => left.At.CompareTo(right.At));

        using var target = new MemoryStream(pdf.Length + insertions.Sum(insertion => insertion.Text.Length) + 256);
        var copied = 0;
        foreach (var (at, removed, text) in insertions)
        {
            target.Write(pdf[copied..at]);
            target.Write(text);
            copied = at + removed;
        }

        WriteTable(target, pdf.Slice(entries, count * EntryLength), insertions, table);
        WriteTrailer(target, pdf[(entries + (count * EntryLength))..], count + 1, table + Shift(table, insertions));
        return target.ToArray();
    }

    private static byte[] ContentObject(int number, IEnumerable<ModulesElement> modules)
    {
        using var compressed = new MemoryStream(24_000);
        using (var compressor = new ZLibStream(compressed, Compression, leaveOpen: true))
        {
            foreach (var element in modules)
            {
                WritePath(element, compressor);
            }
        }

        var head = Ascii($"{number} 0 obj\n<</Filter /FlateDecode /Length {compressed.Length}>> stream\n");
        return [.. head, .. compressed.GetBuffer().AsSpan(0, (int)compressed.Length), .. "\nendstream\nendobj\n"u8];
    }

    /// <summary>All rectangles in one path, in a space whose unit is one module. Skia leaves the page with y pointing downwards.</summary>
    private static void WritePath(ModulesElement element, ZLibStream target)
    {
        const int longestRectangle = (4 * 4) + 3;
        var color = element.Color;
        target.Write(Ascii(
            $"q {element.ModuleSize} 0 0 {element.ModuleSize} {element.X} {element.Y} cm {color.Red / 255f:0.####} {color.Green / 255f:0.####} {color.Blue / 255f:0.####} rg\n"));
        // Rented: of this size it would land on the large object heap, whose garbage is collected late and at length.
        var path = ArrayPool<byte>.Shared.Rent(element.Rectangles.Count * longestRectangle);
        var length = 0;
        foreach (var rectangle in element.Rectangles)
        {
            length = Append(path, length, rectangle.X);
            length = Append(path, length, rectangle.Y);
            length = Append(path, length, rectangle.Width);
            length = Append(path, length, rectangle.Height);
            "re\n"u8.CopyTo(path.AsSpan(length));
            length += 3;
        }

        target.Write(path.AsSpan(0, length));
        target.Write("f\nQ\n"u8);
        ArrayPool<byte>.Shared.Return(path);
    }

    private static int Append(byte[] path, int length, int number)
    {
        Utf8Formatter.TryFormat(number, path.AsSpan(length), out var digits);
        path[length + digits] = (byte)' ';
        return length + digits + 1;
    }

    private static void WriteTable(MemoryStream target, ReadOnlySpan<byte> entries, (int At, int Removed, byte[] Text)[] insertions, int added)
    {
        target.Write(Ascii($"xref\n0 {(entries.Length / EntryLength) + 1}\n"));
        target.Write(entries[..EntryLength]);
        for (entries = entries[EntryLength..]; !entries.IsEmpty; entries = entries[EntryLength..])
        {
            var offset = Number(entries);
            WriteEntry(target, offset + Shift(offset, insertions));
        }

        // The new object stands where the table began, behind the other insertions.
        WriteEntry(target, added + Shift(added - 1, insertions));
    }

    private static void WriteEntry(MemoryStream target, int offset)
    {
        target.Write(Ascii($"{offset.ToString(OffsetFormat, CultureInfo.InvariantCulture)} 00000 n \n"));
    }

    private static void WriteTrailer(MemoryStream target, ReadOnlySpan<byte> trailer, int count, int table)
    {
        var size = IndexAfter(trailer, "/Size "u8);
        var rest = size + trailer[size..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        target.Write(trailer[..size]);
        target.Write(Ascii($"{count}"));
        target.Write(trailer[rest..IndexAfter(trailer, "startxref\n"u8)]);
        target.Write(Ascii($"{table}\n%%EOF\n"));
    }

    /// <summary>By how much what lies at an offset moves.</summary>
    private static int Shift(int offset, (int At, int Removed, byte[] Text)[] insertions)
    {
        return insertions.Where(insertion => insertion.At <= offset).Sum(insertion => insertion.Text.Length - insertion.Removed);
    }

    private static byte[] Ascii(FormattableString text) => Encoding.ASCII.GetBytes(FormattableString.Invariant(text));

    private static int Number(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out int number, out _) ? number : Found(-1);

    private static int IndexAfter(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part) => Found(text.LastIndexOf(part)) + part.Length;

    private static int Found(int index)
    {
        return index >= 0 ? index : throw new InvalidOperationException("The PDF is not in the form that SkiaSharp writes; nothing can be added to it.");
    }
}
