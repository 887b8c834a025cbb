using Buffer = HarfBuzzSharp.Buffer;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>
/// Shapes printable ASCII by a table of what HarfBuzz makes of each pair of its characters: most texts of a page are nothing else. It is
/// right where each glyph depends on its character alone and each advance on the next character too. A text with a pair for which that is
/// not so, such as the ligature of f and i, is left to HarfBuzz. Thread-safe.
/// </summary>
internal sealed class AsciiShaper
{
    private const char First = ' ';
    private const char Last = '~';
    private const int Count = Last - First + 1;
    private const short NotPlain = short.MinValue;
    private const int KeptClusters = 128;

    // Each character of ASCII is a cluster of its own.
    private static readonly uint[] Clusters = [.. Enumerable.Range(0, KeptClusters).Select(index => (uint)index)];

    private readonly FontFace face;
    private readonly ushort[] glyphs = new ushort[Count];

    // The advance of a character at the end of a text.
    private readonly short[] alone = new short[Count];

    // For each character its advance before each other one, once a text needed it.
    private readonly short[]?[] pairs = new short[]?[Count];

    /// <summary>Asks HarfBuzz for all characters.</summary>
    public AsciiShaper(FontFace face)
    {
        this.face = face;
        using var buffer = new Buffer();
        for (var index = 0; index < Count; index++)
        {
            TextShaper.Shape(buffer, face, [(byte)(First + index)], isRightToLeft: false);
            glyphs[index] = GlyphOf(buffer, 0);
            alone[index] = IsPlain(buffer, 1) ? Advance(buffer, 0) : NotPlain;
        }
    }

    /// <summary>Shapes a text; null if that is left to HarfBuzz. Other texts than ASCII don't have the font read.</summary>
    public static GlyphRun? TryShape(string text, FontLibrary fonts, FontWeight weight)
    {
        var isAscii = text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange(First, Last);
        return isAscii ? fonts[Typeface.Sans, weight].Ascii.TryShape(text) : null;
    }

    private GlyphRun? TryShape(string text)
    {
        var em = (float)face.UnitsPerEm;
        var (numbers, positions, utf8) = (new ushort[text.Length], new GlyphPosition[text.Length], new byte[text.Length]);
        var pen = 0;
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index] - First;
            var advance = index + 1 < text.Length ? PairsOf(character)[text[index + 1] - First] : alone[character];
            if (advance == NotPlain)
            {
                return null;
            }

            numbers[index] = glyphs[character];
            positions[index] = new GlyphPosition(pen / em, 0);
            utf8[index] = (byte)text[index];
            pen += advance;
        }

        return new GlyphRun { Font =
            face, X = 0, Utf8 = utf8, Glyphs = numbers, Positions = positions, Clusters = ClustersOf(text.Length), Width = pen / em };
    }

    private short[] PairsOf(int first)
    {
        return pairs[first] ?? (pairs[first] = AskForPairs(first));
    }

    private short[] AskForPairs(int first)
    {
        using var buffer = new Buffer();
        var advances = new short[Count];
        for (var second = 0; second < Count; second++)
        {
            TextShaper.Shape(buffer, face, [(byte)(First + first), (byte)(First + second)], isRightToLeft: false);
            var isPlain = IsPlain(buffer, 2)
                && GlyphOf(buffer, 0) == glyphs[first]
                && GlyphOf(buffer, 1) == glyphs[second]
                && Advance(buffer, 1) == alone[second];
            advances[second] = isPlain ? Advance(buffer, 0) : NotPlain;
        }

        return advances;
    }

    private static ReadOnlyMemory<uint> ClustersOf(int length)
    {
        return length <= KeptClusters
            ? Clusters.AsMemory(0, length)
            : Array.ConvertAll(Enumerable.Range(0, length).ToArray(), index => (uint)index);
    }

    /// <summary>Whether each of some characters became one glyph that stands on the line, none of them missing.</summary>
    private static bool IsPlain(Buffer buffer, int characters)
    {
        var infos = buffer.GetGlyphInfoSpan();
        var places = buffer.GetGlyphPositionSpan();
        for (var index = 0; index < infos.Length; index++)
        {
            var place = places[index];
            if (infos[index].Codepoint == 0
                || infos[index].Cluster != index
                || place.XOffset != 0
                || place.YOffset != 0
                || place.XAdvance is <= NotPlain or > short.MaxValue)
            {
                return false;
            }
        }

        return infos.Length == characters;
    }

    private static ushort GlyphOf(Buffer buffer, int index) => (ushort)buffer.GetGlyphInfoSpan()[index].Codepoint;

    private static short Advance(Buffer buffer, int index) => (short)buffer.GetGlyphPositionSpan()[index].XAdvance;
}
