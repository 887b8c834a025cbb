using System.Globalization;
using System.Text;
using Buffer = HarfBuzzSharp.Buffer;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Turns text into glyphs with HarfBuzz. Made for one page, which needs many texts more than once; not thread-safe.</summary>
internal sealed class TextShaper(FontLibrary fonts) : IDisposable
{
    // Up to so many characters without a glyph are printed as their code; more would flood the page.
    private const int MaxSpelledMarks = 12;
    private const ushort NoGlyph = 0;

    private readonly Buffer _buffer = new();
    private readonly Dictionary<(string Text, FontWeight Weight), ShapedText> _shaped = [];

    /// <summary>Shapes one line. A character that the font lacks is drawn as a mark with its code, such as [U+0915], and still read out and copied as itself.</summary>
    public ShapedText Shape(string text, FontWeight weight)
    {
        if (_shaped.TryGetValue((text, weight), out var known))
        {
            return known;
        }

        var utf8 = Encoding.UTF8.GetBytes(text);
        var shaped = Shape(text, weight, utf8, utf8, origins: null);
        if (shaped.Glyphs.Span.Contains(NoGlyph))
        {
            var (marked, origins) = MarkMissing(text, fonts[weight]);
            shaped = Shape(text, weight, utf8, marked, origins);
        }

        _shaped.Add((text, weight), shaped);
        return shaped;
    }

    public void Dispose() => _buffer.Dispose();

    /// <param name="text">The text that is meant.</param>
    /// <param name="weight">The font's weight.</param>
    /// <param name="utf8">The text that is meant.</param>
    /// <param name="drawn">The text whose glyphs are drawn.</param>
    /// <param name="origins">For each byte of the drawn text the byte of the meant text it stands for; null where both are one.</param>
    private ShapedText Shape(string text, FontWeight weight, byte[] utf8, byte[] drawn, List<uint>? origins)
    {
        var face = fonts[weight];
        _buffer.ClearContents();
        _buffer.AddUtf8(drawn.AsSpan());
        _buffer.GuessSegmentProperties();
        face.Font.Shape(_buffer);

        var infos = _buffer.GetGlyphInfoSpan();
        var places = _buffer.GetGlyphPositionSpan();
        var glyphs = new ushort[infos.Length];
        var positions = new GlyphPosition[infos.Length];
        var clusters = new uint[infos.Length];
        var em = (float)face.UnitsPerEm;
        var pen = 0;
        for (var index = 0; index < infos.Length; index++)
        {
            glyphs[index] = (ushort)infos[index].Codepoint;
            positions[index] = new GlyphPosition((pen + places[index].XOffset) / em, -places[index].YOffset / em);
            clusters[index] = origins is null ? infos[index].Cluster : origins[(int)infos[index].Cluster];
            pen += places[index].XAdvance;
        }

        return new ShapedText { Text = text, Utf8 = utf8, Weight = weight, Glyphs = glyphs, Positions = positions, Clusters = clusters, Width = pen / em };
    }

    private static (byte[] Marked, List<uint> Origins) MarkMissing(string text, FontFace face)
    {
        var runes = text.EnumerateRunes().ToArray();
        var known = Array.ConvertAll(runes, rune => IsKnown(rune, face));
        var spells = known.Count(isKnown => !isKnown) <= MaxSpelledMarks;
        var marked = new List<byte>(text.Length * 3);
        var origins = new List<uint>(text.Length * 3);
        var offset = 0u;
        Span<byte> encoded = stackalloc byte[4];
        for (var index = 0; index < runes.Length; index++)
        {
            var length = runes[index].EncodeToUtf8(encoded);
            marked.AddRange(known[index] ? encoded[..length] : spells ? Encoding.ASCII.GetBytes(FormattableString.Invariant($"[U+{runes[index].Value:X4}]")) : "\uFFFD"u8);
            while (origins.Count < marked.Count)
            {
                origins.Add(offset);
            }

            offset += (uint)length;
        }

        return ([.. marked], origins);
    }

    private static bool IsKnown(Rune rune, FontFace face)
    {
        return Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || face.Font.TryGetNominalGlyph(rune.Value, out _);
    }
}
