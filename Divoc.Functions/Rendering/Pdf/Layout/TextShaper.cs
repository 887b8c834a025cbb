using System.Text;
using Divoc.Functions.Rendering.Bidi;
using HarfBuzzSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>Converts text into glyphs with HarfBuzz. Made for one page, which uses many texts more than once; not thread-safe.</summary>
internal sealed class TextShaper(FontLibrary fonts, PreparedParts? prepared = null) : IDisposable
{
    private const ushort NoGlyph = 0;
    private const int UsualTexts = 40;
    private const char FirstIsolate = '\u2066';
    private const char LastIsolate = '\u2069';

    // Set explicitly, because HarfBuzz would otherwise use the machine's language.
    private static readonly Language NoLanguage = new("und");

    private readonly Lazy<Buffer> buffer = new(isThreadSafe: false);
    private readonly TextItemizer itemizer = new(fonts);
    private readonly Dictionary<string, ShapedText>[] shaped = [new(UsualTexts), new(UsualTexts)];

    /// <summary>
    /// Shapes one line that is a separate paragraph. A character that no font has is drawn as a mark with its code, such as [U+05D0], but
    /// is still read aloud and copied as itself.
    /// </summary>
    public ShapedText Shape(string text, FontWeight weight)
    {
        if (prepared is not null && prepared.TryGetShaped(text, weight, out var known))
        {
            return known;
        }

        var sameWeight = shaped[(int)weight];
        if (!sameWeight.TryGetValue(text, out known))
        {
            var levels = LineLevels.Of(text);
            known = levels is null ? ShapeLeftToRight(text, weight) : Shape(text, weight, levels.All, levels.IsRightToLeft);
            sameWeight.Add(text, known);
        }

        return known;
    }

    /// <summary>Shapes one line of a paragraph.</summary>
    /// <param name="text">The line.</param>
    /// <param name="weight">The fonts' weight.</param>
    /// <param name="levels">An embedding level for each UTF-16 unit of the line; empty if everything is left-to-right.</param>
    /// <param name="isRightToLeft">Whether the paragraph runs from right to left.</param>
    public ShapedText Shape(string text, FontWeight weight, ReadOnlySpan<byte> levels, bool isRightToLeft)
    {
        if (text.AsSpan().ContainsAnyInRange(FirstIsolate, LastIsolate))
        {
            (text, levels) = WithoutIsolates(text, levels);
        }

        var runs = itemizer.Split(text, weight, levels);
        var order = levels.IsEmpty ? null : BidiLine.Order(runs.ConvertAll(run => run.Level).ToArray());
        return Line(text, weight, runs.ConvertAll(run => ShapeRun(text, weight, run)), order, isRightToLeft);
    }

    public void Dispose()
    {
        if (buffer.IsValueCreated)
        {
            buffer.Value.Dispose();
        }
    }

    /// <summary>
    /// Isolates (UAX #9 section 2.4) are not needed any more when the levels are known; on the page they would only appear in extracted
    /// text.
    /// </summary>
    private static (string Text, byte[] Levels) WithoutIsolates(string text, ReadOnlySpan<byte> levels)
    {
        var kept = Enumerable.Range(0, text.Length).Where(index => text[index] is < FirstIsolate or > LastIsolate).ToArray();
        var all = levels.ToArray();
        return (string.Concat(kept.Select(index => text[index])), all.Length == 0 ? [] : Array.ConvertAll(kept, index => all[index]));
    }

    /// <summary>Most texts have only one run; shaping shows whether that is so.</summary>
    private ShapedText ShapeLeftToRight(string text, FontWeight weight)
    {
        if (!fonts.HasOwn && AsciiShaper.TryShape(text, fonts, weight) is { } plain)
        {
            return Line(text, weight, [plain], order: null, isRightToLeft: false);
        }

        if (!fonts.HasOwn && !text.AsSpan().ContainsAnyInRange(ScriptBlocks.FirstBeyondSans, char.MaxValue))
        {
            var run = ShapeRun(text, weight, new TextRun(0, text.Length, Typeface.Sans, 0));
            if (!run.Glyphs.Span.Contains(NoGlyph))
            {
                return Line(text, weight, text.Length == 0 ? [] : [run], order: null, isRightToLeft: false);
            }
        }

        return Shape(text, weight, [], isRightToLeft: false);
    }

