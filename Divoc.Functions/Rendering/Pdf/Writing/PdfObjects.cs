using System.IO.Hashing;

namespace Divoc.Functions.Rendering.Pdf.Writing;

/// <summary>
/// The objects of a PDF, one after the other (ISO 32000-1 section 7.5), and at the end the cross-reference table and the trailer.
/// </summary>
/// <param name="target">The target; its existing content is the beginning of the file.</param>
/// <param name="offsets">The positions of the existing objects, the one with number 1 first.</param>
internal sealed class PdfObjects(PdfBuffer target, IReadOnlyList<int> offsets)
{
    private const int OffsetDigits = 10;

    // An object whose number is reserved but that is not written yet.
    private const int Unwritten = 0;

    private readonly List<int> offsets = [.. offsets];

    /// <summary>The position of each object, the one with number 1 first.</summary>
    public IReadOnlyList<int> Offsets => offsets;

    /// <summary>The target for the content between <see cref="Begin()"/> and <see cref="End"/>.</summary>
    public PdfBuffer Target => target;

    /// <summary>Reserves a number for an object before it is written.</summary>
    public int Reserve()
    {
        offsets.Add(Unwritten);
        return offsets.Count;
    }

    /// <summary>Begins an object and returns its number.</summary>
    public int Begin() => Begin(Reserve());

    /// <summary>Begins an object with a reserved number.</summary>
    public int Begin(int number)
    {
        offsets[number - 1] = target.Length;
        target.Write(number);
        target.Write(" 0 obj\n"u8);
        return number;
    }

    public void End() => target.Write("\nendobj\n"u8);

    /// <summary>Writes a stream and returns its number.</summary>
    /// <param name="entries">Entries of its dictionary, without the length.</param>
    /// <param name="content">Its bytes as they are in the file.</param>
    public int AddStream(ReadOnlySpan<byte> entries, ReadOnlySpan<byte> content)
    {
        var number = Begin();
        target.Write("<<"u8);
        target.Write(entries);
        target.Write(" /Length "u8);
        target.Write(content.Length);
        target.Write(">> stream\n"u8);
        target.Write(content);
        target.Write("\nendstream"u8);
        End();
        return number;
    }

    /// <summary>Writes table and trailer. The identifier (section 14.4) is a hash of everything before it.</summary>
    public void Finish(int catalog, int information)
    {
        var id = Convert.ToHexString(XxHash128.Hash(target.Written));
        var table = target.Length;
        target.Write("xref\n0 "u8);
        target.Write(offsets.Count + 1);
        target.Write("\n0000000000 65535 f \n"u8);
        foreach (var offset in offsets)
        {
            WriteEntry(offset);
        }

        target.Write("trailer\n<</Size "u8);
        target.Write(offsets.Count + 1);
        target.Write(" /Root"u8);
        target.WriteReference(catalog);
        target.Write(" /Info"u8);
        target.WriteReference(information);
        target.Write($"\n/ID [<{id}> <{id}>]>>\nstartxref\n");
        target.Write(table);
        target.Write("\n%%EOF\n"u8);
    }

    private void WriteEntry(int offset)
    {
        Span<byte> entry = stackalloc byte[OffsetDigits];
        for (var digit = OffsetDigits - 1; digit >= 0; digit--)
        {
            entry[digit] = (byte)('0' + (offset % 10));
            offset /= 10;
        }

        target.Write(entry);
        target.Write(" 00000 n \n"u8);
    }
}
