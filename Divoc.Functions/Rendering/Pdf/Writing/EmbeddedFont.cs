using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Divoc.Functions.Rendering.Pdf.Layout;

namespace Divoc.Functions.Rendering.Pdf.Writing;

/// <summary>
/// Writes a font with the drawn glyphs, as a font with two-byte glyph numbers (ISO 32000-1 section 9.7.4). The characters of glyphs are in
/// its ToUnicode table (section 9.10.3), as far as a glyph has a single character.
/// </summary>
internal static class EmbeddedFont
{
    private const int TagLength = 6;
    private const int MostInABlock = 100;

    /// <summary>Writes it and returns the number of its object.</summary>
    /// <param name="objects">The objects to which it is added.</param>
    /// <param name="face">The font.</param>
    /// <param name="glyphs">The required glyphs, rising.</param>
    /// <param name="compress">How it is compressed.</param>
    public static int Write(PdfObjects objects, FontFace face, IReadOnlyList<ushort> glyphs, Compressor compress)
    {
        var metrics = face.Metrics;
        var name = $"{TagOf(glyphs)}+{metrics.Name}";
        var visible = glyphs.Where(glyph => glyph != face.InvisibleGlyph);
        var file = FontPruner.Prune(face.File, visible);
        var stream = objects.AddStream(Ascii($"/Length1 {file.Length} /Filter /FlateDecode"), compress(file));
        var unicode = objects.AddStream("/Filter /FlateDecode"u8, compress(UnicodeOf(metrics, glyphs)));
        var descriptor = Add(objects, DescriptorOf(metrics, name, stream));
        var descendant = Add(
            objects,
            $"<</Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement "
            + "0>> /CIDToGIDMap /Identity "
            + $"/FontDescriptor {descriptor} 0 R /W [{WidthsOf(metrics, glyphs)}]>>");
        return Add(
            objects,
            $"<</Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{descendant} 0 R] "
            + $"/ToUnicode {unicode} 0 R>>");
    }

    private static int Add(PdfObjects objects, string body)
    {
        var number = objects.Begin();
        objects.Target.Write(body);
        objects.End();
        return number;
    }

    private static string DescriptorOf(FontMetrics metrics, string name, int file)
    {
        const int symbolic = 4;
        // The file does not contain the width of its stems; it is calculated from the weight, as usual.
        var stem = 10 + (220 * (metrics.Weight - 50) / 900);
        return $"<</Type /FontDescriptor /FontName /{name} /Flags {symbolic} /FontBBox [{string.Join(' ', metrics.Box)}] /ItalicAngle "
            + $"{metrics.ItalicAngle} /Ascent {metrics.Ascent} "
            + $"/Descent {metrics.Descent} /CapHeight {metrics.CapitalHeight} /StemV {stem} /FontFile2 {file} 0 R>>";
    }

    /// <summary>Widths by glyph; consecutive glyphs are written as one list (section 9.7.4.3).</summary>
    private static string WidthsOf(FontMetrics metrics, IReadOnlyList<ushort> glyphs)
    {
        var widths = new System.Text.StringBuilder(glyphs.Count * 5);
        for (var index = 0; index < glyphs.Count; index++)
        {
            var follows = index > 0 && glyphs[index] == glyphs[index - 1] + 1;
            var before = (index, follows) switch
            {
                (_, true) => " ",
                (0, _) => $"{glyphs[index]} [",
                _ => $"] {glyphs[index]} [",
            };
            widths.Append(before).Append(CultureInfo.InvariantCulture, $"{metrics.WidthOf(glyphs[index])}");
        }

        return glyphs.Count == 0 ? "" : widths.Append(']').ToString();
    }

    private static byte[] UnicodeOf(FontMetrics metrics, IReadOnlyList<ushort> glyphs)
    {
        using var map = new PdfBuffer(4096);
        map.Write(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering "u8
            + "(UCS) /Supplement 0>> def\n"u8);
        map.Write("/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"u8);
        foreach (var block in glyphs.Where(glyph => metrics.CharacterOf(glyph) >= 0).Chunk(MostInABlock))
        {
            map.Write(block.Length);
            map.Write(" beginbfchar\n"u8);
            foreach (var glyph in block)
            {
                map.Write((byte)'<');
                map.WriteHex(glyph);
                map.Write("> <"u8);
                foreach (var unit in char.ConvertFromUtf32(metrics.CharacterOf(glyph)))
                {
                    map.WriteHex(unit);
                }

                map.Write(">\n"u8);
            }

            map.Write("endbfchar\n"u8);
        }

        map.Write("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"u8);
        return map.Written.ToArray();
    }

    /// <summary>Six letters that distinguish two subsets of a font (section 9.6.4).</summary>
    private static string TagOf(IReadOnlyList<ushort> glyphs)
    {
        var hash = XxHash64.HashToUInt64(MemoryMarshal.AsBytes<ushort>(glyphs.ToArray()));
        Span<char> tag = stackalloc char[TagLength];
        foreach (ref var letter in tag)
        {
            letter = (char)('A' + (hash % 26));
            hash /= 26;
        }

        return tag.ToString();
    }

    private static byte[] Ascii(FormattableString text) => System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant(text));
}