    /// <summary>Places runs, which are in reading order, beside each other in visual order.</summary>
    private static ShapedText Line(string text, FontWeight weight, List<GlyphRun> runs, int[]? order, bool isRightToLeft)
    {
        var x = 0f;
        for (var place = 0; place < runs.Count; place++)
        {
            var index = order is null ? place : order[place];
            runs[index] = x == 0 ? runs[index] : runs[index] with { X = x };
            x += runs[index].Width;
        }

        return new ShapedText { Text = text, Weight = weight, Runs = runs, IsRightToLeft = isRightToLeft, Width = x };
    }

    private GlyphRun ShapeRun(string text, FontWeight weight, TextRun run)
    {
        var meant = text.AsSpan(run.Start, run.Length);
        var utf8 = new byte[Encoding.UTF8.GetByteCount(meant)];
        Encoding.UTF8.GetBytes(meant, utf8);
        var drawn = run.IsMissing ? Mark(meant) : utf8;
        var face = fonts[run.Typeface, weight];
        // A mark is read from left to right, whatever its character is.
        var isRightToLeft = (run.Level & 1) == 1 && !run.IsMissing;
        Shape(buffer.Value, face, drawn, isRightToLeft);
        if (run is { Typeface: Typeface.Sans or Typeface.SansExtended, IsMissing: false } && !isRightToLeft)
        {
            return PlainRun(face, utf8);
        }

        var glyphs = new GlyphList(face, buffer.Value, run.IsMissing);
        if (isRightToLeft)
        {
            glyphs.ShareRoom(utf8);
        }
        else if (!run.IsMissing)
        {
            glyphs.EndClustersWhereTheyEnd();
        }

        return glyphs.ToRun(utf8);
    }

    /// <summary>Has HarfBuzz shape a text of one font and one direction.</summary>
    internal static void Shape(Buffer buffer, FontFace face, ReadOnlySpan<byte> utf8, bool isRightToLeft)
    {
        buffer.ClearContents();
        buffer.AddUtf8(utf8);
        buffer.ClusterLevel = isRightToLeft ? ClusterLevel.MonotoneCharacters : ClusterLevel.MonotoneGraphemes;
        buffer.Direction = isRightToLeft ? Direction.RightToLeft : Direction.LeftToRight;
        buffer.Language = NoLanguage;
        buffer.GuessSegmentProperties();
        face.Font.Shape(buffer);
    }

    /// <summary>The output of HarfBuzz, unchanged.</summary>
    private GlyphRun PlainRun(FontFace face, byte[] utf8)
    {
        var em = (float)face.UnitsPerEm;
        var infos = buffer.Value.GetGlyphInfoSpan();
        var places = buffer.Value.GetGlyphPositionSpan();
        var glyphs = new ushort[infos.Length];
        var positions = new GlyphPosition[infos.Length];
        var clusters = new uint[infos.Length];
        var pen = 0;
        for (var index = 0; index < infos.Length; index++)
        {
            glyphs[index] = (ushort)infos[index].Codepoint;
            var (x, y) = face.KeptOnLine(infos[index].Codepoint, places[index].XOffset, places[index].YOffset);
            positions[index] = new GlyphPosition((pen + x) / em, -y / em);
            clusters[index] = infos[index].Cluster;
            pen += places[index].XAdvance;
        }

        return new GlyphRun { Font =
            face, X = 0, Utf8 = utf8, Glyphs = glyphs, Positions = positions, Clusters = clusters, Width = pen / em };
    }

    /// <summary>What is drawn if no font has a glyph: the character's code.</summary>
    private static byte[] Mark(ReadOnlySpan<char> missing)
    {
        Rune.DecodeFromUtf16(missing, out var character, out _);
        return Encoding.UTF8.GetBytes(FormattableString.Invariant($"[U+{character.Value:X4}]"));
    }
}
