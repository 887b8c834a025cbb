using System.Buffers.Binary;
using System.Text;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>
/// The metrics of a font for a PDF (ISO 32000-1 sections 9.7.4 and 9.8), read from its file once. Lengths are in thousandths of an em.
/// </summary>
internal sealed class FontMetrics
{
    private const int Em = 1000;

    // OpenType 1.9: the offsets of these values in the tables "head", "hhea", "OS/2", "post" and "name".
    private const int BoxInHead = 36;
    private const int AscentInHhea = 4;
    private const int LongMetricsInHhea = 34;
    private const int WeightInOs2 = 4;
    private const int CapitalsInOs2 = 88;
    private const int AngleInPost = 4;
    private const int PostScriptName = 6;
    private const int WindowsPlatform = 3;

    // After the second plane there are no letters; a glyph whose character is not found here is described where it is drawn.
    private const int LastCodePoint = 0x1FFFF;

    private readonly int unitsPerEm;
    private readonly ushort[] widths;
    private readonly int[] characters;

    /// <summary>Reads a font.</summary>
    /// <exception cref="InvalidDataException">It is damaged; a damaged font may cause other exceptions too.</exception>
    public FontMetrics(FontFace face)
    {
        unitsPerEm = face.UnitsPerEm;
        var file = face.File.AsSpan();
        var hhea = FontPruner.Table(file, "hhea");
        var os2 = FontPruner.Table(file, "OS/2");
        Name = NameOf(FontPruner.Table(file, "name"));
        Box = BoxOf(FontPruner.Table(file, "head")[BoxInHead..]);
        Ascent = Scaled(BinaryPrimitives.ReadInt16BigEndian(hhea[AscentInHhea..]));
        Descent = Scaled(BinaryPrimitives.ReadInt16BigEndian(hhea[(AscentInHhea + 2)..]));
        CapitalHeight = os2.Length > CapitalsInOs2 + 1 ? Scaled(BinaryPrimitives.ReadInt16BigEndian(os2[CapitalsInOs2..])) : Ascent;
        Weight = BinaryPrimitives.ReadUInt16BigEndian(os2[WeightInOs2..]);
        ItalicAngle = BinaryPrimitives.ReadInt16BigEndian(FontPruner.Table(file, "post")[AngleInPost..]);
        widths = WidthsOf(file, FontPruner.GlyphCount(file), BinaryPrimitives.ReadUInt16BigEndian(hhea[LongMetricsInHhea..]));
        if (face.InvisibleGlyph is { } invisible)
        {
            widths[invisible] = 0;
        }

        characters = CharactersOf(face, widths.Length);
    }

    /// <summary>PostScript name.</summary>
    public string Name { get; }

    /// <summary>Left, bottom, right and top of the box around all glyphs.</summary>
    public IReadOnlyList<int> Box { get; }

    public int Ascent { get; }

    /// <summary>The descent, below zero.</summary>
    public int Descent { get; }

    public int CapitalHeight { get; }

    /// <summary>The weight, 100 to 900.</summary>
    public int Weight { get; }

    /// <summary>The italic angle in degrees; 0 for upright letters.</summary>
    public int ItalicAngle { get; }

    public int GlyphCount => widths.Length;

    /// <summary>The advance width of a glyph.</summary>
    public int WidthOf(ushort glyph) => glyph < widths.Length ? widths[glyph] : 0;

    /// <summary>The first character for a glyph; -1 for none.</summary>
    public int CharacterOf(ushort glyph) => glyph < characters.Length ? characters[glyph] : -1;

    private int[] BoxOf(ReadOnlySpan<byte> box)
    {
        var sides = new int[4];
        for (var side = 0; side < sides.Length; side++)
        {
            sides[side] = Scaled(BinaryPrimitives.ReadInt16BigEndian(box[(2 * side)..]));
        }

        return sides;
    }

    private int Scaled(int units) => (int)Math.Round((double)units * Em / unitsPerEm);

    private ushort[] WidthsOf(ReadOnlySpan<byte> file, int count, int longMetrics)
    {
        const int metric = 4;
        var table = FontPruner.Table(file, "hmtx");
        var read = new ushort[count];
        for (var glyph = 0; glyph < count; glyph++)
        {
            // Glyphs after the last long metric have its width.
            read[glyph] = (ushort)Scaled(BinaryPrimitives.ReadUInt16BigEndian(table[(Math.Min(glyph, longMetrics - 1) * metric)..]));
        }

        return read;
    }

    private static int[] CharactersOf(FontFace face, int count)
    {
        var found = new int[count];
        Array.Fill(found, -1);
        for (var character = 1; character <= LastCodePoint; character++)
        {
            if (!Rune.IsValid(character) || !face.Font.TryGetNominalGlyph(character, out var glyph))
            {
                continue;
            }

            if (glyph >= count)
            {
                throw new InvalidDataException("A character's glyph is not in the font.");
            }

            found[glyph] = found[glyph] < 0 ? character : found[glyph];
        }

        return found;
    }

    private static string NameOf(ReadOnlySpan<byte> names)
    {
        const int head = 6, record = 12;
        var storage = BinaryPrimitives.ReadUInt16BigEndian(names[4..]);
        for (var index = 0; index < BinaryPrimitives.ReadUInt16BigEndian(names[2..]); index++)
        {
            var entry = names.Slice(head + (index * record), record);
            if (BinaryPrimitives.ReadUInt16BigEndian(entry) == WindowsPlatform
                && BinaryPrimitives.ReadUInt16BigEndian(entry[6..]) == PostScriptName)
            {
                var text = names.Slice(
                    storage + BinaryPrimitives.ReadUInt16BigEndian(entry[10..]), BinaryPrimitives.ReadUInt16BigEndian(entry[8..]));
                var name = string.Concat(
                    Encoding.BigEndianUnicode.GetString(text).Where(character => char.IsAsciiLetterOrDigit(character) || character == '-'));
                return name.Length > 0 ? name : "Font";
            }
        }

        return "Font";
    }
}
