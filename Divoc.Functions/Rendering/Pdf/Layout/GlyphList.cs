using System.Runtime.InteropServices;
using Buffer = HarfBuzzSharp.Buffer;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>
/// The glyphs of a run that was just shaped, from left to right. PDF readers find words and blanks by the positions of the first and the
/// last glyph of a character, and assume that the characters of a right-to-left run are beside each other. If the glyphs of a script
/// contradict that, invisible ones are added.
/// </summary>
internal sealed class GlyphList
{
    // In font units, of which an em has 1,000; PDF readers see a blank from about a tenth of an em.
    private const int SeenAsGap = 50;

    private readonly FontFace face;
    private readonly int width;
    private readonly int top;
    private readonly int bottom;
    private List<ShapedGlyph> glyphs;

    /// <summary>Takes the output of HarfBuzz.</summary>
    /// <param name="face">The font.</param>
    /// <param name="buffer">The glyphs.</param>
    /// <param name="isMark">Whether all glyphs together represent the run's text.</param>
    public GlyphList(FontFace face, Buffer buffer, bool isMark)
    {
        this.face = face;
        var infos = buffer.GetGlyphInfoSpan();
        var places = buffer.GetGlyphPositionSpan();
        glyphs = new(infos.Length);
        for (var index = 0; index < infos.Length; index++)
        {
            var place = places[index];
            var (x, y) = face.KeptOnLine(infos[index].Codepoint, place.XOffset, place.YOffset);
            glyphs.Add(new ShapedGlyph((ushort)infos[index].Codepoint, width + x, -y, place.XAdvance, isMark ? 0 : infos[index].Cluster));
            width += place.XAdvance;
            if (face.Font.TryGetGlyphExtents(infos[index].Codepoint, out var ink))
            {
                top = Math.Max(top, y + ink.YBearing);
                bottom = Math.Min(bottom, y + ink.YBearing + ink.Height);
            }
        }
    }

    /// <summary>
    /// Left to right: if the last glyph of a cluster ends before the cluster does, as a mark may, an invisible glyph is added at the
    /// cluster's end.
    /// </summary>
    public void EndClustersWhereTheyEnd()
    {
        var pen = 0;
        for (var index = 0; index < glyphs.Count; index++)
        {
            var last = glyphs[index];
            pen += last.Advance;
            var isEndOfSeveral = index > 0
                && glyphs[index - 1].Cluster == last.Cluster
                && (index + 1 == glyphs.Count || glyphs[index + 1].Cluster != last.Cluster);
            if (isEndOfSeveral && last.X + face.Font.GetHorizontalGlyphAdvance(last.Glyph) < pen - SeenAsGap)
            {
                index++;
                glyphs.InsertRange(index, Invisible(pen, last.Cluster));
            }
        }
    }

    /// <summary>
    /// Right to left: characters that share the space of one, such as those of a ligature or a letter and its mark, each get a part of it.
    /// </summary>
    public void ShareRoom(ReadOnlySpan<byte> utf8)
    {
        var all = new List<ShapedGlyph>(glyphs.Count);
        var (pen, next) = (0, 0);
        // Cluster numbers fall from left to right: each cluster ends where the one at its left begins.
        var end = utf8.Length;
        while (next < glyphs.Count)
        {
            // Marks have no advance; in this order they are at the left of their letter.
            var (first, advance) = (next, 0);
            do
            {
                advance += glyphs[next].Advance;
                next++;
            }
            while (next < glyphs.Count && (advance == 0 || glyphs[next].Cluster == glyphs[next - 1].Cluster));

            var group = glyphs.GetRange(first, next - first);
            var start = (int)group[^1].Cluster;
            AddShares(group, Characters(utf8, start, end), pen, advance, all);
            (pen, end) = (pen + advance, start);
        }

        glyphs = all;
    }

    /// <summary>The finished run, at the left end of the line.</summary>
    public GlyphRun ToRun(byte[] utf8)
    {
        var em = (float)face.UnitsPerEm;
        var numbers = new ushort[glyphs.Count];
        var positions = new GlyphPosition[glyphs.Count];
        var clusters = new uint[glyphs.Count];
        for (var index = 0; index < numbers.Length; index++)
        {
            var glyph = glyphs[index];
            numbers[index] = glyph.Glyph;
            positions[index] = new GlyphPosition(glyph.X / em, glyph.Y / em);
            clusters[index] = glyph.Cluster;
        }

        return new GlyphRun { Font = face, X = 0, Utf8 =
            utf8, Glyphs = numbers, Positions = positions, Clusters = clusters, Width = width / em, Top = top / em, Bottom = bottom / em };
    }

    /// <summary>The beginnings of the characters in a part of the text, the last one first.</summary>
    private static List<int> Characters(ReadOnlySpan<byte> utf8, int start, int end)
    {
        var characters = new List<int>();
        for (var index = end - 1; index >= start; index--)
        {
            if ((utf8[index] & 0xC0) != 0x80)
            {
                characters.Add(index);
            }
        }

        return characters;
    }

    private void AddShares(List<ShapedGlyph> group, List<int> characters, int pen, int advance, List<ShapedGlyph> all)
    {
        if (characters.Count < 2)
        {
            all.AddRange(group);
            return;
        }

        for (var index = 0; index < characters.Count; index++)
        {
            var cluster = (uint)characters[index];
            all.AddRange(Invisible(pen + (advance * index / characters.Count), cluster));
            all.AddRange(group.Where(glyph => glyph.Cluster == cluster));
            all.AddRange(Invisible(pen + (advance * (index + 1) / characters.Count), cluster));
        }
    }

    private IEnumerable<ShapedGlyph> Invisible(int x, uint cluster)
    {
        return face.InvisibleGlyph is { } glyph ? [new ShapedGlyph(glyph, x, 0, 0, cluster)] : [];
    }
}

/// <summary>A glyph in a run, in font units.</summary>
/// <param name="Glyph">Its number.</param>
/// <param name="X">From the run's left end.</param>
/// <param name="Y">Downwards from the baseline.</param>
/// <param name="Advance">The advance to the next glyph.</param>
/// <param name="Cluster">The beginning of its character in the run's UTF-8.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ShapedGlyph(ushort Glyph, int X, int Y, int Advance, uint Cluster);
