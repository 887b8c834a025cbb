using System.Buffers.Binary;
using System.Collections;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>
/// Makes a small font for one document: a TrueType file (OpenType 1.9 "otff", "glyf", "loca") with empty outlines for unused glyphs. Glyph
/// numbers stay the same; tables that a PDF does not need are left out.
/// </summary>
internal static class FontPruner
{
    private const int DirectoryHeader = 12;
    private const int DirectoryEntry = 16;
    private const int ChecksumAdjustment = 8;
    private const int IndexToLocFormat = 50;
    private const int NumberOfLongMetrics = 34;

    // The tables that a PDF needs if it uses glyph numbers (ISO 32000-1 section 9.9).
    private static readonly string[] KeptTables = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    /// <summary>Prunes a font.</summary>
    /// <param name="font">A TrueType file.</param>
    /// <param name="used">Glyph numbers that the document draws.</param>
    public static byte[] Prune(ReadOnlySpan<byte> font, IEnumerable<ushort> used)
    {
        var tables = Tables(font);
        var offsets = ReadOffsets(font, tables);
        var keep = new BitArray(offsets.Length - 1);
        var glyf = font[tables["glyf"]];
        var wanted = new Stack<ushort>(used.Prepend((ushort)0));
        while (wanted.TryPop(out var glyph))
        {
            Keep(glyph, glyf, offsets, keep, wanted);
        }

        var (outlines, newOffsets) = CopyOutlines(glyf, offsets, keep);
        var contents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in KeptTables.Where(tables.ContainsKey))
        {
            contents[name] = font[tables[name]].ToArray();
        }

        contents["glyf"] = outlines;
        contents["loca"] = newOffsets;
        BinaryPrimitives.WriteInt16BigEndian(contents["head"].AsSpan(IndexToLocFormat), 1);
        ClearMetrics(contents["hmtx"], BinaryPrimitives.ReadUInt16BigEndian(contents["hhea"].AsSpan(NumberOfLongMetrics)), keep);
        return Assemble(font[..4], contents);
    }

    /// <summary>A table of a font.</summary>
    /// <exception cref="KeyNotFoundException">It has no table with that name.</exception>
    public static ReadOnlySpan<byte> Table(ReadOnlySpan<byte> font, string name) => font[Tables(font)[name]];

    public static int GlyphCount(ReadOnlySpan<byte> font) => ReadOffsets(font, Tables(font)).Length - 1;

    /// <summary>The positions of a font's tables.</summary>
    public static IReadOnlyDictionary<string, Range> Tables(ReadOnlySpan<byte> font)
    {
        var tables = new Dictionary<string, Range>(StringComparer.Ordinal);
        var count = BinaryPrimitives.ReadUInt16BigEndian(font[4..]);
        for (var index = 0; index < count; index++)
        {
            var entry = font[(DirectoryHeader + (index * DirectoryEntry))..];
            var start = BinaryPrimitives.ReadInt32BigEndian(entry[8..]);
            tables[System.Text.Encoding.ASCII.GetString(entry[..4])] = start..(start + BinaryPrimitives.ReadInt32BigEndian(entry[12..]));
        }

        return tables;
    }

    private static int[] ReadOffsets(ReadOnlySpan<byte> font, IReadOnlyDictionary<string, Range> tables)
    {
        var isLong = BinaryPrimitives.ReadInt16BigEndian(font[tables["head"]][IndexToLocFormat..]) == 1;
        var loca = font[tables["loca"]];
        var offsets = new int[loca.Length / (isLong ? 4 : 2)];
        for (var index = 0; index < offsets.Length; index++)
        {
            offsets[index] = isLong
                ? BinaryPrimitives.ReadInt32BigEndian(loca[(index * 4)..])
                : BinaryPrimitives.ReadUInt16BigEndian(loca[(index * 2)..]) * 2;
        }

        return offsets;
    }

    /// <summary>Marks a glyph and the parts of which it is composed.</summary>
    private static void Keep(ushort glyph, ReadOnlySpan<byte> glyf, int[] offsets, BitArray keep, Stack<ushort> wanted)
    {
        if (glyph >= keep.Length || keep[glyph])
        {
            return;
        }

        keep[glyph] = true;
        var outline = glyf[offsets[glyph]..offsets[glyph + 1]];
        if (outline.IsEmpty || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
        {
            return;
        }

        const int wordArguments = 0x0001, scale = 0x0008, more = 0x0020, twoScales = 0x0040, matrix = 0x0080;
        var position = 10;
        int flags;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline[position..]);
            wanted.Push(BinaryPrimitives.ReadUInt16BigEndian(outline[(position + 2)..]));
            position += 4 + ((flags & wordArguments) != 0 ? 4 : 2);
            position += flags switch
            {
                _ when (flags & scale) != 0 => 2,
                _ when (flags & twoScales) != 0 => 4,
                _ when (flags & matrix) != 0 => 8,
                _ => 0,
            };
        }
        while ((flags & more) != 0);
    }

    private static (byte[] Glyf, byte[] Loca) CopyOutlines(ReadOnlySpan<byte> glyf, int[] offsets, BitArray keep)
    {
        using var outlines = new MemoryStream();
        var loca = new byte[offsets.Length * 4];
        for (var glyph = 0; glyph < keep.Length; glyph++)
        {
            BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(glyph * 4), (int)outlines.Position);
            if (keep[glyph])
            {
                outlines.Write(glyf[offsets[glyph]..offsets[glyph + 1]]);
            }
        }

        BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(keep.Length * 4), (int)outlines.Position);
        return (outlines.ToArray(), loca);
    }

    /// <summary>
    /// Widths of unused glyphs become zero, because zeros compress to almost nothing; except the last one, which also applies to all glyphs
    /// after it.
    /// </summary>
    private static void ClearMetrics(Span<byte> hmtx, int longMetrics, BitArray keep)
    {
        for (var glyph = 0; glyph < Math.Min(longMetrics - 1, keep.Length); glyph++)
        {
            if (!keep[glyph])
            {
                hmtx.Slice(glyph * 4, 4).Clear();
            }
        }
    }

    private static byte[] Assemble(ReadOnlySpan<byte> version, SortedDictionary<string, byte[]> contents)
    {
        var start = DirectoryHeader + (contents.Count * DirectoryEntry);
        var font = new byte[start + contents.Values.Sum(content => (content.Length + 3) & ~3)];
        version.CopyTo(font);
        var power = System.Numerics.BitOperations.Log2((uint)contents.Count);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(4), (ushort)contents.Count);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(6), (ushort)(16 << power));
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(10), (ushort)((contents.Count * 16) - (16 << power)));
        contents["head"].AsSpan(ChecksumAdjustment, 4).Clear();
        var head = 0;
        var entry = font.AsSpan(DirectoryHeader);
        foreach (var (name, content) in contents)
        {
            content.CopyTo(font, start);
            var padded = (content.Length + 3) & ~3;
            System.Text.Encoding.ASCII.GetBytes(name, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Sum(font.AsSpan(start, padded)));
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], start);
            BinaryPrimitives.WriteInt32BigEndian(entry[12..], content.Length);
            head = name == "head" ? start : head;
            start += padded;
            entry = entry[DirectoryEntry..];
        }

        BinaryPrimitives.WriteUInt32BigEndian(font.AsSpan(head + ChecksumAdjustment), 0xB1B0AFBA - Sum(font));
        return font;
    }

    private static uint Sum(ReadOnlySpan<byte> words)
    {
        var sum = 0u;
        for (; !words.IsEmpty; words = words[4..])
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(words);
        }

        return sum;
    }
}
