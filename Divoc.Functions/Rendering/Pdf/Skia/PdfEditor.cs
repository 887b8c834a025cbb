using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Divoc.Functions.Rendering.Pdf.Skia;

/// <summary>
/// Adds objects to a PDF that has one cross-reference table (ISO 32000-1 section 7.5.4), as Skia writes it, and inserts text into its own. The result is again
/// one table, not an update of the old one.
/// </summary>
/// <param name="pdf">The whole file.</param>
internal ref struct PdfEditor(ReadOnlySpan<byte> pdf)
{
    // An entry of the table: ten digits of offset, a blank, five digits, a blank, n or f, two characters of line end.
    private const int EntryLength = 20;
    private const int IdBytes = 16;

    private readonly ReadOnlySpan<byte> pdf = pdf;
    private readonly List<(int At, int Removed, byte[] Text)> insertions = [];
    private readonly List<byte[]> added = [];
    private readonly int table = Number(pdf[IndexAfter(pdf, "startxref\n"u8)..]);

    /// <summary>The number of objects that the file came with, the free one included.</summary>
    private readonly int Count => Number(pdf[(table + "xref\n0 ".Length)..]);

    private readonly ReadOnlySpan<byte> Entries
    {
        get
        {
            var start = table + "xref\n".Length;
            start += pdf[start..].IndexOf((byte)'\n') + 1;
            return pdf.Slice(start, Count * EntryLength);
        }
    }

    /// <summary>Adds an object.</summary>
    /// <param name="body">What stands between "obj" and "endobj".</param>
    /// <returns>A reference to it, such as <c>12 0 R</c>.</returns>
    public readonly string Add(byte[] body)
    {
        added.Add(body);
        return FormattableString.Invariant($"{Count + added.Count - 1} 0 R");
    }

    /// <summary>Adds a stream.</summary>
    /// <param name="entries">Entries of its dictionary, without the length.</param>
    /// <param name="content">Its bytes as they stand in the file.</param>
    public readonly string AddStream(string entries, ReadOnlySpan<byte> content)
    {
        var head = Encoding.Latin1.GetBytes(FormattableString.Invariant($"<<{entries} /Length {content.Length}>> stream\n"));
        return Add([.. head, .. content, .. "\nendstream"u8]);
    }

    /// <summary>Puts text behind the beginning of one of Skia's objects.</summary>
    /// <param name="beginning">How its dictionary begins. What a text says elsewhere in the file is not mistaken for it.</param>
    /// <param name="text">The text.</param>
    public readonly void InsertAfter(ReadOnlySpan<byte> beginning, string text) => insertions.Add((ContentOf(beginning, 0), 0, Encoding.Latin1.GetBytes(text)));

    /// <summary>Changes what stands between a mark and an end in one of Skia's objects.</summary>
    /// <param name="beginning">How its dictionary begins.</param>
    /// <param name="index">Which of the objects that begin so, from 0, in the order of their numbers.</param>
    /// <param name="mark">What stands before it.</param>
    /// <param name="end">What stands behind it.</param>
    /// <param name="change">Makes the new text of the old one.</param>
    public readonly void Replace(ReadOnlySpan<byte> beginning, int index, ReadOnlySpan<byte> mark, ReadOnlySpan<byte> end, Func<string, string> change)
    {
        var content = ContentOf(beginning, index);
        var start = content + Found(pdf[content..].IndexOf(mark)) + mark.Length;
        var length = Found(pdf[start..].IndexOf(end));
        insertions.Add((start, length, Encoding.Latin1.GetBytes(change(Encoding.Latin1.GetString(pdf.Slice(start, length))))));
    }

    /// <summary>Says a later version of PDF in the file's first line than Skia does.</summary>
    /// <param name="minor">The figure behind the point.</param>
    public readonly void SetVersion(char minor) => insertions.Add(("%PDF-1.".Length, 1, [(byte)minor]));

    /// <summary>The finished file. Its identifier (section 14.4) is the hash of what it holds.</summary>
    public readonly byte[] Finish()
    {
        insertions.Sort(static (left, right) => left.At.CompareTo(right.At));
        using var target = new MemoryStream(pdf.Length + added.Sum(body => body.Length + 32) + insertions.Sum(insertion => insertion.Text.Length) + 1024);
        var copied = 0;
        foreach (var (at, removed, text) in insertions)
        {
            target.Write(pdf[copied..at]);
            target.Write(text);
            copied = at + removed;
        }

        target.Write(pdf[copied..table]);
        var offsets = added.ConvertAll(_ => 0);
        for (var index = 0; index < added.Count; index++)
        {
            offsets[index] = (int)target.Position;
            target.Write(Ascii($"{Count + index} 0 obj\n"));
            target.Write(added[index]);
            target.Write("\nendobj\n"u8);
        }

        var id = Convert.ToHexString(SHA256.HashData(target.GetBuffer().AsSpan(0, (int)target.Length)).AsSpan(0, IdBytes));
        var newTable = (int)target.Position;
        WriteTable(target, offsets);
        WriteTrailer(target, id, newTable);
        return target.ToArray();
    }

    /// <summary>Where an object goes on behind its beginning.</summary>
    private readonly int ContentOf(ReadOnlySpan<byte> beginning, int index)
    {
        for (var entries = Entries[EntryLength..]; !entries.IsEmpty; entries = entries[EntryLength..])
        {
            var body = Number(entries);
            body += Found(pdf[body..].IndexOf((byte)'\n')) + 1;
            if (pdf[body..].StartsWith(beginning) && index-- == 0)
            {
                return body + beginning.Length;
            }
        }

        return Found(-1);
    }

    private readonly void WriteTable(MemoryStream target, List<int> offsets)
    {
        target.Write(Ascii($"xref\n0 {Count + offsets.Count}\n"));
        var entries = Entries;
        target.Write(entries[..EntryLength]);
        for (entries = entries[EntryLength..]; !entries.IsEmpty; entries = entries[EntryLength..])
        {
            var offset = Number(entries);
            WriteEntry(target, offset + Shift(offset));
        }

        foreach (var offset in offsets)
        {
            WriteEntry(target, offset);
        }
    }

    private readonly void WriteTrailer(MemoryStream target, string id, int newTable)
    {
        var trailer = pdf[IndexAfter(pdf, "trailer\n"u8)..];
        var size = IndexAfter(trailer, "/Size "u8);
        var rest = size + trailer[size..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var end = Found(trailer.IndexOf(">>"u8));
        target.Write("trailer\n"u8);
        target.Write(trailer[..size]);
        target.Write(Ascii($"{Count + added.Count}"));
        target.Write(trailer[rest..end]);
        target.Write(Ascii($"\n/ID [<{id}> <{id}>]>>\nstartxref\n{newTable}\n%%EOF\n"));
    }

    /// <summary>By how much what lies at an offset moves.</summary>
    private readonly int Shift(int offset)
    {
        var shift = 0;
        foreach (var (at, removed, text) in insertions)
        {
            shift += at <= offset ? text.Length - removed : 0;
        }

        return shift;
    }

    private static void WriteEntry(MemoryStream target, int offset)
    {
        target.Write(Ascii($"{offset.ToString("D10", CultureInfo.InvariantCulture)} 00000 n \n"));
    }

    private static byte[] Ascii(FormattableString text) => Encoding.ASCII.GetBytes(FormattableString.Invariant(text));

    private static int Number(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out int number, out _) ? number : Found(-1);

    private static int IndexAfter(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part) => Found(text.LastIndexOf(part)) + part.Length;

    private static int Found(int index)
    {
        return index >= 0 ? index : throw new InvalidOperationException("The PDF is not in the form that SkiaSharp writes; nothing can be added to it.");
    }
}
