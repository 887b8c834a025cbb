using System.Runtime.InteropServices;
using HarfBuzzSharp;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>A font file, kept as long as the program runs. Thread-safe: nothing in it changes after it was made.</summary>
internal sealed class FontFace : IDisposable
{
    private const int ZeroWidthNonJoiner = 0x200C;

    // In em from the baseline: no capital of the line below and no descender of the line above reaches this far.
    private const float Highest = 1.15f;
    private const float Lowest = -0.6f;
    private const float FarthestAside = 0.75f;

    private readonly Blob blob;
    private readonly Face face;
    private readonly Lazy<FontMetrics> metrics;
    private readonly Lazy<AsciiShaper> ascii;

    private FontFace(byte[] file)
    {
        File = file;
        // Not Blob.FromStream, which passes to HarfBuzz the address of an array that the garbage collector may move later.
        blob = new Blob(Marshal.UnsafeAddrOfPinnedArrayElement(file, 0), file.Length, MemoryMode.ReadOnly);
        blob.MakeImmutable();
        face = new Face(blob, 0);
        face.MakeImmutable();
        UnitsPerEm = face.UnitsPerEm;
        Font = new Font(face);
        Font.SetFunctionsOpenType();
        Font.SetScale(UnitsPerEm, UnitsPerEm);
        metrics = new Lazy<FontMetrics>(() => new FontMetrics(this));
        ascii = new Lazy<AsciiShaper>(() => new AsciiShaper(this));
        InvisibleGlyph = Font.TryGetNominalGlyph(ZeroWidthNonJoiner, out var glyph) ? (ushort)glyph : null;
    }

    /// <summary>The font file's bytes, pinned in memory, because HarfBuzz reads them there.</summary>
    public byte[] File { get; }

    public int UnitsPerEm { get; }

    /// <summary>The font for shaping, scaled to font units.</summary>
    public Font Font { get; }

    /// <summary>The metrics for a PDF, read at first use.</summary>
    public FontMetrics Metrics => metrics.Value;

    /// <summary>Shapes texts that need no more than a table.</summary>
    public AsciiShaper Ascii => ascii.Value;

    /// <summary>
    /// A glyph without width that no text draws, U+200C; null if there is none. Noto gives it an outline, which must never be embedded.
    /// </summary>
    public ushort? InvisibleGlyph { get; }

    /// <summary>Loads a font that is part of the program.</summary>
    public static FontFace Load(Typeface typeface, FontWeight weight)
    {
        using var stream = ShippedFonts.Open(typeface, weight);
        var file = GC.AllocateUninitializedArray<byte>((int)stream.Length, pinned: true);
        stream.ReadExactly(file);
        return new FontFace(file);
    }

    /// <summary>Takes a font that is not part of the program.</summary>
    /// <param name="file">A TrueType file that <see cref="FontPruner"/> can read; copied.</param>
    public static FontFace Of(FontFile file)
    {
        var pinned = GC.AllocateUninitializedArray<byte>(file.Bytes.Length, pinned: true);
        file.Bytes.CopyTo(pinned);
        return new FontFace(pinned);
    }

    /// <summary>
    /// The offset of a glyph, right and up, limited to its line: marks that are stacked without end are drawn over each other, and not over
    /// other parts of the page.
    /// </summary>
    public (int X, int Y) KeptOnLine(uint glyph, int x, int y)
    {
        if (y == 0 || !Font.TryGetGlyphExtents(glyph, out var ink))
        {
            return (x, y);
        }

        var kept = y > 0
            ? Math.Clamp((int)(Highest * UnitsPerEm) - ink.YBearing, 0, y)
            : Math.Clamp((int)(Lowest * UnitsPerEm) - ink.YBearing - ink.Height, y, 0);
        var aside = (int)(FarthestAside * UnitsPerEm);
        return (kept == y ? x : Math.Clamp(x, -aside, aside), kept);
    }

    public void Dispose()
    {
        Font.Dispose();
        face.Dispose();
        blob.Dispose();
    }
}
